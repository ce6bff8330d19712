"""The parameters of a CloudFormation template and their values.

Comes in: the template's `Parameters`, and values from outside. Goes out: the value of `Ref` for a name. Values that are
not among the `AllowedValues` of a parameter are refused, as CloudFormation refuses them before it creates anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from vtlharness.definitions.reading.document import Document
from vtlharness.definitions.reading.wrong_option import WrongOptionError, unused_parameter
from vtlharness.nearest import nearest_hint


class Parameters:
    """The declared parameters with their values."""

    def __init__(self, document: Document, declared: Mapping[str, Any], given: Mapping[str, str]) -> None:
        """`given`: the values from the user, by name."""
        self._document = document
        self._declared = {name: item for name, item in declared.items() if isinstance(item, dict)}
        self._given = given

    def __contains__(self, name: str) -> bool:
        return name in self._declared

    def names(self) -> Iterable[str]:
        """The names of all parameters."""
        return self._declared

    def check(self) -> None:
        """Raises DefinitionError for a value, given or default, that its parameter does not allow."""
        for name in self._declared:
            self.check_value(name)

    def check_value(self, name: str) -> None:
        """Raises DefinitionError for a value that the parameter does not allow, WrongOptionError for a given one."""
        self._check_allowed(name, self._declared[name])

    def no_such(self, name: str, others: Iterable[str]) -> WrongOptionError:
        """The error for a value that nothing uses; `others` are further names that can have a value."""
        path = ("Parameters",) if self._declared else ()
        return unused_parameter(self._document, name, others, "the template has no such parameter", *path)

    def value(self, name: str) -> str | list[str] | None:
        """The text of a parameter, or its texts if its type is a list; None if it has no value."""
        parameter = self._declared[name]
        text = self._text(name, parameter)
        return _split(text) if text is not None and _is_list_type(parameter.get("Type")) else text

    def is_stored(self, name: str) -> bool:
        """Whether the value is in the Parameter Store, where only a deployed stack finds it."""
        return name not in self._given and _is_stored(self._declared[name])

    def is_secret(self, name: str) -> bool:
        """Whether the template says that the value is not shown (`NoEcho`)."""
        return self._declared[name].get("NoEcho") in (True, "true", "True")

    def _text(self, name: str, parameter: Mapping[str, Any]) -> str | None:
        if name in self._given:
            return self._given[name]
        default = parameter.get("Default")
        return None if default is None or isinstance(default, (dict, list)) else _text_of(default)

    def _check_allowed(self, name: str, parameter: Mapping[str, Any]) -> None:
        allowed = parameter.get("AllowedValues")
        value = self.value(name)
        if not isinstance(allowed, list) or value is None or _is_stored(parameter):
            return
        texts = [_text_of(one) for one in allowed]
        for text in value if isinstance(value, list) else [value]:
            if text not in texts and not (parameter.get("Type") == "Number" and _among_numbers(text, texts)):
                given = name in self._given
                error = self._document.error(
                    ("Parameters", name, "AllowedValues" if given else "Default"),
                    f"`{text}` is not among the allowed values of the parameter `{name}`",
                    hint=nearest_hint(text, texts),
                )
                raise WrongOptionError(error, "parameters", name) if given else error


def _text_of(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _among_numbers(text: str, allowed: list[str]) -> bool:
    try:
        return float(text) in [float(one) for one in allowed]
    except ValueError:
        return False


def _is_stored(parameter: Mapping[str, Any]) -> bool:
    return str(parameter.get("Type")).startswith("AWS::SSM::Parameter::Value")


def _is_list_type(kind: object) -> bool:
    return kind == "CommaDelimitedList" or (isinstance(kind, str) and kind.startswith("List<"))


def _split(text: str) -> list[str]:
    return [item.strip() for item in text.split(",")]
