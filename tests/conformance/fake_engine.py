"""An engine that does as it is told: `python fake_engine.py [MODE]` answers each line with its template as the output.

Some templates are orders: see `_obey`. Modes: `reversed` answers four lines at a time, the last one first; `one` ends
after an answer; `banner` greets first; `broken` ends at once; `mute` reads and says nothing; `chatty` never answers.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any


def _obey(request: dict[str, Any]) -> str:
    order = request["template"]
    if order == "die":
        os._exit(3)
    if order == "close":
        os.close(1)
        time.sleep(60)
    if order == "hang":
        time.sleep(60)
    if order == "noise":
        return "Exception in thread main"
    if order == "array":
        return "[1, 2]"
    answer: dict[str, Any] = {"id": request["id"], "output": order}
    if order.startswith("fail "):
        answer = {"id": request["id"], "error": "as told", "kind": order.split()[1]}
    if order == "fail":
        answer = {"id": request["id"], "error": "as told"}
    if order == "no output":
        answer = {"id": request["id"]}
    if order == "no id":
        del answer["id"]
    if order == "twice":
        return f"{json.dumps(answer)}\n{json.dumps(answer)}"
    if order == "wrong":
        answer["output"] = "something else"
    if request.get("overrides"):
        answer["requestOverride"] = {}
        answer["responseOverride"] = {"status": 404}
    return json.dumps(answer)


def main(mode: str) -> None:
    """Answers until the input ends."""
    if mode == "broken":
        sys.exit(1)
    if mode == "banner":
        print("engine 1.0, ready", flush=True)
    kept: list[str] = []
    for line in sys.stdin:
        if mode == "mute":
            continue
        if mode == "chatty":
            print("still working", flush=True)
            continue
        kept.append(_obey(json.loads(line)))
        if mode == "reversed" and len(kept) < 4:
            continue
        print("\n".join(reversed(kept)), flush=True)
        kept.clear()
        if mode == "one":
            sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
