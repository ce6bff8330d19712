"""Drafts of cases: what a change makes of one, and what a case file says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from vtlharness.first_cases.drafts.draft import Draft, Reply
from vtlharness.first_cases.reading.inputs import ITEM, MISSING, Origin
from vtlharness.first_cases.values.payload import Change

_DRAFT = Draft(
    "orders",
    "POST",
    "/orders/{id}/{rest+}",
    {"path": {"id": 7}, "querystring": {"page": "1"}, "header": {"A": "x"}},
    {"lines": [{"n": 1}]},
    {"stage": "prod"},
    {"table": "orders"},
    Reply("http", 404, {"B": "y"}, {"message": "none"}),
    {"authorizer": {"principalId": "me", "context": {"role": "admin"}}},
)


def _changed(draft: Draft, place: Any, *steps: str, to: Any, of_reply: bool = False) -> dict[str, Any]:
    """The parts of the case that the change makes different."""
    change = Change(Origin(place, steps), to, "words")
    made, before = draft.changed("reply" if of_reply else "request", change).data(), draft.data()
    name = before.pop("name")
    assert made.pop("name") == ("words" if draft.resource is None else f"{name}: words")
    kept = {key: value for key, value in before.items() if made.get(key) == value}
    return {key: made.get(key, MISSING) for key in {**before, **made} if key not in kept}


def _request(**parts: Any) -> dict[str, Any]:
    request = {**_DRAFT.data()["methodRequest"], **parts}
    return {"methodRequest": {key: value for key, value in request.items() if value is not MISSING}}


def test_a_case() -> None:
    assert _DRAFT.data() == {
        "name": "orders",
        "methodRequest": {
            "httpMethod": "POST",
            "path": "/orders/7/a/b",
            "queryStringParameters": {"page": "1"},
            "headers": {"A": "x"},
            "body": {"lines": [{"n": 1}]},
        },
        "authorizer": {"principalId": "me", "context": {"role": "admin"}},
        "backend": {"statusCode": 404, "headers": {"B": "y"}, "body": {"message": "none"}},
        "context": {"stage": "prod"},
        "stageVariables": {"table": "orders"},
    }


def test_a_case_of_a_template() -> None:
    assert Draft("own").data() == {"name": "own"}
    draft = Draft("own", parameters={"path": {"id": "1"}, "header": {}}, reply=Reply("lambdaResult"))
    assert draft.data() == {
        "name": "own",
        "methodRequest": {"pathParameters": {"id": "1"}},
        "integrationResponse": {"lambdaResult": {}},
    }


@pytest.mark.parametrize(
    ("reply", "data"),
    [
        (Reply("lambdaResult", body=[1]), {"lambdaResult": [1]}),
        (Reply("lambdaResult", body=None), {"lambdaResult": None}),
        (Reply("lambdaError", body={"errorMessage": "no"}), {"lambdaError": {"errorMessage": "no"}}),
        (Reply("http"), {"statusCode": 200}),
        (Reply("http", 201, body=None), {"statusCode": 201, "body": None}),
    ],
)
def test_answers(reply: Reply, data: dict[str, Any]) -> None:
    assert replace(_DRAFT, reply=reply).data()["backend"] == data


@pytest.mark.parametrize(
    ("place", "steps", "to", "parts"),
    [
        ("body", ("lines", ITEM, "n"), 2, _request(body={"lines": [{"n": 2}]})),
        ("body", (), MISSING, _request(body=MISSING)),
        ("querystring", ("page",), 5, _request(queryStringParameters={"page": "5"})),
        ("querystring", ("page",), MISSING, _request(queryStringParameters=MISSING)),
        ("querystring", ("flag",), True, _request(queryStringParameters={"page": "1", "flag": "true"})),
        ("header", ("A",), MISSING, _request(headers=MISSING)),
        ("path", ("id",), "8", _request(path="/orders/8/a/b")),
        ("path", ("rest",), "x/y", _request(path="/orders/7/x/y")),
        ("stageVariables", ("table",), MISSING, {"stageVariables": MISSING}),
        ("stageVariables", ("other",), 1, {"stageVariables": {"table": "orders", "other": "1"}}),
        ("context", ("stage",), MISSING, {"context": MISSING}),
        ("context", ("identity", "sourceIp"), 1, {"context": {"stage": "prod", "identity": {"sourceIp": "1"}}}),
        ("context", ("stage", "deep"), 1, {"context": {"stage": {"deep": "1"}}}),
        ("context", ("authorizer", "principalId"), "you",
         {"authorizer": {"principalId": "you", "context": {"role": "admin"}}}),
        ("context", ("authorizer", "role"), MISSING, {"authorizer": {"principalId": "me", "context": {}}}),
        ("context", ("authorizer", "size"), 5,
         {"authorizer": {"principalId": "me", "context": {"role": "admin", "size": 5}}}),
    ],
)  # fmt: skip
def test_a_change_of_one_place(place: str, steps: tuple[str, ...], to: Any, parts: dict[str, Any]) -> None:
    before = _DRAFT.data()
    assert _changed(_DRAFT, place, *steps, to=to) == parts
    assert _DRAFT.data() == before


def test_a_change_of_the_answer() -> None:
    made = _changed(_DRAFT, "body", "message", to="other", of_reply=True)
    assert made == {"backend": {"statusCode": 404, "headers": {"B": "y"}, "body": {"message": "other"}}}


@pytest.mark.parametrize("steps", [("sub",), ("claims", "sub")])
def test_the_claims_of_an_authorizer(steps: tuple[str, ...]) -> None:
    draft = replace(_DRAFT, given={"authorizer": {"claims": {"sub": "1", "aud": "2"}}})
    wanted = {"authorizer": {"claims": {"sub": "3", "aud": "2"}}}
    assert _changed(draft, "context", "authorizer", *steps, to="3") == wanted
    without = {"authorizer": {"claims": {"aud": "2"}}}
    assert _changed(draft, "context", "authorizer", *steps, to=MISSING) == without


def test_a_template_has_its_authorizer_in_the_context() -> None:
    draft = Draft("own", context={"authorizer": {"role": "admin"}})
    assert _changed(draft, "context", "authorizer", "role", to=1) == {"context": {"authorizer": {"role": "1"}}}


@pytest.mark.parametrize(("resource", "front"), [("/a", "own: "), (None, "")])
def test_a_second_change_is_named_beside_the_first(resource: str | None, front: str) -> None:
    """A template alone is named by what differs."""
    change = Change(Origin("header", ("A",)), "1", "A is 1")
    draft = Draft("own", resource=resource).changed("request", change)
    again = draft.changed("request", change)
    assert (draft.title, again.title) == (f"{front}A is 1", f"{front}A is 1, A is 1")


@pytest.mark.parametrize(
    ("draft", "place", "steps", "to", "of_reply"),
    [
        (_DRAFT, "path", ("id",), MISSING, False),
        (_DRAFT, "header", ("None",), MISSING, False),
        (_DRAFT, "body", ("none",), MISSING, False),
        (replace(_DRAFT, reply=None), "body", (), 1, True),
        (replace(_DRAFT, given={}), "context", ("authorizer", "role"), 1, False),
        (_DRAFT, "context", ("authorizer",), 1, False),
        (_DRAFT, "parameter", ("a",), 1, False),
    ],
)
def test_places_that_a_draft_does_not_have(
    draft: Draft, place: Any, steps: tuple[str, ...], to: Any, of_reply: bool
) -> None:
    with pytest.raises(LookupError):
        _changed(draft, place, *steps, to=to, of_reply=of_reply)
    missing = Change(Origin("path", ("id",)), MISSING, "without id")
    template = Draft("own", parameters={"path": {"id": "1"}}).changed("request", missing)
    assert template.data() == {"name": "without id"}
