"""Looks at files, and gives the findings of all of them.

Comes in: the files, and which rules count. Goes out: `FileLint`s in the order of the files. A template that several
files name is looked at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from vtlharness.documents.readable_files import ReadingRule
from vtlharness.errors import CaseFileError, DefinitionError, VtlHarnessError, VtlSyntaxError
from vtlharness.findings import Finding
from vtlharness.lint.case_templates import named_template
from vtlharness.lint.findings_list import Change
from vtlharness.lint.selection import LintedFile
from vtlharness.lint.template_rules import Role, TemplateSubject, lint_template
from vtlharness.source import Source

if TYPE_CHECKING:
    from vtlharness.lint.subjects import Definition


class PlacedFinding(NamedTuple):
    """A finding at its place in a file; `changes` mend it in the text of `source`, a template that is `read_as` one of
    requests or responses, with a content type.
    """

    finding: Finding
    source: Source | None = None
    changes: tuple[Change, ...] = ()
    read_as: tuple[Role, str | None] = ("unknown", None)


class LintResult(NamedTuple):
    """The findings of a run in the order of their places, the number of templates, and the files that can't be read."""

    findings: tuple[PlacedFinding, ...]
    templates: int
    unreadable: tuple[VtlHarnessError, ...]


class RuleChoice(NamedTuple):
    """The rules that count, as beginnings of ids."""

    select: tuple[str, ...] = ("",)
    ignore: tuple[str, ...] = ()

    def takes(self, rule: str) -> bool:
        """Whether a rule counts."""
        return rule.startswith(self.select) and not (self.ignore and rule.startswith(self.ignore))


def lint(files: Iterable[LintedFile], rule: ReadingRule, choice: RuleChoice = RuleChoice()) -> LintResult:
    """The findings of some files."""
    subjects: dict[tuple[str, str, int], TemplateSubject] = {}
    placed: list[PlacedFinding] = []
    unreadable: list[VtlHarnessError] = []
    for file in files:
        try:
            for found in _look(file, rule):
                if isinstance(found, TemplateSubject):
                    _add(subjects, found)
                else:
                    placed.append(PlacedFinding(found))
        except VtlHarnessError as error:
            unreadable.append(error)
    for subject in subjects.values():
        placed.extend(_of_template(subject))
    kept = [one for one in placed if choice.takes(one.finding.rule)]
    kept.sort(key=lambda one: _order(one.finding))
    return LintResult(tuple(dict.fromkeys(kept)), len(subjects), tuple(unreadable))


def _look(file: LintedFile, rule: ReadingRule) -> Iterator[TemplateSubject | Finding]:
    if file.kind == "template":
        yield TemplateSubject(file.source(rule, VtlSyntaxError))
        return
    if file.kind == "case file":
        named = named_template(file.path, file.source(rule, CaseFileError).text, rule)
        if named is not None:
            yield named
            return
    from vtlharness.lint.subjects import read_definitions, templates_of, templates_of_cases

    if file.kind == "case file":
        yield from templates_of_cases(file.path, rule)
        return
    try:
        for definition in read_definitions(file, rule):
            yield from templates_of(definition)
            yield from _of_definition(definition)
    except DefinitionError as error:
        yield _refused(error)


def _of_definition(definition: Definition) -> Iterator[Finding]:
    from vtlharness.gateway.templates.ignore_comments import kept_findings
    from vtlharness.lint.definitions.definition_places import DefinitionPlaces
    from vtlharness.lint.definitions.definition_rules import definition_findings

    # API477 says what a test has to give: no fault of the definition
    yield from (finding for finding in definition.api.findings if finding.rule != "API477")
    document = definition.document
    yield from kept_findings(document.source, definition_findings(definition, DefinitionPlaces(document)))


_NOT_DECLARED = ("Invalid mapping expression parameter specified", "No method response exists for method")


def _refused(error: DefinitionError) -> Finding:
    """The finding for a definition that the service refuses.

    Raises the error if it has no place in the file, or if it asks for an option.
    """
    from vtlharness.definitions.reading.wrong_option import WrongOptionError

    if error.line is None or not error.source or isinstance(error, WrongOptionError):
        raise error
    rule = "API422" if error.message.startswith(_NOT_DECLARED) else "API400"
    return Finding(rule, error.message, error.line, error.column, error.hint, error.file)


def _add(subjects: dict[tuple[str, str, int], TemplateSubject], subject: TemplateSubject) -> None:
    source = subject.source
    name = os.path.realpath(source.name) if type(source) is Source else source.name
    key = (name, source.text, source.first_line)
    known = subjects.get(key)
    if known is None or known.role == "unknown":
        subjects[key] = subject if known is None else subject._replace(source=known.source)
    elif subject.role not in ("unknown", known.role):
        subjects[key] = known._replace(role="unknown", content_type=None)


def _of_template(subject: TemplateSubject) -> Iterator[PlacedFinding]:
    for found in lint_template(subject):
        finding = found.finding
        if type(subject.source) is not Source:
            from vtlharness.lint.places import place_in_file

            place = place_in_file(subject.source, found.offset)
            finding = finding._replace(file=place.file, line=place.line, column=place.column)
        yield PlacedFinding(finding, subject.source, found.changes, (subject.role, subject.content_type))


def _order(finding: Finding) -> tuple[str, int, int, str]:
    return finding.file or "", finding.line or 0, finding.column or 0, finding.rule
