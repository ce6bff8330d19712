"""Does one thing with a large payload in a process whose peak memory is measured from outside.

`python -m benchmarks.large_payload read|parse|weigh|render FILE` reads the text, and then parses it, parses and weighs
it (every Python object in it), or renders a template with it. It prints the size of the result in bytes, if known.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import orjson

from vtlharness import MappingTemplate, MethodRequest, render_request

_TEMPLATE = """#foreach($item in $input.path('$.items'))
$item.id:#foreach($part in $item.parts) $part.code=$part.amount#end

#end
"""


def main(what: str, file: str) -> int:
    template = MappingTemplate.from_text(_TEMPLATE)
    render_request(template, MethodRequest(body='{"items": []}'))
    text = Path(file).read_text(encoding="utf-8")
    if what == "read":
        return len(text)
    if what == "render":
        return len(render_request(template, MethodRequest(body=text)).text)
    parsed = orjson.loads(text)
    return size_of(parsed) if what == "weigh" else 0


def size_of(data: Any) -> int:
    """The bytes that the objects of JSON data take, each counted once."""
    size, seen, waiting = 0, set[int](), [data]
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        size += sys.getsizeof(value)
        if type(value) is dict:
            waiting.extend(value)
            waiting.extend(value.values())
        elif type(value) is list:
            waiting.extend(value)
    return size


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
