"""Writes first case files for a definition or a template.

Comes in: a path, and the user's options. Goes out: files that did not exist, and an account of them. A file that exists
is kept. Raises VtlHarnessError for what cannot be read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from vtlharness.coverage.counting import counting
from vtlharness.definitions import load_definition, lone_integration
from vtlharness.definitions.folders import located
from vtlharness.definitions.reading.document import read_document
from vtlharness.definitions.source import DefinitionOptions
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.documents.reading import read_main_file
from vtlharness.errors import DefinitionError, VtlHarnessError
from vtlharness.first_cases.choosing import Trial, chosen_cases
from vtlharness.first_cases.drafts.lone_integration import method_around, name_of_integration
from vtlharness.first_cases.drafts.method_cases import MethodDrafts, Target
from vtlharness.first_cases.drafts.template_cases import template_target
from vtlharness.first_cases.place import FileNames, Place
from vtlharness.first_cases.reading.template_inputs import inputs_of
from vtlharness.first_cases.unwritten import UnwrittenFile
from vtlharness.first_cases.values.examples import Examples
from vtlharness.first_cases.writing import case_file_text
from vtlharness.gateway.model import Integration, Method, RestApi
from vtlharness.lint.stack_templates import missing_parameters, rest_apis
from vtlharness.visible import one_line
from vtlharness.vtl.syntax.parser import Parser

TEMPLATE_SUFFIXES = (".vtl", ".vm")
KEPT = "it exists"
"""Why a file that exists is not written."""


class Options(NamedTuple):
    """What the user says about the definition."""

    stage: str | None = None
    api: str | None = None
    stack: str | None = None
    parameters: Mapping[str, str] = {}


class WrittenFile(NamedTuple):
    """A file: how many `cases` it has got, or why nothing was written (`kept`)."""

    path: Path
    cases: int = 0
    kept: str | None = None


class Started(NamedTuple):
    """What was done: the `files` in their order, and their `place`."""

    files: tuple[WrittenFile, ...]
    place: Place


def start(path: Path, folder: Path | None, options: Options) -> Started:
    """Writes the case files of a definition or template into a folder: by default beside it."""
    if not os.path.lexists(path):
        raise VtlHarnessError(f"{one_line(str(path))}: no such file or folder")
    place = Place(folder or (Path(".") if path.is_dir() else path.parent), path)
    if path.suffix in TEMPLATE_SUFFIXES:
        return Started((_of_template(path, place),), place)
    integration = None if path.is_dir() or options != Options() else lone_integration(path)
    if integration is not None:
        return Started((_of_integration(path, integration, place),), place)
    return Started(tuple(_of_definition(path, place, options)), place)


def _of_template(path: Path, place: Place) -> WrittenFile:
    inputs = inputs_of(Parser(read_main_file(path, VtlHarnessError)).parse())
    inputs.answers |= "response" in path.stem.lower()
    target = place.folder / f"{path.stem}.vtl.yaml"
    return _written(target, path.name, {"template": place.name_of_subject}, [[template_target(inputs)]], place)


def _of_integration(path: Path, integration: Integration, place: Place) -> WrittenFile:
    method, name = method_around(integration), one_line(name_of_integration(integration))
    drafts = MethodDrafts(RestApi(), method, Examples(None), name)
    target = place.folder / f"{path.stem}.vtl.yaml"
    return _written(target, path.name, {"integration": place.name_of_subject}, [drafts.targets()], place)


def _of_definition(path: Path, place: Place, options: Options) -> Iterator[WrittenFile]:
    names = FileNames()
    has_methods = False
    for api, more, data in _apis(path, options):
        examples = Examples(data)
        name = place.name_of_subject
        subject = {"api": {"file": name, **more} if more else name}
        prefix = f"{more['logicalId']}-" if "logicalId" in more and options.api is None else ""
        for resource, methods in _by_resource(api, everywhere=_is_everywhere(data)).items():
            has_methods = True
            drafts = [MethodDrafts(api, method, examples) for method in methods]
            targets = [list(of_method.targets()) for of_method in drafts]
            left_out = [text for of_method in drafts for text in of_method.left_out]
            title = f"{name}, {resource}" if prefix else resource
            target = place.folder / names.of(prefix + resource.strip("/"))
            yield _written(target, title, subject, targets, place, left_out)
    if not has_methods:
        raise VtlHarnessError(f"{one_line(str(path))}: the API has no methods")


def _is_everywhere(data: Any) -> bool:
    """Whether the file has a method or an integration alone, which stands for any resource."""
    return isinstance(data, dict) and not {"methodIntegration", "type"}.isdisjoint(data)


def _by_resource(api: RestApi, *, everywhere: bool) -> dict[str, list[Method]]:
    """The methods by their resources; only of the first of a method that is found `everywhere`."""
    found: dict[str, list[Method]] = {}
    for method in api.methods:
        if not everywhere or not found or method.resource_path in found:
            found.setdefault(method.resource_path, []).append(method)
    return found


def _written(
    target: Path,
    title: str,
    subject: dict[str, Any],
    targets: Sequence[Iterable[Target]],
    place: Place,
    left_out: Sequence[str] = (),
) -> WrittenFile:
    """Writes one file; `targets` are those of each method, `left_out` says what has no case."""
    if os.path.lexists(target):
        return WrittenFile(target, kept=KEPT)
    file = UnwrittenFile(target, subject, place.readable(target))
    names: set[str] = set()
    with counting() as recorder:
        trial = Trial(file, recorder)
        cases = [case for of_method in targets for case in chosen_cases(of_method, trial, names)]
    line = f"First cases of {title}, by vtl-init. Review what they expect, and delete their comments."
    text, count = case_file_text(file, one_line(line), cases, left_out)
    if not count and left_out:
        return WrittenFile(target, kept=f"there is no case: {'; '.join(map(one_line, left_out))}")
    problem = "" if file.problem is None else f": {_with_place(file.problem)}"
    if not count:
        return WrittenFile(target, kept=f"no case that was made could be run{problem}")
    place.create(target, text)
    return WrittenFile(target, count)


def _with_place(problem: VtlHarnessError) -> str:
    """The sentence of a problem, with its place if that is in a file."""
    if problem.file is None or problem.line is None or not os.path.isfile(problem.file):
        return problem.message
    return f"{one_line(problem.file)}:{problem.line}:{problem.column}: {problem.message}"


def _apis(path: Path, options: Options) -> Iterator[tuple[RestApi, dict[str, Any], Any]]:
    """The APIs of the definition, each with what a case file says about it beside its file, and the file's data.

    Parameters of a stack that have no value get one that stands for any.
    """
    asked = DefinitionOptions(options.parameters, options.stage, options.api, "ignore", options.stack)
    name, _, _ = located(str(path), asked, ReadingRule().beside(path / "x" if path.is_dir() else path))
    data = _data(name)
    parameters = dict(options.parameters)
    apis: list[str | None] = [options.api]
    if isinstance(data, dict) and "Resources" in data:
        parameters = {**missing_parameters(data), **parameters}
        several = rest_apis(data)
        if options.api is None and len(several) > 1:
            apis = [*several]
    problem: DefinitionError | None = None
    found = False
    for api in apis:
        try:
            loaded = load_definition(path, parameters, options.stage, api=api, stack=options.stack)
        except DefinitionError as error:
            problem = error
            continue
        found = True
        more = {"stack": options.stack, "stage": options.stage, "logicalId": api, "parameters": parameters}
        yield loaded, {key: value for key, value in more.items() if value}, data
    if not found and problem is not None:
        raise problem


def _data(name: str) -> Any:
    """The data of a file; None of one that a source of definitions has to speak about."""
    try:
        return read_document(name).data
    except DefinitionError:
        return None
