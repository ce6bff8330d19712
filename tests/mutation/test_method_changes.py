"""The changes of a method's patterns, statuses and mappings, and the calls for which each counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vtlharness import Integration, IntegrationResponse, Method, MethodResponse, Source
from vtlharness.mutation.definitions.change import DefinitionChange
from vtlharness.mutation.definitions.method_changes import method_changes
from vtlharness.mutation.definitions.places import template_place
from vtlharness.mutation.definitions.visits import Visit

_DEFAULT = IntegrationResponse("200", response_parameters={"method.response.header.A": "'a'"})
_NONE = IntegrationResponse("404", "4\\d{2}")
_FAILED = IntegrationResponse("599", "5\\d{2}")
_ODD = IntegrationResponse("2xx")


def _method(*responses: IntegrationResponse, declared: tuple[MethodResponse, ...] | None = ()) -> Method:
    integration = Integration("HTTP", "GET", "https://a.example", integration_responses=responses)
    return Method("GET", "/", integration, method_responses=declared)


def _changes(method: Method, *visits: Visit) -> list[tuple[str, tuple[str | int, ...], str, str, tuple[int, ...]]]:
    return [(one.operator, one.keys, one.before, one.after, one.cases) for one in method_changes(method, visits)]


def test_of_responses_that_cases_get() -> None:
    method = _method(_DEFAULT, _NONE, _FAILED)
    first, second = Visit(0, True, _DEFAULT, "200", 200), Visit(1, True, _NONE, "404", 404)
    a = "method.response.header.A"
    assert _changes(method, first, second, second._replace(number=2)) == [
        ("status changed", ("responses", "default", "statusCode"), "200", "201", (0,)),
        ("mapping dropped", ("responses", "default", "responseParameters", a), f"{a}: 'a'", "", (0,)),
        ("pattern changed", ("responses", "4\\d{2}"), "4\\d{2}", ".*", (0,)),
        ("pattern changed", ("responses", "4\\d{2}"), "4\\d{2}", "(?:4\\d{2})X", (1, 2)),
        ("status changed", ("responses", "4\\d{2}", "statusCode"), "404", "405", (1, 2)),
        ("pattern changed", ("responses", "5\\d{2}"), "5\\d{2}", ".*", (0,)),
    ]


@pytest.mark.parametrize(
    "visit",
    [
        Visit(0),
        Visit(0, sent=True),
        Visit(0, True, None, "200", 200),  # no response was chosen
        Visit(0, True, _DEFAULT, None, None),  # the backend's status is not known
        Visit(0, True, _DEFAULT, None, 200),  # a function that did not fail: no pattern is tried
    ],
)
def test_a_pattern_does_not_count_for_a_call_on_which_it_is_not_tried(visit: Visit) -> None:
    method = _method(IntegrationResponse("200"), _NONE)
    assert not [one for one in _changes(method, visit) if one[0] == "pattern changed"]


def test_a_pattern_that_the_service_refuses_counts_for_nobody() -> None:
    method = _method(_DEFAULT, _NONE, IntegrationResponse("100", "("))
    assert [one[:4] for one in _changes(method, Visit(0, True, _DEFAULT, "200", 200))][2:] == [
        ("pattern changed", ("responses", "("), "(", ".*")
    ]


@pytest.mark.parametrize(
    ("status", "after"), [("200", "201"), ("598", "599"), ("599", "200"), ("2xx", "200"), ("\u0662\u0660\u0660", "200")]
)
def test_another_status(status: str, after: str) -> None:
    response = IntegrationResponse(status)
    (change,) = method_changes(_method(response), [Visit(0, True, response)])
    assert (change.before, change.after) == (status, after)
    assert change.changed.integration.integration_responses == (IntegrationResponse(after),)


@pytest.mark.parametrize(
    ("declared", "after"),
    [
        (None, None),
        ((), (MethodResponse("201"),)),
        ((MethodResponse("200", {"A": True}),), tuple(MethodResponse(one, {"A": True}) for one in ("200", "201"))),
        ((MethodResponse("201"), MethodResponse("200")), (MethodResponse("201"), MethodResponse("200"))),
    ],
)  # fmt: skip
def test_a_changed_status_is_declared_as_the_one_before(
    declared: tuple[MethodResponse, ...] | None, after: tuple[MethodResponse, ...] | None
) -> None:
    response = IntegrationResponse("200")
    (change,) = method_changes(_method(response, declared=declared), [Visit(0, True, response)])
    assert change.changed.method_responses == after


def test_mappings_of_requests_count_for_calls_that_send_one() -> None:
    mappings = {"integration.request.header.A": "'a'", "integration.request.header.B": "method.request.header.B"}
    method = _method()
    method = replace(method, integration=replace(method.integration, request_parameters=mappings))
    changes = list(method_changes(method, [Visit(0), Visit(1, sent=True), Visit(2, sent=True)]))
    assert [(one.before, one.cases, one.drops_constant) for one in changes] == [
        ("integration.request.header.A: 'a'", (1, 2), True),
        ("integration.request.header.B: method.request.header.B", (1, 2), False),
    ]
    assert [dict(one.changed.integration.request_parameters) for one in changes] == [
        {name: value for name, value in mappings.items() if name != dropped} for dropped in mappings
    ]
    assert list(method_changes(method, [Visit(0)])) == []


def test_the_template_beside_a_part_without_a_place() -> None:
    class Read(Source):
        """A template that a definition has."""

    here = Read("{}", "api.yaml")
    own = IntegrationResponse("200", response_templates={"application/json": here})
    bare = IntegrationResponse("404", "4..")
    method = _method(own, bare)
    changed = _first(method, Visit(0, True, own)).changed
    assert template_place(method, method) is None
    assert template_place(method, changed) is not None
    integration = replace(method.integration, request_templates={"a/b": Source("x", "y"), "application/json": here})
    other = replace(method, integration=integration)
    assert template_place(other, other) == template_place(method, changed)
    assert template_place(method, _first(method, Visit(0, True, bare, "404", 404)).changed) is None


def _first(method: Method, visit: Visit) -> DefinitionChange:
    return next(one for one in method_changes(method, [visit]) if one.operator == "status changed")
