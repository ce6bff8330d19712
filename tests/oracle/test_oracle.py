"""The co-process itself: order, size, errors, characters, and life after death."""

from __future__ import annotations

import pytest

from tests.oracle.client import Oracle, OracleDiedError, OracleError


def test_renders(live_oracle: Oracle) -> None:
    assert live_oracle.render("#set($x = 7)$x $input.json('$.a')", body='{"a": [1.50]}') == "7 [1.5]"
    assert (
        live_oracle.render("$context.stage $stageVariables.t $v.a", context={"stage": "prod"}, vars={"v": {"a": 1}})
        == "prod  1"
    )


def test_answers_many_large_requests_in_order(live_oracle: Oracle) -> None:
    padding = "x" * 5000
    requests = [{"id": i, "template": f"$input.body {i} {padding}", "body": padding} for i in range(1000)]
    assert [(a["id"], a["output"]) for a in live_oracle.ask(requests)] == [
        (i, f"{padding} {i} {padding}") for i in range(1000)
    ]


@pytest.mark.parametrize(
    ("template", "kind"),
    [("#if", "parse"), ("$input.path('$').a.put('a')", None), ("$input.path('$[')", "eval")],
)
def test_errors_have_a_kind(live_oracle: Oracle, template: str, kind: str | None) -> None:
    if kind is None:
        assert live_oracle.render(template) == ""
        return
    with pytest.raises(OracleError) as failed:
        live_oracle.render(template)
    assert failed.value.kind == kind


@pytest.mark.parametrize(
    "text", ["", "é€😀", "\ud800", "a\udc00b", "\x00\x1f\x7f\\\x7f\x85", "\u2028\u2029", "</script>"]
)
def test_every_character_arrives(live_oracle: Oracle, text: str) -> None:
    assert live_oracle.render("$x", vars={"x": text}) == text


@pytest.mark.usefixtures("live_oracle")  # to be skipped with the rest
def test_a_dead_process_is_reported_and_replaced() -> None:
    mine = Oracle(timeout=1)
    try:
        slow = "#foreach($a in [1..900])#foreach($b in [1..900])#foreach($c in [1..900])$c#end#end#end"
        with pytest.raises(OracleDiedError):
            mine.render(slow)
        mine.timeout = 60  # a new JVM takes its time on a busy machine
        assert mine.render("fine") == "fine"
    finally:
        mine.close()
