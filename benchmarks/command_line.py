"""`vtl-run` from process start to its end: wall time and peak memory, beside `import click` and pytest.

Comes in: how many cases, how often. Goes out: a `Measure` for each command. What runs keep on disk goes to folders of
this measurement's own, which are empty for the runs that say so.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.processes import Run, python, run
from benchmarks.projects import make_api_project, make_project
from benchmarks.rounds import Rounds

_VTL_RUN = "import sys; from vtlharness.cli import vtl_run; sys.exit(vtl_run())"
_VTL_LINT = "import sys; from vtlharness.cli import vtl_lint; sys.exit(vtl_lint())"
_LINTED = 100
_PYTEST = "import sys, pytest; sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider']))"
_EMPTY_ITEMS = """
import pytest

class Nothing(pytest.Item):
    def runtest(self):
        pass

class File(pytest.File):
    def collect(self):
        for number in range({each}):
            yield Nothing.from_parent(self, name=f"case {{number}}")

def pytest_collect_file(file_path, parent):
    if file_path.name.endswith(".empty"):
        return File.from_parent(parent, path=file_path)
"""
"""A plugin that collects as many items as there are cases, which do nothing: what pytest itself takes."""
_PYTEST_ALONE = "import sys, pytest; sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', '-p', 'no:vtlharness']))"
_IMPORTS = (
    "import vtlharness.cases.loading, vtlharness.cases.running, vtlharness.running.files, vtlharness.cli.run.vtl_run, "
    "vtlharness.engines.native, vtlharness.vtl.compile.template_cache"
)


@dataclass(frozen=True)
class Sizes:
    """Cases and files of the project of an API, cases and templates of the two others; how often to run short commands
    and long ones.
    """

    apis: tuple[int, int]
    middle: tuple[int, int]
    large: tuple[int, int]
    short_runs: int
    long_runs: int


LONG_SIZES = Sizes((1000, 100), (1000, 200), (10_000, 1000), short_runs=11, long_runs=3)
SHORT_SIZES = Sizes((6, 2), (12, 4), (40, 8), short_runs=1, long_runs=1)


@dataclass(frozen=True)
class Measure:
    """Several runs of one command: wall times in seconds, the largest peak memory in bytes; the cases it ran."""

    name: str
    runs: Rounds
    peak: int
    cases: int = 0

    @property
    def seconds(self) -> float:
        """The median of the wall times."""
        return median(self.runs)


@dataclass(frozen=True)
class Command:
    """A command to measure; `keeps` whether it finds what the runs before kept on disk."""

    name: str
    line: list[str]
    folder: Path
    expected: str = ""
    cases: int = 0
    keeps: bool = True


CommandLine = dict[str, Measure]
"""By a key: pass, click, imports, one, api, lint; middle, large and apis, also with `, nothing kept`; large -n 2;
pytest, pytest alone; middle --cov, where templates' coverage can be measured.
"""


def measure_commands(sizes: Sizes) -> CommandLine:
    """Runs every command. Raises CommandFailedError when one does not pass all of its cases."""
    with TemporaryDirectory(prefix="vtlharness-benchmark-") as name:
        folder = Path(name)
        cache = folder / "cache"
        (folder / "projects").mkdir()
        starts, runs = _commands(folder / "projects", sizes)
        return {
            **_in_turns(starts, sizes.short_runs, cache),
            **_in_turns(runs, sizes.long_runs, cache),
        }


def _commands(folder: Path, sizes: Sizes) -> tuple[dict[str, Command], dict[str, Command]]:
    """The short commands, and the long ones."""
    one = make_project(folder / "one", 1, 1)
    api = make_api_project(folder / "api", 1, 1)
    apis = make_api_project(folder / "apis", *sizes.apis)
    linted = make_project(folder / "linted", _LINTED, _LINTED)
    middle = make_project(folder / "middle", *sizes.middle)
    large = make_project(folder / "large", *sizes.large)
    starts = {
        "pass": Command("python -c pass", python("pass"), folder),
        "click": Command('python -c "import click"', python("import click"), folder),
        "imports": Command("the imports of vtl-run", python(_IMPORTS), folder),
        "one": _vtl_run("1 case", one, 1),
        "api": _vtl_run("1 case of an API", api, 1),
        "lint": Command(
            f"vtl-lint, {_LINTED} templates", python(_VTL_LINT, "--ignore", "VTL1"), linted, f"no findings in {_LINTED}"
        ),
    }
    runs: dict[str, Command] = {}
    cases, files = sizes.apis
    name = f"{cases:,} cases of an API in {files:,} files"
    runs["apis, nothing kept"] = _vtl_run(f"{name}, nothing kept", apis, cases, keeps=False)
    runs["apis"] = _vtl_run(name, apis, cases)
    for key, project, (cases, templates) in (("middle", middle, sizes.middle), ("large", large, sizes.large)):
        name = f"{cases:,} cases over {templates:,} templates"
        runs[f"{key}, nothing kept"] = _vtl_run(f"{name}, nothing kept", project, cases, keeps=False)
        runs[key] = _vtl_run(name, project, cases)
    runs["large -n 2"] = _vtl_run(name, large, cases, "-n", "2")
    cases, templates = sizes.middle
    name = f"pytest, {cases:,} cases over {templates:,} templates"
    runs["pytest"] = Command(name, python(_PYTEST), middle, f"{cases} passed", cases)
    alone = _empty_items(folder / "empty", cases, templates)
    runs["pytest alone"] = Command(
        f"pytest, {cases:,} empty items of {templates:,} files", python(_PYTEST_ALONE), alone, f"{cases} passed", cases
    )
    if find_spec("coverage") is not None:  # coverage of templates is measured with coverage.py
        runs["middle --cov"] = _vtl_run(f"{cases:,} cases over {templates:,} templates", middle, cases, "--cov")
    return starts, runs


def _empty_items(folder: Path, items: int, files: int) -> Path:
    """A folder for pytest without our plugin."""
    folder.mkdir()
    (folder / "conftest.py").write_text(_EMPTY_ITEMS.format(each=items // files), encoding="utf-8")
    for number in range(files):
        (folder / f"{number:04}.empty").touch()
    return folder


def _vtl_run(name: str, project: Path, cases: int, *options: str, keeps: bool = True) -> Command:
    name = f"{' '.join(['vtl-run', *options])}, {name}"
    return Command(name, python(_VTL_RUN, *options), project, f"{cases} passed", cases, keeps)


def _in_turns(commands: Mapping[str, Command], rounds: int, cache: Path) -> CommandLine:
    for command in commands.values():
        if command.keeps:
            for _ in ("writes bytecode, compiles", "compiles what it meets again to quicker code"):
                _run(command, cache)
    runs: dict[str, list[Run]] = {key: [] for key in commands}
    for _ in range(rounds):
        for key, command in commands.items():
            runs[key].append(_run(command, cache))
    return {key: _measure(commands[key], done) for key, done in runs.items()}


def _measure(command: Command, runs: list[Run]) -> Measure:
    return Measure(command.name, tuple(run.seconds for run in runs), max(run.peak for run in runs), command.cases)


def _run(command: Command, cache: Path) -> Run:
    """One run; a command that must find nothing kept has a folder of its own that is emptied first."""
    if not command.keeps:
        cache = cache.with_name("empty")
        shutil.rmtree(cache, ignore_errors=True)
    environment = {
        "XDG_CACHE_HOME": str(cache),
        "PYTHONDONTWRITEBYTECODE": "",  # every run but the first finds bytecode, whatever is set here
        "PYTHONPYCACHEPREFIX": str(cache.with_name("bytecode")),
    }
    return run(command.line, command.expected, folder=command.folder, environment=environment)
