"""The pytest plugin: case files as tests, and the `vtl` fixture for tests written in Python.

Comes in: files that pytest finds. Goes out: one item per case, its differences in the failure section. Every project in
an environment loads this module, so it imports nothing but pytest; the rest waits for the first case file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr

    from vtlharness.cases.model import Case
    from vtlharness.cases.results import CaseResult
    from vtlharness.cases.update.updating import Update
    from vtlharness.disk_cache import DiskCache
    from vtlharness.engines import Engine
    from vtlharness.findings import Finding
    from vtlharness.gateway.backend_reply import BackendReply
    from vtlharness.gateway.method_request import MethodRequest
    from vtlharness.gateway.templates.rendering import Rendering
    from vtlharness.source import Source

_SUFFIXES = (".vtl.yaml", ".vtl.yml", ".vtl.json")
_WORKER_KEY = "vtlharness_failing"


class VtlTemplateWarning(pytest.PytestWarning):
    """What a template does may be otherwise on the service."""


def _warning(finding: Finding) -> VtlTemplateWarning:
    """A finding as pytest shows it, its hint on a line of its own."""
    return VtlTemplateWarning(str(finding) if finding.hint is None else f"{finding}\nhint: {finding.hint}")


class _CaseFailedError(Exception):
    def __init__(self, result: CaseResult) -> None:
        super().__init__(result.case.id)
        self.result = result


class _State:
    """What the plugin keeps for a session: engines, and what `--vtl-update` is to rewrite."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.update: bool = config.getoption("vtl_update")
        self.engine_name: str = config.getoption("vtl_engine")
        self.failing: list[CaseResult] = []
        self.failing_elsewhere: set[tuple[str, str]] = (
            set()
        )  # (path from the root folder, case name), from xdist workers
        self.lost_worker = False
        self.updates: list[Update] = []
        self.not_updated = ""
        self._cached = not config.getoption("vtl_no_cache")
        self._engines: dict[str, Engine] = {}

    def engine(self, name: str | None = None) -> Engine:
        """An engine, the chosen one unless named. Raises VtlHarnessError where it is not installed."""
        from vtlharness.engines import load_engine

        name = name or self.engine_name
        if name not in self._engines:
            self._engines[name] = load_engine(name, cached=self._cached)
        return self._engines[name]

    def cases(self, path: str | Path) -> tuple[Case, ...]:
        """The cases of a case file. Raises CaseFileError."""
        from vtlharness.cases.loading import load_case_file

        return load_case_file(path, self._kept).cases

    @cached_property
    def _kept(self) -> DiskCache | None:
        from vtlharness.cases.loading import data_cache

        return data_cache() if self._cached else None

    def run(self, case: Case) -> CaseResult:
        """Runs a case with the chosen engine."""
        from vtlharness.cases.running import run_case

        return run_case(case, self.engine(), service=None if self.engine_name == "native" else self.engine("native"))


