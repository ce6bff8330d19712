"""Narrow grammars, each on one part of the language: this renderer and the oracle print the same, or both fail."""

from __future__ import annotations

from random import Random
from types import ModuleType

import pytest

from tests.batches import batch
from tests.differential import interpolation, json_paths, map_keys, method_calls, payloads, util_calls, white_space
from tests.differential.agreement import differences
from tests.oracle.client import Oracle

GRAMMARS = [
    interpolation,
    json_paths,
    map_keys,
    method_calls,
    payloads,
    util_calls,
    white_space,
]


@pytest.mark.parametrize("grammar", GRAMMARS, ids=lambda module: module.__name__.split(".")[-1])
@batch(200, 5000)
def test_fixed_seed(oracle: Oracle, grammar: ModuleType, count: int) -> None:
    requests = [grammar.write_request(Random(f"corners/{number}")) for number in range(count)]
    assert differences(requests, oracle.ask) == []
