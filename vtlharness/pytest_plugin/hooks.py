"""The hooks. They hold only what a project without case files needs; `items` and `update` do the work."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vtlharness.options import LOG_KINDS, MUTATE_SECONDS, SETTABLE, SHARED_OPTIONS, SharedOption, with_values
from vtlharness.pytest_plugin.state import STATE, PluginState

if TYPE_CHECKING:
    from vtlharness.pytest_plugin.fixture import Vtl

SUFFIXES = (".vtl.yaml", ".vtl.yml", ".vtl.json")
_OF_OTHERS = (".py", ".pyi", ".pyc", ".txt", ".rst", ".md", ".ipynb")
_SHARED_OUT = ("load", "worksteal")  # xdist's ways to distribute each test by itself


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options that `vtl-run` has, too: `--vtl-update` for `--update`.

    One that the settings of the project can give is None where the command line does not say it.
    """
    group = parser.getgroup("vtlharness", "API Gateway mapping templates")
    for option in SHARED_OPTIONS:
        _add_shared(group, option)
    group.addoption(
        "--vtl-log",
        choices=LOG_KINDS,
        dest="vtl_log",
        help="show only this log of a failing case (default: the console's, and the access log if there is one)",
    )
    group.addoption(
        "--vtl-report",
        action="append",
        default=[],
        metavar="KIND=FILE",
        dest="vtl_report",
        help="also write a report of the cases, of KIND html, json, junit, sarif or github; repeat for more",
    )
    group.addoption(
        "--vtl-mutate",
        action="store_true",
        dest="vtl_mutate",
        help="after a run that passes, change templates and definitions, and fail the run if no case notices a change",
    )
    group.addoption(
        "--vtl-mutate-since",
        metavar="REV",
        dest="vtl_mutate_since",
        help="the same, only for lines that were changed since this revision of git",
    )
    group.addoption(
        "--vtl-mutate-seconds",
        type=float,
        metavar="N",
        dest="vtl_mutate_seconds",
        help=f"with these: the time for all changes, in seconds (default: {MUTATE_SECONDS:g})",
    )


def _add_shared(group: pytest.OptionGroup, option: SharedOption) -> None:
    flag, name, text = f"--vtl-{option.flag}", f"vtl_{option.name}", option.help
    off = f"--vtl-no-{option.flag}"
    settable = option.name in SETTABLE
    default: Any = None if settable else option.default
    if option.choices:
        text = f"{text} (default: {option.default})"
        group.addoption(flag, choices=option.choices, default=default, dest=name, help=text)
    elif isinstance(option.default, tuple):
        group.addoption(
            flag,
            action="append",
            nargs="?" if option.value_alone else None,
            const=option.value_alone,
            default=None if settable else [],
            metavar=option.value,
            dest=name,
            help=text,
        )
        if option.value_alone:
            text = f"not {flag}, whatever the settings of the project say"
            group.addoption(off, action="store_const", const=[], dest=name, help=text)
    elif option.default == "":
        group.addoption(flag, default=default, metavar=option.value, dest=name, help=text)
    else:
        if settable or not option.default:
            group.addoption(flag, action="store_true", default=default, dest=name, help=text)
        if settable or option.default:
            group.addoption(off, action="store_false", default=default, dest=name, help=f"do not {text}")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    """Gives `--vtl-strict` its value, so that a path behind it stays a path. Has the package imported as any other."""
    _import_without_rewriting(early_config)
    if "--vtl-strict" in args:
        args[:] = with_values(args, "--vtl-")
        early_config.known_args_namespace = parser.parse_known_args(args, namespace=copy(early_config.option))


def _import_without_rewriting(config: pytest.Config) -> None:
    """Takes this package from those whose assertions pytest rewrites, as it does for all packages with a plugin.

    It then reads and hashes the source of every module, which takes longer than the imports; no user looks at the
    assertions in here.
    """
    marked = getattr(getattr(config.pluginmanager, "rewrite_hook", None), "_must_rewrite", None)
    if isinstance(marked, set):
        marked.discard("vtlharness")


