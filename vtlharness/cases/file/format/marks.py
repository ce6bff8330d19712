"""The keys with which a case says something about itself, as rows of the table: what it is, whether and how it runs."""

from __future__ import annotations

import re

from vtlharness.cases.file.format.sections import Key
from vtlharness.cases.file.format.value_kinds import TEXT, Kind
from vtlharness.documents.kinds import kind_of
from vtlharness.documents.misfit import MisfitError

_TAG = re.compile(r"[^\W_][\w.-]*")
_OPERATORS = ("and", "or", "not")
_OF_PYTEST = ("skip", "skipif", "xfail", "parametrize", "usefixtures", "filterwarnings")


def _tag(value: object) -> None:
    if type(value) is not str:
        hint = "put it in quotes" if isinstance(value, (bool, int, float)) else None
        raise MisfitError(f"a tag must be text, but this is {kind_of(value)}", hint=hint)
    if value in ("skip", "xfail", "parametrize"):
        key = "parameters" if value == "parametrize" else value
        raise MisfitError(f"`{value}` is not a tag", hint=f"`{key}` is a key of the case")
    if value in _OPERATORS or value in _OF_PYTEST:
        raise MisfitError(f"`{value}` can't be a tag: it has a meaning of its own")
    if not _TAG.fullmatch(value):
        raise MisfitError(
            f"{value!r} can't be a tag",
            hint="a tag begins with a letter or a digit, and has letters, digits, `_`, `-` and `.`",
        )


def _tags(value: object) -> None:
    if type(value) is not list:
        if type(value) is not str:
            raise MisfitError(f"{{}} must be a tag or a list of tags, but this is {kind_of(value)}")
        _tag(value)
        return
    for index, item in enumerate(value):
        try:
            _tag(item)
        except MisfitError as misfit:
            raise misfit.inside(index) from None


def _reason(value: object) -> None:
    if type(value) is bool:
        return
    if type(value) is not str:
        raise MisfitError(f"{{}} must be true or a reason, but this is {kind_of(value)}")
    if not value.strip():
        raise MisfitError("{} has no reason", hint="write why, or `true`")


def _table(value: object) -> None:
    from vtlharness.cases.file.row_ids import rows_of

    rows_of(value)


def _tag_schema() -> dict[str, object]:
    words = "|".join((*_OPERATORS, *_OF_PYTEST))
    return {"type": "string", "pattern": rf"^(?!({words})$)[^\W_][\w.-]*$"}


def _table_schema() -> dict[str, object]:
    row = {"type": "object", "minProperties": 1, "propertyNames": {"pattern": r"^[^\W\d][\w-]*$"}}
    return {
        "oneOf": [
            {"type": "array", "minItems": 1, "items": row},
            {"type": "object", "minProperties": 1, "additionalProperties": row},
        ]
    }


_TAGS = Kind(
    _tags,
    lambda: {"oneOf": [_tag_schema(), {"type": "array", "items": _tag_schema()}]},
    "a tag, or a list of tags",
)
_REASON = Kind(
    _reason,
    lambda: {"oneOf": [{"type": "boolean"}, {"type": "string", "pattern": r"\S"}]},
    "a reason, or true or false",
)
_TABLE = Kind(_table, _table_schema, "a list of rows, or rows with names")

MARKS: tuple[Key, ...] = (
    Key("description", TEXT, "What the case is about, in any number of lines."),
    Key(
        "tags",
        _TAGS,
        "Words that `-m` selects cases by; in pytest they are marks.",
        examples=("slow", ["orders", "smoke"]),
    ),
    Key("skip", _REASON, "The case is not run, for this reason.", examples=("waits for the new table",)),
    Key(
        "xfail",
        _REASON,
        "The case is expected to fail, for this reason. One that passes all the same does not fail the run, unless "
        "`--xfail-strict` or the setting `xfail_strict` says so.",
        examples=("bug 1234",),
    ),
    Key(
        "parameters",
        _TABLE,
        "A table of values: the case runs once for each row.",
        examples=([{"id": 1, "total": 10}, {"id": 2, "total": 20}],),
    ),
)
"""The keys, for cases of all kinds."""
