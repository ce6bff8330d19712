"""The variables that the import of an OpenAPI document resolves itself, without Fn::Sub.

Comes in: a value of the document. Goes out: the same value with the variables in its texts resolved. The service
resolves exactly these three. Evidence: docs/fidelity.md#import-variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vtlharness.definitions.reading.cursor import VARIABLE

_VARIABLES = {"${AWS::AccountId}": "account", "${AWS::Partition}": "partition", "${AWS::Region}": "region"}


def with_variables(value: Any, place: Mapping[str, str]) -> Any:
    """The value with each variable replaced; `place` has `region`, `account` and `partition`."""
    if type(value) is str:
        return _filled(value, place) if VARIABLE in value else value
    if type(value) is dict:
        return {key: with_variables(item, place) for key, item in value.items()}
    if type(value) is list:
        return [with_variables(item, place) for item in value]
    return value


def _filled(text: str, place: Mapping[str, str]) -> str:
    for variable, name in _VARIABLES.items():
        text = text.replace(variable, place[name])
    return text
