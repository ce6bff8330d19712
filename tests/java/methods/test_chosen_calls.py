"""Calls with arguments that fit, and templates in which values change: as the oracle answers them."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from tests.java.methods.chosen_calls import CALLS, STORIES, STORY_SETUP, TEXTS, Calls
from tests.java.methods.chosen_calls import SETUP as VALUES
from tests.java.samples import BODY, PREPARATION, answered, described, outcome
from tests.oracle.client import Oracle
from vtlharness.errors import VtlRenderError
from vtlharness.gateway.roots.context import exact_context
from vtlharness.gateway.roots.input import Input
from vtlharness.gateway.roots.util import UTIL
from vtlharness.gateway.templates.mapping_template import specialize
from vtlharness.java.methods.table import call
from vtlharness.java.text import text_of
from vtlharness.java.values import JavaError
from vtlharness.source import Source
from vtlharness.vtl.template import Template

SETUP = PREPARATION + VALUES
CONTEXT = {"a": {"b": "deep"}}


@functools.cache
def _template(text: str) -> Template:
    return Template(Source(SETUP + text), specialize)


def _roots() -> dict[str, Any]:
    return {"input": Input(BODY, params={}), "util": UTIL, "context": exact_context(CONTEXT), "t": dict(TEXTS)}


def _rendered(text: str, roots: dict[str, Any]) -> str:
    try:
        return _template(text).render(roots)
    except VtlRenderError as failed:
        if isinstance(failed.__cause__, JavaError | RecursionError):
            raise failed.__cause__ from None
        raise


def _value(expression: str, roots: dict[str, Any]) -> Any:
    """The value of an expression, new each time but for the payload."""
    out: dict[str, Any] = {"x": None}
    if expression != "null":
        _rendered(f"#set($out.x={expression})", {**roots, "out": out})
    return out["x"]


@pytest.mark.parametrize("share", [0.26, pytest.param(4, marks=pytest.mark.unrecorded)], ids=["some", "all"])
@pytest.mark.parametrize(
    "calls", CALLS, ids=lambda calls: f"{calls.receivers[0]} {calls.methods} {len(calls.arguments)}"
)
def test_calls(oracle: Oracle, calls: Calls, share: float) -> None:
    rows = list(calls.rows(share))
    requests = []
    for receiver, name, arguments in rows:
        names = [f"$a{at}" for at in range(len(arguments))]
        made = "".join(
            f"#set({variable}={argument})"
            for variable, argument in zip(names, arguments, strict=True)
            if argument != "null"
        )
        given = ",".join(
            "null" if argument == "null" else each for each, argument in zip(names, arguments, strict=True)
        )
        shown = f"#set($r=$x.{name}({given}))$r|$r.class.name|$x"
        requests.append(
            {
                "template": f"{SETUP}{made}#set($x={receiver}){shown}",
                "body": BODY,
                "vars": {"t": TEXTS},
                "context": CONTEXT,
            }
        )
    differing = []
    for row, answer in zip(rows, oracle.ask(requests), strict=True):
        receiver, name, arguments = row
        ours = outcome(lambda receiver=receiver, name=name, arguments=arguments: _called(receiver, name, arguments))
        if ours != answered(answer):
            differing.append((row, ours, answered(answer)))
    assert differing == []


def _called(receiver: str, name: str, arguments: tuple[str, ...]) -> str:
    roots = _roots()
    given = tuple(_value(argument, roots) for argument in arguments)
    value = _value(receiver, roots)
    return f"{described(call(value, name, given))}|{text_of(value)}"


def test_stories(oracle: Oracle) -> None:
    requests = [
        {"template": SETUP + STORY_SETUP + story, "body": BODY, "vars": {"t": TEXTS}, "context": CONTEXT}
        for story in STORIES
    ]
    differing = []
    for story, answer in zip(STORIES, oracle.ask(requests), strict=True):
        ours = outcome(lambda story=story: _rendered(STORY_SETUP + story, _roots()))
        if ours != answered(answer):
            differing.append((story, ours, answered(answer)))
    assert differing == []
