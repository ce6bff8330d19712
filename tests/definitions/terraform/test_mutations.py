"""Plans and states with nodes that are dropped, retyped or doubled: they load, or one error says what is wrong."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vtlharness.definitions import load_definition
from vtlharness.errors import VtlHarnessError

PETS = Path(__file__).resolve().parents[3] / "fixtures" / "apis" / "pets"
SECRET = "partner-key-0123456789"
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, "", "x", "<y>", "\ud800", "each.key", "module.m[", "aws_api_gateway_rest_api.shop"),
    *([], {}, [1], [[]], [{}], {"a": 1}, {"file": "x"}, {"Ref": "x"}, {"references": ["x.y"]}),
)
SECONDS = 12.0


def _nodes(data: Any) -> Iterator[tuple[Any, Any]]:
    waiting = [data]
    while waiting:
        one = waiting.pop()
        for key in one if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ():
            yield one, key
            waiting.append(one[key])


def _mutated(data: Any, chance: random.Random) -> Any:
    data = copy.deepcopy(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        nodes = list(_nodes(data))
        holder, key = chance.choice(nodes)
        kind = chance.choice(("drop", "retype", "double"))
        if kind == "drop" and len(nodes) > 1:
            del holder[key]
        elif kind == "double" and isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        else:
            holder[key] = copy.deepcopy(chance.choice(VALUES))
    return data


def _result(name: str) -> str:
    """The API of a file, or its error, as text."""
    try:
        return repr(load_definition(name))
    except VtlHarnessError as error:
        return str(error)


@pytest.mark.parametrize("name", ["plan.json", "terraform.tfstate"])
def test_mutations(name: str) -> None:
    data = json.loads((PETS / name).read_text("utf-8"))
    chance = random.Random(name)
    end = time.monotonic() + SECONDS
    for number in range(150):
        Path(name).write_text(json.dumps(_mutated(data, chance)), encoding="utf-8")
        assert SECRET not in _result(name), number
        if time.monotonic() > end:
            break
