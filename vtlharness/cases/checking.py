"""The structure of a case file, checked quickly: unknown keys, wrong kinds of value, what must not stand together.

Comes in: the data of a case file. Goes out: nothing, or a `MisfitError` with the path of keys to what is wrong;
`loading` gives it its line and column. The shapes below and `schema.json` say the same (a test holds them to it).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Check = Callable[[Any], None]

_NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class MisfitError(Exception):
    """What is wrong, and the path to it; with `at_key` the path's last key itself is wrong, not its value.

    `{}` in the message stands for the name of the place.
    """

    def __init__(self, message: str, *path: str | int, at_key: bool = False, hint: str | None = None) -> None:
        super().__init__(message)
        self._message = message
        self.path: list[str | int] = list(path)
        self.at_key = at_key
        self.hint = hint

    def inside(self, step: str | int) -> MisfitError:
        """The same, seen from one level further out."""
        self.path.insert(0, step)
        return self

    @property
    def message(self) -> str:
        """The sentence, with the place's name."""
        name = ""
        keys = [index for index, step in enumerate(self.path) if isinstance(step, str)]
        for step in self.path[keys[-2] if len(keys) > 1 else 0 :]:
            name = f"{name}[{step}]" if isinstance(step, int) else f"{name}.{step}" if name else step
        return self._message.replace("{}", f"`{name}`" if name else "a case file")


def kind_of(value: object) -> str:
    """What a value is, in the words of a message."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    return "text" if isinstance(value, str) else "a mapping" if isinstance(value, dict) else "a list"


def _text(value: object) -> None:
    if type(value) is not str:
        hint = "put it in quotes" if isinstance(value, (bool, int, float)) else None
        raise MisfitError(f"{{}} must be text, and this is {kind_of(value)}", hint=hint)


def _name(value: object) -> None:
    _text(value)
    if not _NAME.fullmatch(str(value)) or not str(value).strip():
        raise MisfitError("{} must be one line of visible text")


def _boolean(value: object) -> None:
    if type(value) is not bool:
        raise MisfitError(f"{{}} must be true or false, and this is {kind_of(value)}")


def _whole(least: int, most: int | None = None) -> Check:
    limits = f"from {least} to {most}" if most is not None else f"from {least} on"

    def check(value: object) -> None:
        if type(value) is not int:
            raise MisfitError(f"{{}} must be a whole number, and this is {kind_of(value)}")
        if value < least or (most is not None and value > most):
            raise MisfitError(f"{{}} must be a whole number {limits}, and this is {value}")

    return check


def _scalar(value: object) -> None:
    if isinstance(value, (dict, list)):
        raise MisfitError(f"{{}} must be text, a number or a boolean, and this is {kind_of(value)}")


def _scalar_not_null(value: object) -> None:
    if value is None or isinstance(value, (dict, list)):
        raise MisfitError(f"{{}} must be text, a number or a boolean, and this is {kind_of(value)}")


def _scalars(value: object) -> None:
    """One value, or a list for a name that is sent several times."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            if item is None or isinstance(item, (dict, list)):
                raise MisfitError(f"{{}} must be text, a number or a boolean, and this is {kind_of(item)}", index)
    elif isinstance(value, dict):
        raise MisfitError("{} must be text, a number, a boolean or a list of these, and this is a mapping")


def _scalars_not_null(value: object) -> None:
    if value is None:
        raise MisfitError("{} must have a value, and this is empty", hint='empty text is ""')
    _scalars(value)


def _texts(value: object) -> None:
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        if type(item) is not str:
            found = MisfitError(f"{{}} must be text, and this is {kind_of(item)}")
            raise found.inside(index) if isinstance(value, list) else found


def _patterns(value: object) -> None:
    _texts(value)
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        try:
            re.compile(item)
        except (re.error, OverflowError, RecursionError) as error:
            found = MisfitError(f"{{}} is no regular expression: {error}")
            raise (found.inside(index) if isinstance(value, list) else found) from None


def _data(_value: object) -> None:
    """Anything."""


def _body(value: object) -> None:
    """Data, text, or `{file: path}`."""
    if type(value) is dict and len(value) == 1 and "file" in value and type(value["file"]) is not str:
        raise MisfitError(
            f"{{}} must be the path of a file, and this is {kind_of(value['file'])}",
            "file",
            hint="a body that has just the key `file` must be written as text",
        )


def _mapping(value: object) -> None:
    if type(value) is not dict:
        raise MisfitError(f"{{}} must be a mapping, and this is {kind_of(value)}")


def _mapping_of(check_value: Check) -> Check:
    def check(value: object) -> None:
        if type(value) is not dict:
            raise MisfitError(f"{{}} must be a mapping of names to values, and this is {kind_of(value)}")
        for key, item in value.items():
            if type(item) is not str:
                try:
                    check_value(item)
                except MisfitError as misfit:
                    raise misfit.inside(key) from None

    return check


