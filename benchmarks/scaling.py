"""How time and memory grow with the payload: 10 against 1000 items, and a payload of 10 MB."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.engines import Kind
from benchmarks.engines.native import Native
from benchmarks.processes import run
from benchmarks.rounds import Effort, Rounds, in_turns
from benchmarks.work import WORKS, items_request


@dataclass(frozen=True)
class LargePayload:
    """A payload's text and parsed form, and how much a render adds to the peak of a process that has read the text."""

    text: int
    parsed: int
    parsing: int
    """What parsing it with orjson alone adds."""
    render: int


def linearity(effort: Effort) -> tuple[Rounds, Rounds]:
    """Rounds of our warm render of the long list with 10 items, and with 1000."""
    work = next(work for work in WORKS if work.key == "long_list")
    engine = Native()
    runners = {count: engine.runner(replace(work, request=items_request(count))) for count in (10, 1000)}
    rounds = in_turns(
        {
            10: lambda count: runners[10].seconds(Kind.WARM, count),
            1000: lambda count: runners[1000].seconds(Kind.WARM, count),
        },
        effort,
    )
    engine.close()
    return rounds[10], rounds[1000]


def large_payload(size: int) -> LargePayload:
    """Measures a payload of about `size` bytes in processes of their own (see `large_payload.py`)."""
    with TemporaryDirectory(prefix="vtlharness-benchmark-") as name:
        folder = Path(name)
        file = folder / "payload.json"
        file.write_text(_payload(size), encoding="utf-8")
        root = Path(__file__).parent.parent

        def measured(what: str) -> tuple[int, int]:
            done = run([sys.executable, "-m", "benchmarks.large_payload", what, str(file)], "", folder=root)
            return done.peak, int(done.output)

        before, text = measured("read")
        parsing, _ = measured("parse")
        _, parsed = measured("weigh")
        render, _ = measured("render")
    return LargePayload(text, parsed, parsing - before, render - before)


def _payload(size: int) -> str:
    """1000 items, as many as a loop may have, whose lists of parts make up the size."""
    part = {"code": "part-0000", "label": "A part of the whole", "amount": 1000, "price": 12.5}
    parts = max(1, size // 1000 // len(json.dumps(part)))
    items = [
        {
            "id": f"item-{item}",
            "parts": [part | {"code": f"part-{item}-{number}", "amount": 1000 + number} for number in range(parts)],
        }
        for item in range(1000)
    ]
    return json.dumps({"items": items})
