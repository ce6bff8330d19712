"""The calls that are measured really reach their backends."""

from __future__ import annotations

from benchmarks.live_calls import live_calls
from benchmarks.rounds import SHORT


def test_each_kind_is_called() -> None:
    calls = {call.name: call for call in live_calls(SHORT)}
    assert {"HTTP", "local Python function"} <= set(calls)
    assert all(call.live for call in calls.values())
    assert calls["local Python function"].alone is None
    assert calls["local Python function"].overhead == calls["local Python function"].live[0]
