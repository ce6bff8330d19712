"""Writes first case files for a definition or a template.

Comes in: a path, and the user's options. Goes out: files that did not exist, and an account of them. A file that exists
is kept. Raises VtlHarnessError for what cannot be read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from vtlharness.cases.update.replacing import create_file
from vtlharness.cases.update.target import CannotUpdateError
from vtlharness.coverage.counting import counting
from vtlharness.definitions import load_definition
from vtlharness.definitions.folders import located
from vtlharness.definitions.reading.document import read_document
from vtlharness.definitions.source import DefinitionOptions
from vtlharness.documents.readable_files import ReadableFiles, ReadingRule
from vtlharness.documents.reading import read_main_file
from vtlharness.errors import DefinitionError, VtlHarnessError
from vtlharness.first_cases.choosing import Trial, chosen_cases
from vtlharness.first_cases.examples import Examples
from vtlharness.first_cases.inputs import inputs_of
from vtlharness.first_cases.method_cases import MethodDrafts, Target
from vtlharness.first_cases.template_cases import template_target
from vtlharness.first_cases.writing import case_file_text
from vtlharness.gateway.model import Method, RestApi
from vtlharness.lint.stack_templates import missing_parameters, rest_apis
from vtlharness.project_root import marked_folder
from vtlharness.visible import one_line
from vtlharness.vtl.counts import Recorder
from vtlharness.vtl.syntax.parser import Parser

TEMPLATE_SUFFIXES = (".vtl", ".vm")
_ROOT_MARK = "vtlharness.toml"
_ROOT_TEXT = "# This folder is the root of a project: its case files may name the files below it.\n"


class WrittenFile(NamedTuple):
    """A file: how many `cases` it has got, or why nothing was written (`kept`)."""

    path: Path
    cases: int = 0
    kept: str | None = None


class Options(NamedTuple):
    """What the user says about the definition."""

    stage: str | None = None
    api: str | None = None
    stack: str | None = None
    parameters: Mapping[str, str] = {}


class Started(NamedTuple):
    """`files` in their order; `outside` is the folder that the case files name and a run does not read by itself."""

    files: tuple[WrittenFile, ...]
    folder: Path
    outside: Path | None = None


def start(path: Path, folder: Path | None, options: Options) -> Started:
    """Writes the case files of a definition or template into a folder: by default beside it."""
    if not os.path.lexists(path):
        raise VtlHarnessError(f"{one_line(str(path))}: no such file or folder")
    if path.suffix in TEMPLATE_SUFFIXES:
        return _of_template(path, folder or path.parent)
    return _of_definition(path, folder or (Path(".") if path.is_dir() else path.parent), options)


# A template


def _of_template(path: Path, folder: Path) -> Started:
    source = read_main_file(path, VtlHarnessError)
    inputs = inputs_of(Parser(source).parse())
    target = folder / f"{path.stem}.vtl.yaml"
    if os.path.lexists(target):
        return Started((WrittenFile(target, kept="it exists"),), folder)
    readable, outside = _readable(target, path)
    subject = {"template": _relative(path, folder)}
    with counting() as recorder:
        trial = Trial(target, subject, readable, recorder)
        cases = [one.data for one in chosen_cases([template_target(inputs)], trial)]
    title = f"First cases of {path.name}, by vtl-init. Review what they expect, and delete their comments."
    text = case_file_text(target, title, subject, cases, readable)
    return Started((_written(target, text, len(cases), path),), folder, outside)


# A definition


def _of_definition(path: Path, folder: Path, options: Options) -> Started:
    files: list[WrittenFile] = []
    outside: Path | None = None
    names: set[str] = set()
    for api, subject, data in _apis(path, folder, options):
        examples = Examples(data)
        by_resource: dict[str, list[Method]] = {}
        for method in api.methods:
            by_resource.setdefault(method.resource_path, []).append(method)
        prefix = f"{_file_name(subject['api']['logicalId'])}-" if _named_api(subject) and options.api is None else ""
        for resource, methods in by_resource.items():
            target = folder / f"{_free(prefix + _file_name(resource), names)}.vtl.yaml"
            readable, outside = _readable(target, path)
            if os.path.lexists(target):
                files.append(WrittenFile(target, kept="it exists"))
                continue
            with counting() as recorder:
                cases = list(_cases(api, methods, examples, target, subject, readable, recorder))
            title = f"First cases of {resource}, by vtl-init. Review what they expect, and delete their comments."
            text = case_file_text(target, title, subject, cases, readable)
            files.append(_written(target, text, len(cases), path))
    if not files:
        raise VtlHarnessError(f"{one_line(str(path))}: the API has no methods")
    return Started(tuple(files), folder, outside)


def _named_api(subject: dict[str, Any]) -> bool:
    return isinstance(subject["api"], dict) and "logicalId" in subject["api"]


def _cases(
    api: RestApi,
    methods: Iterable[Method],
    examples: Examples,
    target: Path,
    subject: dict[str, Any],
    readable: ReadableFiles,
    recorder: Recorder,
) -> Iterator[dict[str, Any]]:
    names: set[str] = set()
    for method in methods:
        trial = Trial(target, subject, readable, recorder)
        targets: Iterable[Target] = MethodDrafts(api, method, examples).targets()
        for one in chosen_cases(targets, trial):
            case = dict(one.data)
            while case["name"] in names:
                case["name"] += "'"
            names.add(case["name"])
            yield case


def _apis(path: Path, folder: Path, options: Options) -> Iterator[tuple[RestApi, dict[str, Any], Any]]:
    """The APIs of the definition, each with the subject of its case files and the data of its file."""
    name, _, _ = located(
        str(path),
        DefinitionOptions(options.parameters, options.stage, options.api, "ignore", options.stack),
        _any_file(path),
    )
    data = _data(name)
    parameters = dict(options.parameters)
    apis: list[str | None] = [options.api]
    if isinstance(data, dict) and "Resources" in data:
        parameters = {**missing_parameters(data), **parameters}
        several = rest_apis(data)
        if options.api is None and len(several) > 1:
            apis = [*several]
    last: DefinitionError | None = None
    found = False
    for api in apis:
        try:
            loaded = load_definition(path, parameters, options.stage, api=api, stack=options.stack)
        except DefinitionError as error:
            if len(apis) == 1:
                raise
            last = error
            continue
        found = True
        more: dict[str, Any] = {
            key: value
            for key, value in (
                ("stack", options.stack),
                ("stage", options.stage),
                ("logicalId", api),
                ("parameters", parameters),
            )
            if value
        }
        file = _relative(path, folder)
        yield loaded, {"api": {"file": file, **more} if more else file}, data
    if not found and last is not None:
        raise last


def _data(name: str) -> Any:
    """The data of a file; None of one that a source of definitions has to speak about."""
    try:
        return read_document(name).data
    except DefinitionError:
        return None


def _any_file(path: Path) -> ReadableFiles:
    return ReadingRule().beside(path / "x" if path.is_dir() else path)


# Files


def _written(target: Path, text: str | None, count: int, beside: Path) -> WrittenFile:
    if text is None:
        return WrittenFile(target, kept="no case that was made could be run")
    try:
        create_file(target, text, _a_file(beside))
    except CannotUpdateError as error:
        raise VtlHarnessError(str(error)) from None
    return WrittenFile(target, text.count("\n  - "))


def _a_file(path: Path) -> Path:
    return next((one for one in sorted(path.iterdir()) if one.is_file()), path) if path.is_dir() else path


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(os.path.abspath(path), os.path.abspath(folder))).as_posix()
    except ValueError:  # another drive
        return Path(os.path.abspath(path)).as_posix()


def _file_name(resource: str) -> str:
    """A readable name for the file of a resource."""
    found = re.sub(r"[^A-Za-z0-9._]+", "-", resource).strip("-.")
    return found or "root"


def _free(name: str, names: set[str]) -> str:
    found, number = name, 2
    while found.lower() in names:
        found, number = f"{name}-{number}", number + 1
    names.add(found.lower())
    return found


def _readable(target: Path, subject: Path) -> tuple[ReadableFiles, Path | None]:
    """What a case file there may read, and the folder that a run has to be allowed to read for it.

    Where no project holds both, the nearest folder above both becomes the root of one, unless that is everybody's.
    """
    folder = target.parent
    own = ReadingRule().beside(target)
    place = os.path.realpath(subject)
    root = marked_folder(os.path.abspath(folder)) or os.path.abspath(folder)
    if os.path.commonpath([os.path.realpath(root), place]) == os.path.realpath(root):
        return own, None
    shared = os.path.commonpath([os.path.abspath(folder), os.path.dirname(os.path.abspath(subject))])
    if marked_folder(os.path.abspath(folder)) is None and shared == os.path.dirname(os.path.abspath(subject)):
        return ReadingRule([shared]).beside(target), None
    outside = subject if subject.is_dir() else subject.parent
    os.makedirs(folder, exist_ok=True)
    return ReadingRule(allow_outside=[outside]).beside(target), outside


def needs_mark(folder: Path, subject: Path) -> Path | None:
    """The folder that has to be marked as the root of a project, so that the case files may name the subject."""
    if marked_folder(os.path.abspath(folder)) is not None:
        return None
    above = os.path.dirname(os.path.abspath(subject))
    inside = os.path.abspath(folder)
    if inside == above or os.path.commonpath([inside, above]) != above:
        return None
    return subject.parent


def mark_root(folder: Path) -> Path | None:
    """Marks a folder as the root of a project; None if it has the mark already. Raises VtlHarnessError."""
    mark = folder / _ROOT_MARK
    if os.path.lexists(mark):
        return None
    try:
        create_file(mark, _ROOT_TEXT, folder)
    except CannotUpdateError as error:
        raise VtlHarnessError(str(error)) from None
    return mark
