"""Reads the text of a definition file: JSON, or YAML with CloudFormation's short forms.

Comes in: a `Source`. Goes out: plain data (dict, list, str, int, float, bool, None), keys as they are written, and the
places of its texts. `!Ref X` becomes `{"Ref": "X"}`, `!Sub x` `{"Fn::Sub": "x"}`, as the long forms say it. Next:
`document`. YAML follows the core rules that case files follow: dates and `yes` are text.
"""

from __future__ import annotations

from typing import Any

from vtlharness.definitions.reading.definition_findings import MOST_FINDINGS
from vtlharness.documents.yaml.values import CORE, YamlText
from vtlharness.errors import DefinitionError
from vtlharness.nearest import nearest_hint
from vtlharness.source import Source

SHORT_FORMS = {
    "Ref": "Ref",
    "Condition": "Condition",
    **{
        name: f"Fn::{name}"
        for name in [
            "And",
            "Base64",
            "Cidr",
            "Equals",
            "FindInMap",
            "GetAtt",
            "GetAZs",
            "If",
            "ImportValue",
            "Join",
            "Length",
            "Not",
            "Or",
            "Select",
            "Split",
            "Sub",
            "ToJsonString",
            "Transform",
        ]
    },
}
"""The functions that a YAML tag can name, and their keys in the long form."""


class YamlReading(YamlText):
    """One reading of a definition's YAML text.

    `value` is its data. `starts` has the same shape, with the offset of each text in its place. `repeated` are the
    errors for its repeated keys; the last one counts.
    """

    what = "a definition"
    kind = DefinitionError
    keeps_starts = True

    def __init__(self, source: Source) -> None:
        """Read the text. Raises DefinitionError at the place of the fault, but not for a repeated key."""
        self.repeated: list[DefinitionError] = []
        super().__init__(source)

    @property
    def starts(self) -> Any:
        """The offsets of the texts in `value`: mappings, lists, and an offset for each scalar."""
        return self._start

    def _repeated(self, key: str, event: Any) -> None:
        if len(self.repeated) < MOST_FINDINGS:
            self.repeated.append(self._repeated_key(key, event).as_kind(DefinitionError))

    def _odd_number(self, event: Any, value: object) -> None:
        """Not checked, because its place may not matter here."""

    def _collection_key(self, event: Any) -> str:
        return self._function(event)

    def _tagged(self, event: Any, text: str) -> object:
        if event.tag.startswith(CORE):
            return self._plain(event, text)
        function = self._function(event)
        self._start = {function: self._start}
        return {function: text}

    def _function(self, event: Any) -> str:
        name = event.tag.removeprefix("!")
        if name in SHORT_FORMS:
            return SHORT_FORMS[name]
        shown = event.tag.replace(CORE, "!!")
        hint = nearest_hint(name, SHORT_FORMS) if event.tag.startswith("!") else None
        raise self._error(f"CloudFormation has no function `{shown}`", event, length=len(shown), hint=hint)
