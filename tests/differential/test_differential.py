"""Generated templates with a fixed seed, and templates that Hypothesis generates."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.batches import batch
from tests.differential.agreement import differences
from tests.differential.grammar import write_request
from tests.oracle.client import Oracle


@batch(500, 20_000)
def test_fixed_seed(oracle: Oracle, count: int) -> None:
    requests = [write_request(Random(f"ci/{number}")) for number in range(count)]
    assert differences(requests, oracle.ask) == []


@batch(50, 1000)
def test_any_template(live_oracle: Oracle, count: int) -> None:
    @settings(max_examples=count, derandomize=True, deadline=None)
    @given(random=st.randoms(use_true_random=False))
    def agree(random: Random) -> None:
        assert differences([write_request(random)], live_oracle.ask) == []

    agree()
