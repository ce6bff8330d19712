"""The template that a case file names, found without reading the rest of the file.

Comes in: a case file. Goes out: the template with its role; None where the file has to be read as YAML or JSON.
"""

from __future__ import annotations

import os
import re

from vtlharness.documents.readable_files import ReadingRule
from vtlharness.documents.reading import UnreadableFileError
from vtlharness.errors import CaseFileError
from vtlharness.lint.template_rules import TemplateSubject
from vtlharness.visible import one_line

_TEMPLATE = re.compile(r"""^template:[ \t]+(?![&*!|>%@`"'{\[])([^\s#][^#:\r\n]*?)[ \t]*\r?$""", re.MULTILINE)


def named_template(path: str, text: str, rule: ReadingRule) -> TemplateSubject | None:
    """The template of a case file's text that names one in a plain line. Raises CaseFileError if it cannot be read.

    A case file for responses gives its template the backend's response in some case.
    """
    found = _TEMPLATE.search(text)
    if path.endswith(".json") or found is None:
        return None
    return template_beside(path, found[1], rule, responses="integrationResponse" in text)


def template_beside(path: str, name: str, rule: ReadingRule, *, responses: bool) -> TemplateSubject:
    """The template of a name in a case file. Raises CaseFileError if it cannot be read."""
    file = os.path.normpath(os.path.join(os.path.dirname(path), name))
    try:
        source = rule.beside(path).read_source(file, CaseFileError)
    except UnreadableFileError as error:
        raise CaseFileError(
            f"{one_line(path)}: the template {one_line(name)} {error.reason}", hint=error.hint
        ) from None
    return TemplateSubject(source, "response" if responses else "request")
