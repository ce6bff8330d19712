"""The plugin of coverage.py in this process: places of files, what is handed over, and what is written."""

from __future__ import annotations

import marshal
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("coverage")

from coverage import Coverage, CoverageData

from vtlharness.cases.session import Session
from vtlharness.coverage import counting, plugin
from vtlharness.coverage.file_view import file_view, sources_in
from vtlharness.coverage.plugin import MeasuredRecorder, TemplatePlugin, TemplateReporter, hand_over, write
from vtlharness.coverage.reached import Reached, take
from vtlharness.options import SessionOptions
from vtlharness.pytest_plugin import reached_parts
from vtlharness.source import Source
from vtlharness.vtl.recording import Recording
from vtlharness.vtl.template import Template

_IF = "#if($context.stage == 'x' && $context.path == '/')\na\n#else\nb\n#end\n#foreach($i in [1])$i#end"
_API = """\
{"openapi": "3.0.1", "info": {"title": "a", "version": "1"}, "paths": {"/a": {"get": {
 "responses": {"200": {"description": "ok"}},
 "x-amazon-apigateway-integration": {"type": "mock", "requestTemplates":
  {"application/json": "#if($a == 1)\\n{}\\n#end{\\"statusCode\\": 200}"},
  "responses": {"default": {"statusCode": "200"}}}}}}}
"""


def test_the_places_of_a_template(tmp_path: Path) -> None:
    path = tmp_path / "put.vtl"
    path.write_bytes(f"\ufeff{_IF}".replace("\n", "\r\n").encode())
    reporter = TemplateReporter(str(path))
    assert reporter.source() == f"{_IF}"
    assert reporter.lines() == {1, 2, 4, 6}
    assert reporter.exit_counts() == {1: 4, 6: 3}
    assert len(reporter.arcs()) == 7
    arms = file_view(str(path)).arms
    assert [arm.missing for arm in arms.values()] == [
        "#if is never true",
        "#if is never false",
        "the right side of && is never evaluated",
        "the right side of && is never skipped",
        "#foreach never has no item",
        "#foreach never has exactly one item",
        "#foreach never has more than one item",
    ]
    for arc, arm in arms.items():
        assert reporter.arc_description(*arc) == arm.taken
        assert reporter.missing_arc_description(*arc) == f"column {arm.place.column}: {arm.missing}".replace(
            "&&", "&amp;&amp;"
        )
    assert "8" in reporter.arc_description(7, 8)
    assert "8" in reporter.missing_arc_description(7, 8)


def test_an_arm_leads_to_the_line_of_its_block(tmp_path: Path) -> None:
    path = tmp_path / "put.vtl"
    path.write_text("#if($a == 1)\na\n#else\nb\n#end\n#if($a == 2)x#else y#end", "utf-8")
    arcs = set(file_view(str(path)).arms)
    assert {(1, 2), (1, 4)} < arcs
    assert {end < 0 for start, end in arcs if start == 6} == {True}


