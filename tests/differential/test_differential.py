"""A few thousand generated templates with a fixed seed, and as many as Hypothesis likes to write."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.differential.agreement import differences
from tests.differential.grammar import write_request
from tests.oracle.client import Oracle


def test_fixed_seed(oracle: Oracle) -> None:
    requests = [write_request(Random(f"ci/{number}")) for number in range(4000)]
    assert differences(requests, oracle.ask) == []


@settings(
    max_examples=300, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(random=st.randoms(use_true_random=False))
def test_any_template(oracle: Oracle, random: Random) -> None:
    assert differences([write_request(random)], oracle.ask) == []
