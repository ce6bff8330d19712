"""The service's own names, as `service_names.txt` lists them: gateway responses, and the variables of `$context`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from vtlharness.cases.context_names import members_of, unknown_names
from vtlharness.gateway.gateway_response_types import RESPONSE_TYPES

_RESPONSES, _VARIABLES = (
    part.splitlines()[1:]
    for part in (Path(__file__).parent / "service_names.txt").read_text(encoding="utf-8").split("\n\n")
)


def test_gateway_responses() -> None:
    found = [
        f"{name} {row.status or '-'} {row.error_type} {row.message or '-'}" for name, row in RESPONSE_TYPES.items()
    ]
    assert found == _RESPONSES


def _plain(path: tuple[str, ...] = ()) -> Iterator[str]:
    members = members_of(path)
    if members is None:
        yield ".".join(path)
        return
    for name in sorted(members):
        yield from _plain((*path, name))


def test_variables() -> None:
    assert list(_plain()) == _VARIABLES


@pytest.mark.parametrize("variable", _VARIABLES)
def test_a_variable_is_known_and_its_misspelling_is_not(variable: str) -> None:
    *above, name = variable.split(".")

    def nested(last: str) -> dict[str, object]:
        given: dict[str, object] = {last: "x"}
        for outer in reversed(above):
            given = {outer: given}
        return given

    assert list(unknown_names(nested(name))) == []
    (unknown,) = unknown_names(nested(f"{name}x"))
    assert unknown.path == (*above, f"{name}x")
