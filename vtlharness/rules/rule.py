"""The description of a rule, and of a family of rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

_ID = re.compile(r"(VTL|API)[1-9][0-9]{2}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FIDELITY = "fidelity.md"


class TemplateExample(NamedTuple):
    """A mapping template, the JSON `body` of the request that it runs on, and the text that it prints."""

    template: str
    output: str
    body: str | None = None


class CaseExample(NamedTuple):
    """A case file whose cases pass; `definition` is the name and the text of the definition that it uses, if any."""

    text: str
    definition: tuple[str, str] | None = None


class LintExample(NamedTuple):
    """A file that `vtl-lint` looks at: a template, or a definition if `name` says so."""

    text: str
    name: str = "put.vtl"


Example: TypeAlias = TemplateExample | CaseExample | LintExample


class Evidence(NamedTuple):
    """The source of a statement: a sentence, and a link (one without a scheme is relative to docs/)."""

    says: str
    link: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding.

    `id` is the name for reports and settings, `name` the one for people. `what` says when the rule makes a finding,
    `why` what goes wrong then, `instead` what to write; all are Markdown. `wrong` gives exactly one finding, of this
    rule and with the text `message`; `right` gives none. Raises ValueError for an id or a name of another form.
    """

    id: str
    name: str
    what: str
    why: str
    instead: str
    evidence: tuple[Evidence, ...]
    wrong: Example
    message: str
    right: Example

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"the id of a rule is VTL or API and three digits, not {self.id!r}")
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"the name of a rule is lower-case words with hyphens between them, not {self.name!r}")

    @property
    def anchor(self) -> str:
        """The anchor of the rule's section in docs/rules.md."""
        return f"{self.id.lower()}-{self.name}"


@dataclass(frozen=True, slots=True)
class Family:
    """Rules whose ids begin alike, with `prefix`; `title` and `what` say what they have in common.

    Raises ValueError for a rule with another beginning.
    """

    prefix: str
    title: str
    what: str
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        for rule in self.rules:
            if not rule.id.startswith(self.prefix):
                raise ValueError(f"the rule {rule.id} does not belong to the family {self.prefix}")