def _or_null(check: Check) -> Check:
    def checked(value: object) -> None:
        if value is not None:
            check(value)

    return checked


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping with fixed keys; `title` is what a message calls it."""

    title: str
    keys: Mapping[str, Check]

    def __call__(self, value: object) -> None:
        """Check a value. Raises MisfitError."""
        if type(value) is not dict:
            raise MisfitError(f"{{}} must be a mapping, and this is {kind_of(value)}")
        keys = self.keys
        for key, item in value.items():
            check = keys.get(key)
            if check is None:
                raise _unknown_key(key, self)
            try:
                check(item)
            except MisfitError as misfit:
                raise misfit.inside(key) from None


def _optional(title: str, keys: Mapping[str, Check]) -> Shape:
    """A shape in which null stands for "not given" (in a case: takes the default away)."""
    return Shape(title, {key: _or_null(check) for key, check in keys.items()})


METHOD_REQUEST = _optional(
    "methodRequest",
    {
        "httpMethod": _text,
        "path": _text,
        "resourcePath": _text,
        "pathParameters": _mapping_of(_scalar),
        "queryStringParameters": _mapping_of(_scalars),
        "headers": _mapping_of(_scalars),
        "body": _body,
    },
)
INTEGRATION_RESPONSE = _optional(
    "integrationResponse", {"statusCode": _whole(100, 599), "headers": _mapping_of(_scalars), "body": _body}
)
COMPARE = _optional(
    "compare",
    {
        "ignore_order": _boolean,
        "exclude_paths": _texts,
        "exclude_regex_paths": _patterns,
        "significant_digits": _whole(0),
    },
)
REQUEST_OVERRIDE = Shape(
    "requestOverride",
    {
        "header": _mapping_of(_scalars_not_null),
        "path": _mapping_of(_scalars_not_null),
        "querystring": _mapping_of(_scalars_not_null),
    },
)
RESPONSE_OVERRIDE = Shape("responseOverride", {"status": _scalar_not_null, "header": _mapping_of(_scalars_not_null)})
EXPECT = Shape(
    "expect",
    {
        "output": _body,
        "requestOverride": _or_null(REQUEST_OVERRIDE),
        "responseOverride": _or_null(RESPONSE_OVERRIDE),
        "error": _or_null(_text),
    },
)
_SHARED: dict[str, Check] = {
    "methodRequest": METHOD_REQUEST,
    "integrationResponse": INTEGRATION_RESPONSE,
    "context": _mapping,
    "stageVariables": _mapping_of(_scalar),
    "compare": COMPARE,
}
DEFAULTS = _optional("defaults", _SHARED)
CASE = Shape("a case", {"name": _name, **_optional("a case", {**_SHARED, "expect": EXPECT}).keys})


def _cases(value: object) -> None:
    if type(value) is not list:
        raise MisfitError(f"{{}} must be a list of cases, and this is {kind_of(value)}")
    if not value:
        raise MisfitError("{} has no case in it")
    names: dict[str, int] = {}
    for index, case in enumerate(value):
        try:
            _case(case, names, index)
        except MisfitError as misfit:
            raise misfit.inside(index) from None


def _case(case: Any, names: dict[str, int], index: int) -> None:
    CASE(case)
    if "name" not in case:
        raise MisfitError("this case has no `name`", hint="add `name:` with a text that no other case of the file has")
    name = case["name"]
    if name in names:
        raise MisfitError(f"the name {name!r} is given to two cases (the other is number {names[name] + 1})", "name")
    names[name] = index
    expect = case.get("expect")
    if expect and expect.get("error") is not None and len(expect) > 1:
        raise MisfitError(
            "`error` stands alone: where rendering fails there is nothing else to expect",
            "expect",
            "error",
            at_key=True,
        )


FILE = Shape(
    "a case file",
    {"$schema": _text, "template": _text, "inline": _text, "defaults": _or_null(DEFAULTS), "cases": _cases},
)

_SHAPES = (METHOD_REQUEST, INTEGRATION_RESPONSE, COMPARE, EXPECT, REQUEST_OVERRIDE, RESPONSE_OVERRIDE, CASE, FILE)


def check_case_file(data: object) -> None:
    """Check the data of a whole case file. Raises MisfitError for the first thing that is wrong."""
    if data is None:
        raise MisfitError("the file is empty", hint="a case file has `template:` (or `inline:`) and `cases:`")
    FILE(data)
    assert isinstance(data, dict)
    if "template" in data and "inline" in data:
        raise MisfitError("a case file has `template` or `inline`, not both", "inline", at_key=True)
    if "template" not in data and "inline" not in data:
        raise MisfitError(
            "the file names no template", hint="add `template: <path>`, or `inline: |` with the template's text"
        )
    if "cases" not in data:
        raise MisfitError("the file has no `cases`", hint="add `cases:` with a list of cases, each with a `name`")


def _unknown_key(key: str, shape: Shape) -> MisfitError:
    from difflib import get_close_matches

    by_folded = {_folded(known): known for known in shape.keys}
    near = get_close_matches(_folded(key), by_folded, n=1)
    if near:
        hint = f"did you mean `{by_folded[near[0]]}`?"
    else:
        homes = [other.title for other in _SHAPES if key in other.keys]
        hint = f"it belongs in {homes[0]}" if homes else f"known here: {', '.join(shape.keys)}"
    return MisfitError(f"{shape.title} has no key `{key}`", key, at_key=True, hint=hint)


def _folded(key: str) -> str:
    return key.lower().replace("_", "").replace("-", "")
