"""README shows what really happens: its projects are run as it says, and print what it prints."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import Command
from tests.hostile_inputs import assert_json_stays
from vtlharness import run_cases
from vtlharness.cases.loading import load_case_file
from vtlharness.engines import load_engine

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
FIRST, WHOLE, LIVE, WAYS = (
    TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]
    for title in ("A first case", "A whole integration", "With real backends", "Ways to run")
)


def _blocks(section: str, language: str) -> list[str]:
    blocks = re.findall(rf"^( *)```{language}\n(.*?)^ *```", section, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, text in blocks]


def _timeless(text: str) -> str:
    return re.sub(r"in \d+\.\d\ds$", "in 0.00s", text.strip("\n"), flags=re.MULTILINE)


def _console(section: str, number: int) -> tuple[list[str], str]:
    """The words of a shown command, and what it prints."""
    command, _, printed = _blocks(section, "console")[number].partition("\n")
    return command.removeprefix("$ ").split(), _timeless(printed)


def _first_case(folder: Path) -> None:
    (folder / "create-order.vtl").write_text(_blocks(FIRST, "velocity")[0], encoding="utf-8")
    (folder / "create-order.vtl.yaml").write_text(_blocks(FIRST, "yaml")[0], encoding="utf-8")


def _whole_integration(folder: Path) -> None:
    definition, cases = _blocks(WHOLE, "yaml")
    (folder / "openapi.yaml").write_text(definition, encoding="utf-8")
    (folder / "quotes.vtl.yaml").write_text(cases, encoding="utf-8")


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


RUNS = {
    "the first case passes": (FIRST, 0, _first_case, None),
    "first cases": (FIRST, 1, _first_case, None),
    "a misspelt key": (FIRST, 2, _first_case, ("create-order.vtl", "$line.quantity", "$line.qty")),
    "a missing end": (FIRST, 3, _first_case, ("create-order.vtl", ",#end\n#end\n", ",#end\n")),
    "the log": (WHOLE, 0, _whole_integration, None),
    "a misspelt path": (WHOLE, 1, _whole_integration, ("openapi.yaml", "$.sum", "$.price")),
}


@pytest.mark.parametrize("name", RUNS)
def test_the_commands_print_what_is_shown(name: str, tmp_path: Path, command: Command) -> None:
    section, number, make, change = RUNS[name]
    make(tmp_path)
    if change is not None:
        _change(tmp_path / change[0], *change[1:])
    words, printed = _console(section, number)
    done = command(*words, *(() if words[0] == "vtl-init" else ("--no-cache",)))
    assert (_timeless(done.out), done.err) == (printed, "")


def test_the_whole_integration_passes(tmp_path: Path, command: Command) -> None:
    _whole_integration(tmp_path)
    assert command("vtl-run", "--no-cache").code == 0


@pytest.mark.parametrize(
    ("make", "file"), [(_first_case, "create-order.vtl.yaml"), (_whole_integration, "quotes.vtl.yaml")]
)
def test_the_examples_escape_what_others_send(make: Callable[[Path], None], file: str, tmp_path: Path) -> None:
    make(tmp_path)
    engine = load_engine("native")
    for case in load_case_file(tmp_path / file).cases:
        assert_json_stays(case, engine)


def test_vtl_call(tmp_path: Path, command: Command) -> None:
    _whole_integration(tmp_path)
    line, _, printed = _blocks(LIVE, "console")[0].partition("\n")
    done = command(*shlex.split(line.removeprefix("$ ")))
    assert (done.out, done.code) == (printed, 0)


def test_vtl_render(command: Command) -> None:
    (shown,) = _blocks(WAYS, "console")
    line, printed = shown.strip().split("\n")
    found = re.fullmatch(r"\$ echo '(.*)' \| (vtl-render .*)", line)
    assert found is not None
    assert command(*found[2].split(), stdin=f"{found[1]}\n").out == f"{printed}\n"


@pytest.mark.parametrize("code", _blocks(WAYS, "python"), ids=lambda code: code.strip().split("\n")[0])
def test_the_python_gives_what_is_shown(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tests").mkdir()
    _first_case(tmp_path)
    _whole_integration(tmp_path)
    names: dict[str, object] = {}
    exec(code, names)
    for expression, value in re.findall(r"^(\w[\w.]*)  # (['{].*)$", code, re.MULTILINE):
        assert eval(expression, names) == eval(value)


def test_links_lead_somewhere() -> None:
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", TEXT):
        path, _, anchor = link.partition("#")
        assert not path or (ROOT / path).exists(), link
        if anchor and not path:
            slugs = [
                re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
                for title in re.findall("^#+ (.*)$", TEXT, re.M)
            ]
            assert anchor in slugs


@pytest.mark.parametrize(
    ("make", "file"), [(_first_case, "create-order.vtl.yaml"), (_whole_integration, "quotes.vtl.yaml")]
)
def test_its_templates_withstand_hostile_input(make: Callable[[Path], None], file: str, tmp_path: Path) -> None:
    make(tmp_path)
    records = run_cases(tmp_path / file, cache=False, hostile=True)
    assert {record.outcome for record in records} == {"passed"}, [record.differences for record in records]