_STATE = pytest.StashKey[_State]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--vtl-update`, `--vtl-engine` and `--vtl-no-cache`."""
    group = parser.getgroup("vtlharness", "API Gateway mapping templates")
    group.addoption(
        "--vtl-update",
        action="store_true",
        dest="vtl_update",
        help="rewrite the expected values of failing cases in *.vtl.yaml, *.vtl.yml and *.vtl.json files",
    )
    group.addoption(
        "--vtl-engine",
        choices=("native", "airspeed"),
        default="native",
        dest="vtl_engine",
        help="what renders the templates (native)",
    )
    group.addoption(
        "--vtl-no-cache",
        action="store_true",
        dest="vtl_no_cache",
        help="keep no compiled templates and no data of case files on disk",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Prepares the session. Raises UsageError for an engine that is not installed."""
    state = config.stash[_STATE] = _State(config)
    if state.engine_name != "native":
        from vtlharness.errors import VtlHarnessError

        try:
            state.engine()
        except VtlHarnessError as problem:
            raise pytest.UsageError(str(problem)) from None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Takes case files."""
    return VtlFile.from_parent(parent, path=file_path) if file_path.name.endswith(_SUFFIXES) else None


class VtlFile(pytest.File):
    """A case file."""

    def collect(self) -> Iterator[VtlCase]:
        """One item per case. Raises CaseFileError, which `repr_failure` shows as its message alone."""
        from vtlharness.report.text.visible import safe

        for case in self.config.stash[_STATE].cases(_shown_path(self.config, self.path)):
            yield VtlCase.from_parent(self, name=safe(case.name), case=case)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str | TerminalRepr:
        """A broken case file's message, without a Python traceback."""
        from vtlharness.errors import VtlHarnessError

        if isinstance(excinfo.value, VtlHarnessError):
            from vtlharness.report.text.lines import error_lines

            return "\n".join(error_lines(excinfo.value))
        return super().repr_failure(excinfo)


class VtlCase(pytest.Item):
    """One case of a case file."""

    def __init__(self, *, case: Case, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case

    def runtest(self) -> None:
        """Runs the case; with `--vtl-update` one that fails is kept for the end of the session."""
        state = self.config.stash[_STATE]
        result = state.run(self.case)
        self._warn(result)
        if result.outcome != "passed" and result.invocation is not None and result.invocation.execution_log is not None:
            from vtlharness.report.text.lines import log_lines

            self.add_report_section("call", "execution log", "\n".join(log_lines(result.invocation)))
        if result.outcome == "failed" and state.update:
            state.failing.append(result)
        elif result.outcome != "passed":
            raise _CaseFailedError(result)

    def _warn(self, result: CaseResult) -> None:
        for finding in result.findings:
            self.warn(_warning(finding))
        if result.service_differences and result.outcome == "passed":
            from vtlharness.report.text.lines import result_lines

            self.warn(VtlTemplateWarning("\n".join(result_lines(result))))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str | TerminalRepr:
        """The same lines as `vtl-run` prints."""
        if isinstance(excinfo.value, _CaseFailedError):
            return cast("TerminalRepr", _Explanation(excinfo.value.result))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The case's place in its file."""
        return self.path, self.case.line - 1, self.name


class _Explanation:
    """A failing case's lines: plain as text, in colour on pytest's terminal."""

    def __init__(self, result: CaseResult) -> None:
        self.result = result

    def __str__(self) -> str:
        from vtlharness.report.text.lines import result_lines

        return "\n".join(result_lines(self.result))

    def toterminal(self, writer: Any) -> None:
        """pytest calls this to print the failure section."""
        from vtlharness.report.text.lines import result_lines
        from vtlharness.report.text.style import ANSI, PLAIN

        for line in result_lines(self.result, ANSI if writer.hasmarkup else PLAIN):
            writer.line(line)


def _shown_path(config: pytest.Config, path: Path) -> Path:
    """The path from the folder where pytest was started, where it is below that folder."""
    folder = config.invocation_params.dir
    return path.relative_to(folder) if path.is_relative_to(folder) and Path.cwd() == folder else path


# --vtl-update: only the process that started the session writes, and only after a whole run.


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """xdist: takes the names of the failing cases from a worker that has ended."""
    state = node.config.stash[_STATE]
    output = getattr(node, "workeroutput", None)
    if error or output is None:
        state.lost_worker = True
    else:
        state.failing_elsewhere.update(tuple(name) for name in output.get(_WORKER_KEY, ()))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Rewrites what is to be rewritten, or hands the names over to the process that may."""
    state = session.config.stash[_STATE]
    if not state.update:
        return
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[_WORKER_KEY] = [
            (result.case.file.as_posix(), result.case.name) for result in state.failing
        ]
        return
    whole = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
    if exitstatus not in whole or session.shouldstop or session.shouldfail or state.lost_worker:
        state.not_updated = "nothing was updated, since the run did not come to its end"
    elif state.failing or state.failing_elsewhere:
        from vtlharness.cases.update.updating import update_case_files
        from vtlharness.errors import VtlHarnessError

        try:
            with _in_folder(session.config.invocation_params.dir):
                state.updates = update_case_files([*state.failing, *_run_again(state)])
        except VtlHarnessError as problem:
            state.not_updated = f"nothing was updated: {problem}"
    if state.not_updated or any(update.refusal for update in state.updates):
        session.exitstatus = max(int(exitstatus), int(pytest.ExitCode.TESTS_FAILED))


def _run_again(state: _State) -> Iterator[CaseResult]:
    """The results of the cases that failed in workers."""
    for path in sorted({path for path, _ in state.failing_elsewhere}):
        for case in state.cases(path):
            if (path, case.name) in state.failing_elsewhere:
                yield state.run(case)


@contextmanager
def _in_folder(folder: Path) -> Iterator[None]:
    """Case files are named from the folder where pytest was started, wherever a test has gone since."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Says what `--vtl-update` did; silent otherwise."""
    state = config.stash[_STATE]
    if not (state.updates or state.not_updated):
        return
    from vtlharness.report.text.lines import update_lines
    from vtlharness.report.text.style import ANSI, PLAIN

    terminalreporter.section("vtl update")
    for line in update_lines(state.updates, ANSI if terminalreporter.hasmarkup else PLAIN):
        terminalreporter.line(line)
    if state.not_updated:
        terminalreporter.line(state.not_updated)


class Vtl:
    """Renders templates in a Python test; the value of the `vtl` fixture.

    A template is the path of a file, looked for beside the test's file and then from the folder where pytest was
    started, or `text`. A `body` that is not text is sent as JSON. Renderings are `vtlharness.Rendering`s: `.text`,
    `.request_override`, `.response_override`, `.warnings` (which pytest also shows). Raises VtlSyntaxError and
    VtlRenderError where the service would refuse the template or fail the request.
    """

    def __init__(self, engine: Engine, folders: Sequence[Path], node: pytest.Item) -> None:
        self._engine = engine
        self._folders = folders
        self._node = node

    def render_request(
        self,
        template: str | os.PathLike[str] | None = None,
        *,
        text: str | None = None,
        body: object = None,
        http_method: str = "POST",
        path: str = "/",
        resource_path: str | None = None,
        path_parameters: Mapping[str, Any] | None = None,
        query_string: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        context: Mapping[str, object] | None = None,
        stage_variables: Mapping[str, Any] | None = None,
    ) -> Rendering:
        """Renders a request template.

        def test_put(vtl):
            rendering = vtl.render_request("put.vtl", body={"id": 42}, stage_variables={"table": "orders"})
            assert json.loads(rendering.text)["TableName"] == "orders"
        """
        from vtlharness.gateway.method_request import MethodRequest

        request = MethodRequest(
            http_method=http_method,
            path=path,
            resource_path=resource_path,
            path_parameters=path_parameters or {},
            query_string=query_string or {},
            headers=headers or {},
            body=_body_text(body),
        )
        return self._render(template, text, request, None, context, stage_variables)

    def render_response(
        self,
        template: str | os.PathLike[str] | None = None,
        *,
        text: str | None = None,
        body: object = None,
        status_code: int = 200,
        headers: Mapping[str, Any] | None = None,
        request: MethodRequest | None = None,
        context: Mapping[str, object] | None = None,
        stage_variables: Mapping[str, Any] | None = None,
    ) -> Rendering:
        """Renders a response template on a backend's reply: `body`, `status_code` and `headers` are the reply's."""
        from vtlharness.gateway.backend_reply import BackendReply
        from vtlharness.gateway.method_request import MethodRequest

        response = BackendReply(status_code=status_code, headers=headers or {}, body=_body_text(body))
        return self._render(template, text, request or MethodRequest(), response, context, stage_variables)

    def _render(
        self,
        template: str | os.PathLike[str] | None,
        text: str | None,
        request: MethodRequest,
        response: BackendReply | None,
        context: Mapping[str, object] | None,
        stage_variables: Mapping[str, str] | None,
    ) -> Rendering:
        source = self._source(template, text)
        rendering = self._engine.render(source, request, response, context=context, stage_variables=stage_variables)
        for finding in rendering.findings:
            self._node.warn(_warning(finding))
        return rendering

    def _source(self, template: str | os.PathLike[str] | None, text: str | None) -> Source:
        from vtlharness.documents.reading import UnreadableFileError, read_source
        from vtlharness.errors import VtlHarnessError
        from vtlharness.source import Source

        if (template is None) == (text is None):
            raise TypeError("give the path of a template, or text=")
        if text is not None:
            return Source(text)
        candidates = [folder / os.fspath(cast("str", template)) for folder in self._folders]
        path = next((path for path in candidates if path.is_file()), candidates[0])
        try:
            return read_source(path, VtlHarnessError)
        except UnreadableFileError as problem:
            raise VtlHarnessError(f"{path}: {problem.reason}", hint=problem.hint) from None


def _body_text(body: object) -> str | None:
    if body is None or isinstance(body, str):
        return body
    from vtlharness.gateway.codecs.json_body import json_body

    return json_body(body)


@pytest.fixture
def vtl(request: pytest.FixtureRequest) -> Vtl:
    """Renders API Gateway mapping templates: `vtl.render_request("put.vtl", body={...})`, `vtl.render_response`."""
    config = request.config
    folders = (request.path.parent, config.invocation_params.dir)
    return Vtl(config.stash[_STATE].engine(), folders, request.node)
