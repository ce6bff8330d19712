"""Settings in pyproject.toml and vtlharness.toml: what they do, who wins, and what is wrong where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command

Write = Callable[[Mapping[str, str]], Path]

CASES = {
    "tests/a.vtl.yaml": "inline: '#if($a)x#end'\ncases:\n- {name: a, tags: slow, expect: {output: x}}\n",
    "other/b.vtl.yaml": "inline: b\ncases:\n- {name: b, xfail: true, expect: {output: b}}\n",
}
TABLE = "[tool.vtlharness]\n"


def test_paths_and_strictness(command: Command, write: Write, tmp_path: Path) -> None:
    write({**CASES, "pyproject.toml": TABLE + 'paths = "tests"\nstrict = true\n'})
    assert command("vtl-run", "-q").out.startswith("FAILED tests/a.vtl.yaml::a\n1 failed in ")
    assert command("vtl-run", "other").out.startswith("1 xpassed in ")
    assert command("vtl-run", "-q", "--strict", "VTL1").out.startswith("1 passed in ")
    assert command("vtl-run", "-q", cwd=tmp_path / "other").out.startswith("1 xpassed in ")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pyproject.toml", "[tool.vtlharness]\nxfail_strict = true\n"),
        ("pyproject.toml", "[tool.vtlharness]\nxfail-strict = true\n"),
        ("pyproject.toml", '[ tool . "vtlharness" ]\nxfail_strict = true\n'),
        ("pyproject.toml", "[tool]\nvtlharness = {xfail_strict = true}\n"),
        ("pyproject.toml", "tool.vtlharness.xfail_strict = true\n"),
        ("pyproject.toml", "[tool.vtlharness.lint]\n[tool.vtlharness]\nxfail_strict = true\n"),
        ("vtlharness.toml", "xfail_strict = true\n[lint]\nignore = []\n"),
        ("vtlharness.toml", "[tool.vtlharness]\nxfail_strict = true\n"),
    ],
)
def test_places_of_the_table(command: Command, write: Write, file: str, text: str) -> None:
    write({**CASES, file: text})
    done = command("vtl-run", "other")
    assert "  the case passes, but it is expected to fail\n  hint: take `xfail` out of the case\n" in done.out
    assert done.code == 1


def test_vtlharness_toml_goes_first(command: Command, write: Write) -> None:
    write({**CASES, "pyproject.toml": TABLE + "xfail_strict = true\n", "vtlharness.toml": ""})
    assert command("vtl-run", "other").code == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("path = 'x'\n", "pyproject.toml:2: there is no setting path\nhint: did you mean `paths`?\n"),
        ("\nstrict = 1\n", "pyproject.toml:3: strict must be a text or a list of texts, but this is 1\n"),
        ("maxfail = -1\n", "pyproject.toml:2: maxfail must be a whole number from 0, but this is -1\n"),
        ("cache = 'no'\n", "pyproject.toml:2: cache must be true or false, but this is 'no'\n"),
        ("processes = 0\n", "pyproject.toml:2: processes must be a whole number from 1, or 'auto', but this is 0\n"),
        ("color = 'alwasy'\n", "pyproject.toml:2: color must be one of auto, always, never, but this is 'alwasy'\n"
         "hint: did you mean `always`?\n"),
        ("allow_outside = ['/']\n", "pyproject.toml:2: allow_outside can't be a setting: a checkout must not decide "
         "it; give it on the command line\n"),
        ("update = true\n", "pyproject.toml:2: update can't be a setting: it is for one run; give it on the command "
         "line\n"),
        ("paths = ['..']\n", "pyproject.toml:2: .. lies outside of the project, where paths can't lead\n"),
        ("verbose = true\n", "pyproject.toml:2: verbose must be a whole number from 0, but this is true\n"),
        ("strict = [2026-01-01]\n", "pyproject.toml:2: strict must be a text or a list of texts, but this is "
         "[2026-01-01]\n"),
        ("strict = {a = false}\n", "pyproject.toml:2: strict must be a text or a list of texts, but this is "
         "{a = false}\n"),
        ("\nstrict = ['NOPE1']\n", "pyproject.toml:3: strict: there is no rule NOPE1\n"
         "hint: did you mean API401? docs/rules.md lists the rules\n"),
        ("\nlimit = ['round=1']\n", "pyproject.toml:3: 'round' is not a limit\nhint: did you mean rounds?\n"),
        ("xfail_strict = true\nxfail-strict = false\n", "pyproject.toml:3: xfail_strict is set twice: write it once, "
         "with _ or with -\n"),
        ("mutate = true\n", "pyproject.toml:2: mutate can't be a setting: it is for one run; give it on the command "
         "line\n"),
        ("cov-fail-under = 3\n", "pyproject.toml:2: cov-fail-under can't be a setting: it is for one run; give it on "
         "the command line\n"),
        ("a = \n", "pyproject.toml:2:5: this is not TOML: Invalid value\n"),
    ],
)  # fmt: skip
def test_what_is_wrong(command: Command, write: Write, text: str, message: str) -> None:
    write({**CASES, "pyproject.toml": TABLE + text})
    done = command("vtl-run")
    assert (done.err, done.out, done.code) == (message, "", 4)
    assert command("vtl-run", "--help").code == 0


def test_a_file_in_another_code(command: Command, write: Write, tmp_path: Path) -> None:
    write(CASES)
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.vtlharness]\nkeyword = '\xff'\n")
    done = command("vtl-run")
    assert (done.err, done.code) == ("pyproject.toml: this is not UTF-8\n", 4)


def test_show_config(command: Command, write: Write) -> None:
    write({**CASES, "pyproject.toml": TABLE + 'paths = ["tests"]\nmaxfail = 3\nxfail-strict = true\n'})
    done = command("vtl-run", "--show-config", "--strict", "--maxfail", "1")
    rows = {line.split()[0]: line.split(maxsplit=1)[1].rsplit("  ", 1) for line in done.out.splitlines()}
    found = {name: (value.strip(), place) for name, (value, place) in rows.items()}
    assert found["paths"] == ('["tests"]', "pyproject.toml:2")
    assert found["maxfail"] == ("1", "command line")
    assert found["xfail_strict"] == ("true", "pyproject.toml:4")
    assert found["strict"] == ('["all"]', "command line")
    assert found["cache"] == ("true", "default")
    assert done.code == 0


BOOLEANS = ("xfail_strict", "exitfirst", "cache", "hostile", "allow_empty", "check")


@pytest.mark.parametrize("value", ["true", "false"])
@pytest.mark.parametrize("name", BOOLEANS)
def test_each_boolean_can_be_switched_on_and_off(command: Command, write: Write, name: str, value: str) -> None:
    write({**CASES, "pyproject.toml": f"{TABLE}{name} = {value}\n"})

    def shown(*arguments: str) -> str:
        out = command("vtl-run", "--show-config", *arguments).out
        (line,) = (line for line in out.splitlines() if line.startswith(f"{name} "))
        return " ".join(line.split()[1:])

    flag = name.replace("_", "-")
    assert shown() == f"{value} pyproject.toml:2"
    assert shown(f"--no-{flag}") == "false command line"
    assert shown(f"--{flag}") == "true command line"


def test_all_booleans_are_tested(command: Command, write: Write) -> None:
    write({"vtlharness.toml": ""})
    lines = [line.split() for line in command("vtl-run", "--show-config").out.splitlines()]
    assert sorted(name for name, value, *_ in lines if value in ("true", "false")) == sorted(BOOLEANS)


@pytest.mark.parametrize(
    ("setting", "option", "shown"),
    [
        ("strict = true", "--no-strict", "strict [] command line"),
        ("strict = ['VTL2']", "--no-strict", "strict [] command line"),
        ("strict = true", "--strict=VTL2", 'strict ["VTL2"] command line'),
        ("log = 'access'", "--no-log", 'log "" command line'),
        ("verbose = 2", "-q", "verbose 0 command line"),
        ("exitfirst = true", "--maxfail=2", "exitfirst false command line"),
        ("paths = 'tests'", "tests", 'paths ["tests"] command line'),
        ("paths = 'tests'", "-q", 'paths ["tests"] pyproject.toml:2'),
    ],
)
def test_what_the_command_line_takes_back(
    command: Command, write: Write, setting: str, option: str, shown: str
) -> None:
    write({**CASES, "pyproject.toml": f"{TABLE}{setting}\n"})
    assert shown in [" ".join(line.split()) for line in command("vtl-run", "--show-config", option).out.splitlines()]


def test_switched_off_settings_do_not_count(command: Command, write: Write) -> None:
    write({**CASES, "pyproject.toml": TABLE + "strict = true\nxfail_strict = true\nexitfirst = true\n"})
    assert command("vtl-run", "-q").code == 1
    done = command("vtl-run", "-q", "--no-strict", "--no-xfail-strict", "--no-exitfirst")
    assert (done.out.partition(" in ")[0], done.code) == ("1 passed, 1 xpassed", 0)


@pytest.mark.parametrize(("first", "second"), [("--strict", "--no-strict"), ("--no-log", "--log=access")])
def test_an_option_beside_its_opposite(command: Command, write: Write, first: str, second: str) -> None:
    write(CASES)
    done = command("vtl-run", first, second)
    name = first.removeprefix("--no-").removeprefix("--")
    assert f"Error: --{name} and --no-{name} exclude each other.\n" in done.err
    assert done.code == 4


def test_no_strict_without_settings(command: Command, write: Write) -> None:
    write(CASES)
    assert command("vtl-run", "--no-strict", "--no-log", "--no-check").code == 0


def test_the_command_line_wins(command: Command, write: Write) -> None:
    write({**CASES, "pyproject.toml": TABLE + "verbose = 1\nexitfirst = true\nhostile = true\n"})
    assert command("vtl-run", "-q", "other").out.startswith("1 xpassed in ")
    assert command("vtl-run", "other").out.startswith("XPASSED other/b.vtl.yaml::b\n")
    assert command("vtl-run", "--update", "other").code == 0
