"""The plugin of coverage.py: it describes the files of templates, and hands over what was reached in them.

Comes in: coverage.py's questions about a file, and the counts of this process. Goes out: lines and arcs in
coverage.py's data. Templates count by themselves, so that coverage.py traces none of them.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Iterable
from functools import cached_property
from html import escape

from coverage import Coverage, CoverageData
from coverage.files import relative_filename
from coverage.plugin import CoveragePlugin, FileReporter

from vtlharness.coverage.file_arms import Arc
from vtlharness.coverage.file_view import TEMPLATE_SUFFIXES, FileView, file_view
from vtlharness.coverage.html_annotations import join_annotations
from vtlharness.coverage.reached import Reached, take
from vtlharness.source import BOM, Source
from vtlharness.vtl.compile.counting import Counters
from vtlharness.vtl.counts import Recorder, TemplateCounts
from vtlharness.vtl.recording import Recording

NAME = "vtlharness.coverage.TemplatePlugin"
"""The name of the plugin in coverage.py's data."""


class TemplatePlugin(CoveragePlugin):
    """What coverage.py asks about templates and definitions."""

    def file_reporter(self, filename: str) -> FileReporter:
        """The description of a file."""
        join_annotations(TemplateReporter)
        return TemplateReporter(filename)

    def find_executable_files(self, src_dir: str) -> Iterable[str]:
        """The templates in a folder, also those that nothing reaches."""
        for place, folders, files in os.walk(src_dir):
            folders[:] = sorted(name for name in folders if name[0] != "." and name not in _SKIPPED_FOLDERS)
            yield from (os.path.join(place, name) for name in sorted(files) if name.endswith(TEMPLATE_SUFFIXES))


_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})


class TemplateReporter(FileReporter):
    """The lines and branch arms of one file."""

    @cached_property
    def _view(self) -> FileView:
        return file_view(self.filename)

    def source(self) -> str:
        """The text of the file."""
        with open(self.filename, encoding="utf-8", errors="replace", newline="") as file:
            return file.read().removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")

    def lines(self) -> set[int]:
        """The lines with statements."""
        return set(self._view.lines)

    def arcs(self) -> set[Arc]:
        """All branch arms."""
        return set(self._view.arms)

    def exit_counts(self) -> dict[int, int]:
        """The number of arms of each line that has any."""
        exits: dict[int, int] = {}
        for line, _ in self._view.arms:
            exits[line] = exits.get(line, 0) + 1
        return exits

    def arc_description(self, start: int, end: int) -> str:
        """The arm, as the reports for other tools name it."""
        arm = self._view.arms.get((start, end))
        return super().arc_description(start, end) if arm is None else arm.taken

    def missing_arc_description(self, start: int, end: int, executed_arcs: Iterable[Arc] | None = None) -> str:
        """What is wrong where an arm is never taken, as the HTML report says it."""
        arm = self._view.arms.get((start, end))
        if arm is None:
            return super().missing_arc_description(start, end, executed_arcs)
        return escape(f"column {arm.place.column}: {arm.missing}")


class MeasuredRecorder(Recorder):
    """The counts of a process that coverage.py measures; `measuring` is the coverage.py that does."""

    measuring: Coverage | None = None

    def counts(self, source: Source, counters: Counters) -> TemplateCounts:
        """The counts of a template, which has just been compiled."""
        self.measuring = Coverage.current() or self.measuring
        return super().counts(source, counters)


def start_measuring() -> None:
    """Makes the templates of this process count, until it ends."""
    if Recording.recorder is None:
        Recording.recorder = recorder = MeasuredRecorder()
        atexit.register(_save_at_exit, recorder)


def hand_over() -> Reached:
    """Gives what this process has reached to the coverage.py that measures it, if one does; returns it.

    `pytest` and `coverage run` do this by themselves. A program that calls coverage.py calls it before it saves.
    """
    recorder = Recording.recorder
    if isinstance(recorder, MeasuredRecorder) and (measuring := Coverage.current() or recorder.measuring) is not None:
        reached = take(recorder)
        write(measuring.get_data(), measuring, reached, sources=_measured_folders(measuring))
        return reached
    return Reached()


def _save_at_exit(recorder: MeasuredRecorder) -> None:
    """`coverage run` has written its data by now; what templates have reached is added to it."""
    if recorder.measuring is None or not any(recorder.templates.values()):
        return
    data = CoverageData(basename=recorder.measuring.get_data().data_filename())
    data.read()
    write(data, recorder.measuring, take(recorder), sources=_measured_folders(recorder.measuring))
    data.close()


def write(
    data: CoverageData,
    measuring: Coverage,
    reached: Reached,
    sources: tuple[str, ...] = (),
    unreached: Iterable[str] = (),
) -> None:
    """Writes to `data` what was reached in files below some folders, by default all, and files that nothing reached."""
    by_line = not measuring.get_option("run:branch")
    relative = bool(measuring.get_option("run:relative_files"))
    lines: dict[str, list[int]] = {}
    arcs: dict[str, list[Arc]] = {}
    with_templates = (path for path, reach in reached.files.items() if reach.lines or reach.arcs)
    for path in (*with_templates, *map(os.path.realpath, unreached)):
        if sources and not any(path.startswith(os.path.join(folder, "")) for folder in sources):
            continue
        name = relative_filename(path) if relative else path
        reach = reached.files.get(path)
        lines[name] = [] if reach is None else list(reach.lines)
        arcs[name] = [] if reach is None else [*((-1, line) for line in reach.lines), *reach.arcs]
    if by_line:
        data.add_lines(lines)
    else:
        data.add_arcs(arcs)
    for name in lines:
        data.touch_file(name, NAME)
    data.write()


def _measured_folders(measuring: Coverage) -> tuple[str, ...]:
    """The folders that coverage.py was told to measure; none for all."""
    given = [*_names(measuring.get_option("run:source")), *_names(measuring.get_option("run:source_pkgs"))]
    return tuple(filter(None, map(_folder, given)))


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, (list, tuple)) else []


def _folder(name: str) -> str | None:
    """The folder of a source, which may be the name of a package."""
    if os.path.isdir(name):
        return os.path.realpath(name)
    file = getattr(sys.modules.get(name), "__file__", None)
    return os.path.realpath(os.path.dirname(file)) if file else None