def test_the_places_of_a_template_in_json(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    path.write_text(_API, "utf-8")
    view = file_view(str(path))
    assert view.lines == {4}
    assert [arm.missing for arm in view.arms.values()] == [
        "#if on line 1 and column 1 of the template is never true",
        "#if on line 1 and column 1 of the template is never false",
    ]
    assert len(view.arms) == 2


@pytest.mark.parametrize("text", [b"#if(", b"\xff", b""])
def test_files_without_places(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "put.vtl"
    path.write_bytes(text)
    assert file_view(str(path)) == (frozenset(), {})


def test_files_that_are_not_there(tmp_path: Path) -> None:
    assert [*sources_in(str(tmp_path / "none.vtl"))] == []
    broken = tmp_path / "api.yaml"
    broken.write_text("x-amazon-apigateway-integration: [", "utf-8")
    assert file_view(str(broken)).lines == frozenset()


def test_the_templates_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.vtl", "a.vm", "c.txt", ".hidden/d.vtl", "node_modules/e.vtl", "f/g.vtl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = TemplatePlugin().find_executable_files(str(tmp_path))
    assert [Path(path).relative_to(tmp_path).as_posix() for path in found] == ["a.vm", "b.vtl", "f/g.vtl"]


@pytest.fixture
def measuring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Coverage:
    """A coverage.py that measures nothing by itself, with its data in the test's folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Coverage, "current", staticmethod(lambda: None))
    return Coverage(data_file=str(tmp_path / "data"), branch=True, config_file=False)


def _reached(tmp_path: Path) -> Reached:
    reached, template = Reached(), str(tmp_path / "a" / "put.vtl")
    reached.add([(template, {1: 2}, {(1, -16): 1}, {}), (str(tmp_path / "api.yaml"), {}, {}, {("a",): 1})])
    reached.add([(template, {1: 1, 2: 1}, {(1, -16): 1}, {("b",): 1})])
    return reached


def test_counts_of_several_processes_are_added(tmp_path: Path) -> None:
    lines, arcs, parts = _reached(tmp_path).file(str(tmp_path / "a" / "put.vtl"))
    assert (lines, arcs, parts) == ({1: 3, 2: 1}, {(1, -16): 2}, {("b",): 1})


@pytest.mark.parametrize("relative", [False, True])
def test_branches_are_written(relative: bool, tmp_path: Path, measuring: Coverage) -> None:
    measuring.set_option("run:relative_files", relative)
    measuring.get_data()
    write(measuring.get_data(), measuring, _reached(tmp_path), unreached=[str(tmp_path / "get.vtl")])
    data = measuring.get_data()
    begin = "" if relative else f"{tmp_path}/"
    assert data.measured_files() == {f"{begin}a/put.vtl", f"{begin}get.vtl"}
    assert sorted(data.arcs(f"{begin}a/put.vtl") or ()) == [(-1, 1), (-1, 2), (1, -16)]
    assert data.file_tracer(f"{begin}get.vtl") == plugin.NAME


def test_lines_are_written_where_branches_are_not_measured(tmp_path: Path, measuring: Coverage) -> None:
    measuring.set_option("run:branch", False)
    (tmp_path / "a").mkdir()
    sources = (str(tmp_path / "a"), str(tmp_path / "b"))
    write(measuring.get_data(), measuring, _reached(tmp_path), sources, [str(tmp_path / "get.vtl")])
    data = measuring.get_data()
    assert data.measured_files() == {str(tmp_path / "a" / "put.vtl")}
    assert sorted(data.lines(str(tmp_path / "a" / "put.vtl")) or ()) == [1, 2]


def _run(tmp_path: Path) -> None:
    (tmp_path / "put.vtl").write_text("#if($context.stage == 'x')a#else b#end", "utf-8")
    (tmp_path / "put.vtl.yaml").write_text("template: put.vtl\ncases: [{name: a}]\n", "utf-8")
    session = Session(SessionOptions(cache=False))
    for case in session.load(tmp_path / "put.vtl.yaml").cases:
        session.run(case)


@pytest.mark.parametrize(("source", "measured"), [([], True), (["."], True), (["other"], False), (["json"], False)])
def test_what_is_reached_is_handed_over(
    source: list[str], measured: bool, tmp_path: Path, measuring: Coverage, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    measuring.set_option("run:source", source)
    recorder = MeasuredRecorder()
    recorder.measuring = measuring
    monkeypatch.setattr(Recording, "recorder", recorder)
    _run(tmp_path)
    reached = hand_over()
    path = str(tmp_path / "put.vtl")
    assert reached.file(path).lines == {1: 1}
    assert measuring.get_data().measured_files() == ({path} if measured else set())
    assert hand_over().file(path).lines == {}, "what was handed over is forgotten"


def test_a_template_that_stands_in_no_file_has_no_places() -> None:
    with counting() as recorder:
        template = Template(Source("a", "put.vtl"))
    assert len(recorder.templates) == 1
    assert take(recorder).files == {}
    assert template.source.name == "put.vtl"


def test_nothing_is_handed_over_without_coverage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Coverage, "current", staticmethod(lambda: None))
    for recorder in (None, MeasuredRecorder()):
        monkeypatch.setattr(Recording, "recorder", recorder)
        assert hand_over().files == {}


def test_measuring_begins_once_and_ends_with_the_process(
    tmp_path: Path, measuring: Coverage, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered: list[tuple[object, ...]] = []
    monkeypatch.setattr("atexit.register", lambda *given: registered.append(given))
    monkeypatch.setattr(Recording, "recorder", None)
    plugin.start_measuring()
    recorder = Recording.recorder
    plugin.start_measuring()
    assert isinstance(recorder, MeasuredRecorder)
    assert Recording.recorder is recorder
    ((save, given),) = registered
    assert given is recorder
    assert callable(save)
    save(recorder)  # nothing was measured
    assert not (tmp_path / "data").exists()
    recorder.measuring = measuring
    _run(tmp_path)
    measuring.get_data().add_arcs({"other.py": [(-1, 1)]})
    measuring.get_data().write()
    save(recorder)
    data = CoverageData(basename=str(tmp_path / "data"))
    data.read()
    assert data.measured_files() == {str(tmp_path / "put.vtl"), "other.py"}


def _node(output: dict[str, object] | None, config: object) -> SimpleNamespace:
    return SimpleNamespace(workeroutput=output, config=config)


def test_parts_of_workers_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker puts them into its output, the controller reads them, and names what nobody reached."""
    path = str(tmp_path / "api.json")
    Path(path).write_text(_API, "utf-8")
    reached = Reached()
    part = ("a", "method", "GET", "/a", "", "")
    reached.add([(path, {}, {}, {part: 0}), (str(tmp_path / "put.vtl"), {1: 1}, {}, {})])
    worker, controller = SimpleNamespace(workeroutput={}), SimpleNamespace(stash={})
    monkeypatch.delitem(sys.modules, "vtlharness.coverage.plugin", raising=False)
    reached_parts.hand_over(worker)  # type: ignore[arg-type]
    assert worker.workeroutput == {}
    monkeypatch.setitem(sys.modules, "vtlharness.coverage.plugin", SimpleNamespace(hand_over=lambda: reached))
    reached_parts.hand_over(worker)  # type: ignore[arg-type]
    assert reached_parts.summary_lines(controller) == []  # type: ignore[arg-type]
    reached_parts.take_from_worker(_node(None, controller))
    reached_parts.take_from_worker(_node(worker.workeroutput, controller))
    (sent,) = map(marshal.loads, worker.workeroutput.values())
    assert [(file, parts) for file, *_, parts in sent] == [(path, {part: 0}), (str(tmp_path / "put.vtl"), {})]
    (line,) = reached_parts.summary_lines(controller)  # type: ignore[arg-type]
    assert line.endswith("GET /a: never called")
    here = SimpleNamespace(stash={})
    reached_parts.hand_over(here)  # type: ignore[arg-type]
    assert "GET /a: never called" in reached_parts.summary_lines(here)[0]  # type: ignore[arg-type]