def pytest_configure(config: pytest.Config) -> None:
    """Prepares the session. Raises UsageError for an engine that is not installed, a path or a value that is wrong."""
    state = config.stash[STATE] = PluginState(config)
    options = state.given
    if options.conflict:
        raise pytest.UsageError(options.conflict.replace("--", "--vtl-"))
    if config.getoption("vtl_report") or config.getoption("vtl_mutate_seconds") is not None or state.mutates:
        from vtlharness.pytest_plugin.whole_run import take_whole_run

        take_whole_run(config, state)
    if any(map(may_be_subject, config.args)):
        from vtlharness.pytest_plugin.subjects import take_case_files

        take_case_files(config, state)
    if options.engine != "native" or options.allow_outside or options.limit or options.strict or options.live:
        from vtlharness.errors import VtlHarnessError

        try:
            _ = state.session
        except VtlHarnessError as problem:
            raise pytest.UsageError(str(problem)) from None


def may_be_subject(argument: str) -> bool:
    """Whether an argument can be a template or a definition, which stands for the case files that use it."""
    file = argument.partition("::")[0]
    return not file.endswith((*SUFFIXES, *_OF_OTHERS)) and "." in file[1:] and os.path.isfile(file)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collects case files."""
    if not file_path.name.endswith(SUFFIXES):
        return None
    from vtlharness.pytest_plugin.items import VtlFile

    return VtlFile.at(parent, file_path)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the files whose cases the command line names, keeps these cases."""
    if "vtlharness.pytest_plugin.items" in sys.modules and any("::" in argument for argument in config.args):
        from vtlharness.pytest_plugin.named_cases import keep_named_cases

        keep_named_cases(config, items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--vtl-live`, keeps the cases of a file in order, unless the user chose how tests are distributed."""
    if not config.stash[STATE].given.live or config.getoption("dist") not in _SHARED_OUT:
        return None
    from vtlharness.pytest_plugin.scheduling import CaseFileScheduling

    return CaseFileScheduling(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Called by xdist when a worker has ended."""
    node.config.stash[STATE].take_cache_notice(node)
    if "vtlharness.coverage.plugin" in sys.modules:
        from vtlharness.pytest_plugin import reached_parts

        reached_parts.take_from_worker(node)
    if node.config.stash[STATE].given.rewrites:
        from vtlharness.pytest_plugin.update import take_from_worker

        take_from_worker(node, error)


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, Any, None]:
    """Gives what templates have reached to coverage.py, before pytest-cov saves its data."""
    yield
    if "vtlharness.coverage.plugin" in sys.modules:
        from vtlharness.pytest_plugin.reached_parts import hand_over

        hand_over(session.config)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With `--vtl-update`, rewrites the expectations of failing cases. Notes whether the cache was used."""
    session.config.stash[STATE].note_cache(session.config)
    if session.config.stash[STATE].given.rewrites:
        from vtlharness.pytest_plugin.update import finish_session

        finish_session(session, exitstatus)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Prints why the cache was not used, and what `--vtl-update` did, and what no test reached; usually nothing."""
    for line in config.stash[STATE].cache_notice:
        terminalreporter.line(line, yellow=True)
    if "vtlharness.coverage.plugin" in sys.modules:
        from vtlharness.pytest_plugin.reached_parts import summary_lines

        for line in summary_lines(config):
            terminalreporter.line(line)
    if config.stash[STATE].given.rewrites:
        from vtlharness.pytest_plugin.update import summarize

        summarize(terminalreporter, config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the processes of functions that live cases called."""
    state = config.stash.get(STATE, None)
    if state is not None:
        state.close()


@pytest.fixture
def vtl(request: pytest.FixtureRequest) -> Vtl:
    """Renders API Gateway mapping templates, and calls APIs: `vtl.render_request("put.vtl", body={...})`,
    `vtl.render_response`, `vtl.invoke("openapi.yaml", "GET", "/orders/42")`.
    """
    from vtlharness.pytest_plugin.fixture import Vtl

    config = request.config
    folders = (request.path.parent, config.invocation_params.dir)
    return Vtl(config.stash[STATE].session, folders, request.node)
