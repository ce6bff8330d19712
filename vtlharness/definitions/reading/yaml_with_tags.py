"""A definition file's text to data: JSON, or YAML with CloudFormation's short forms.

Comes in: a `Source`. Goes out: plain data (dict, list, str, int, float, bool, None), keys as they are written, and for
YAML where each literal block begins. `!Ref X` becomes `{"Ref": "X"}`, `!Sub x` `{"Fn::Sub": "x"}`, as the long forms
say it. Next: `document`. YAML follows the core rules that case files follow: dates and `yes` are text.
"""

from __future__ import annotations

from typing import Any

from vtlharness.documents.yaml.values import CORE, YamlText, plain_value
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
"""The functions that a YAML tag can name, and the keys that they stand for."""


class YamlReading(YamlText):
    """One reading of a definition's YAML text.

    `value` is its data. `starts` maps the `id` of each text in it to the offset at which it is written; the texts live
    as long as `value` does.
    """

    what = "a definition"

    def __init__(self, source: Source) -> None:
        """Read the text. Raises CaseFileError with the place of what is wrong."""
        self.starts: dict[int, int] = {}
        super().__init__(source)

    def _scalar(self, event: Any) -> object:
        text: str = event.value
        if len(text) > 1:  # Python has each shorter text only once
            self.starts[id(text)] = event.start_mark.index
        return super()._scalar(event)

    def _odd_number(self, event: Any, value: object) -> None:
        """Not looked at: where it stands may not concern us."""

    def _collection_key(self, event: Any) -> str:
        return self._function(event)

    def _tagged(self, event: Any, text: str) -> object:
        return plain_value(text) if event.tag.startswith(CORE) else {self._function(event): text}

    def _function(self, event: Any) -> str:
        name = event.tag.removeprefix("!")
        if name in SHORT_FORMS:
            return SHORT_FORMS[name]
        shown = event.tag.replace(CORE, "!!")
        hint = nearest_hint(name, SHORT_FORMS) if event.tag.startswith("!") else None
        raise self._error(f"CloudFormation has no function `{shown}`", event, length=len(shown), hint=hint)
