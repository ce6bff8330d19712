"""What the values of a case file may be: checks that are put together to shapes.

Comes in: data. Goes out: nothing, or a `MisfitError` with the path of keys to what is wrong. Next: `checking` says with
them what a case file is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from vtlharness.documents.kinds import kind_of
from vtlharness.documents.misfit import MisfitError
from vtlharness.nearest import nearest_name

Check = Callable[[Any], None]

_NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def text(value: object) -> None:
    """Text."""
    if type(value) is not str:
        hint = "put it in quotes" if isinstance(value, (bool, int, float)) else None
        raise MisfitError(f"{{}} must be text, and this is {kind_of(value)}", hint=hint)


def visible_line(value: object) -> None:
    """One line of visible text."""
    text(value)
    if not _NAME.fullmatch(str(value)) or not str(value).strip():
        raise MisfitError("{} must be one line of visible text")


def boolean(value: object) -> None:
    """True or false."""
    if type(value) is not bool:
        raise MisfitError(f"{{}} must be true or false, and this is {kind_of(value)}")


def whole(least: int, most: int | None = None) -> Check:
    """A whole number within limits."""
    limits = f"from {least} to {most}" if most is not None else f"from {least} on"

    def check(value: object) -> None:
        if type(value) is not int:
            hint = "leave the quotes out" if isinstance(value, str) and value.isdecimal() else None
            raise MisfitError(f"{{}} must be a whole number, and this is {kind_of(value)}", hint=hint)
        if value < least or (most is not None and value > most):
            raise MisfitError(f"{{}} must be a whole number {limits}, and this is {value}")

    return check


def one_of(*values: str) -> Check:
    """One of these texts."""

    def check(value: object) -> None:
        text(value)
        if value not in values:
            raise MisfitError(f"{{}} must be one of {', '.join(values)}, and this is {value}")

    return check


def scalar(value: object) -> None:
    """Anything but a mapping or a list."""
    if isinstance(value, (dict, list)):
        raise MisfitError(f"{{}} must be text, a number or a boolean, and this is {kind_of(value)}")


def scalar_not_null(value: object) -> None:
    """As `scalar`, and not null."""
    if value is None or isinstance(value, (dict, list)):
        raise MisfitError(f"{{}} must be text, a number or a boolean, and this is {kind_of(value)}")


def scalars(value: object) -> None:
    """One value, or a list for a name that is sent several times."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            if item is None or isinstance(item, (dict, list)):
                raise MisfitError(f"{{}} must be text, a number or a boolean, and this is {kind_of(item)}", index)
    elif isinstance(value, dict):
        raise MisfitError("{} must be text, a number, a boolean or a list of these, and this is a mapping")


def scalars_not_null(value: object) -> None:
    """As `scalars`, and not null."""
    if value is None:
        raise MisfitError("{} must have a value, and this is empty", hint='empty text is ""')
    scalars(value)


def texts(value: object) -> None:
    """Text, or a list of texts."""
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        if type(item) is not str:
            found = MisfitError(f"{{}} must be text, and this is {kind_of(item)}")
            raise found.inside(index) if isinstance(value, list) else found


def patterns(value: object) -> None:
    """Regular expressions: one, or a list."""
    texts(value)
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        try:
            re.compile(item)
        except (re.error, OverflowError, RecursionError) as error:
            found = MisfitError(f"{{}} is no regular expression: {error}")
            raise (found.inside(index) if isinstance(value, list) else found) from None


def body(value: object) -> None:
    """Data, text, or `{file: path}`."""
    if type(value) is dict and len(value) == 1 and "file" in value and type(value["file"]) is not str:
        raise MisfitError(
            f"{{}} must be the path of a file, and this is {kind_of(value['file'])}",
            "file",
            hint="a body that has just the key `file` must be written as text",
        )


def payload(value: object) -> None:
    """As `body`, or `{base64: text}` for bytes."""
    if type(value) is dict and len(value) == 1 and "base64" in value:
        from base64 import b64decode

        try:
            text(value["base64"])
            b64decode(value["base64"], validate=True)
        except MisfitError as misfit:
            raise misfit.inside("base64") from None
        except ValueError:
            raise MisfitError("{} must be base64 text", "base64") from None
    body(value)


def mapping(value: object) -> None:
    """A mapping."""
    if type(value) is not dict:
        raise MisfitError(f"{{}} must be a mapping, and this is {kind_of(value)}")


def mapping_of(check_value: Check) -> Check:
    """A mapping whose values pass a check; text always does."""

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


def or_null(check: Check) -> Check:
    """A check that null passes too."""

    def checked(value: object) -> None:
        if value is not None:
            check(value)

    return checked


class Shape:
    """A mapping with fixed keys; `title` is what a message calls it."""

    __slots__ = ("keys", "title")

    def __init__(self, title: str, keys: Mapping[str, Check]) -> None:
        self.title = title
        self.keys = keys

    def __call__(self, value: object) -> None:
        """Check a value. Raises MisfitError."""
        if type(value) is not dict:
            raise MisfitError(f"{{}} must be a mapping, and this is {kind_of(value)}")
        keys = self.keys
        for key, item in value.items():
            check = keys.get(key)
            if check is None:
                raise UnknownKeyError(key, self)
            try:
                check(item)
            except MisfitError as misfit:
                raise misfit.inside(key) from None


def optional(title: str, keys: Mapping[str, Check]) -> Shape:
    """A shape in which null stands for "not given" (in a case: takes the default away)."""
    return Shape(title, {key: or_null(check) for key, check in keys.items()})


class UnknownKeyError(MisfitError):
    """A key that a mapping does not have; `key` and `shape` say which and where."""

    def __init__(self, key: str, shape: Shape) -> None:
        near = nearest_name(key, shape.keys)
        hint = None if near is None else f"did you mean `{near}`?"
        super().__init__(f"{shape.title} has no key `{key}`", key, at_key=True, hint=hint)
        self.key = key
        self.shape = shape
