"""The inputs: each kind is a function from a random source to a text, or to bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from tests.differential.grammar import write_request
from tests.differential.json_paths import write_request as write_path_request

ROOT = Path(__file__).resolve().parents[2]
_ODD = [
    "\0",
    "\u2028",
    "\ud800",
    "\x7f",
    "é",
    "😀",
    "\\",
    '"',
    "'",
    "`",
    "$",
    "#",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ":",
    "&a",
    "*a",
]
_ODD += [
    "!Ref ",
    "<<: ",
    "- ",
    "\t",
    "\r\n",
    "\n",
    "null",
    "1e999",
    "-0",
    "9" * 30,
    "true",
    "$ref",
    "Fn::Sub",
    "#set(",
    "#end",
]
_ODD += [
    "$input.path('$..*')",
    "((" * 20,
    "[[" * 20,
    "{a: " * 20,
    "1" * 5000,
    "x" * 3000,
    "#if(true)" * 30,
    "?(@.a =~ /(a+)+$/)",
]


@cache
def _samples(*suffixes: str) -> tuple[str, ...]:
    files = sorted(path for path in (ROOT / "fixtures").rglob("*") if path.name.endswith(suffixes) and path.is_file())
    return tuple(path.read_text(encoding="utf-8") for path in files)


def mutated(random: Random, text: str) -> str:
    """A text with a few random changes: pieces cut, doubled, moved or replaced by odd ones."""
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        start = random.randrange(len(text) + 1)
        end = min(len(text), start + random.choice((0, 0, 1, 1, 2, 5, 20)))
        piece = text[start:end]
        new = random.choice(
            ("", piece * 2, piece[::-1], random.choice(_ODD), random.choice(_ODD), chr(random.randrange(128)))
        )
        text = text[:start] + new + text[end:]
    return text


def template(random: Random) -> str:
    """A template: from the grammar, broken or whole, or a changed one of the gallery."""
    if random.random() < 0.2:
        return mutated(random, random.choice(_samples(".vtl")))
    text = str(write_request(random)["template"])
    return mutated(random, text) if random.random() < 0.3 else text


def path(random: Random) -> str:
    """A JSONPath inside a template."""
    text = str(write_path_request(random)["template"])
    return mutated(random, text) if random.random() < 0.5 else text


def payload(random: Random) -> str:
    """A payload, often not quite JSON."""
    text = json.dumps(_value(random, 4), ensure_ascii=random.random() < 0.5)
    return mutated(random, text) if random.random() < 0.7 else text


def _value(random: Random, depth: int) -> object:
    kind = random.randrange(8 if depth else 5)
    if kind == 5:
        return [_value(random, depth - 1) for _ in range(random.randrange(4))]
    if kind >= 6:
        return {
            random.choice(("a", "b", "__class__", "é", "")): _value(random, depth - 1)
            for _ in range(random.randrange(4))
        }
    return random.choice(("text", "", 0, 1.5, -1, 10**25, 1e300, True, None, "\ud83d", "a" * 50, "2024-01-01"))


def line(random: Random) -> bytes:
    """A line for `vtl-render --jsonl`, often not one."""
    request: dict[str, object] = dict(write_request(random))
    if random.random() < 0.3:
        request[random.choice(("id", "repeat", "overrides", "vars", "params", "context", "body", "x"))] = _value(
            random, 3
        )
    text = json.dumps(request)
    if random.random() < 0.5:
        text = mutated(random, text)
    data = text.encode("utf-8", "surrogatepass")
    if random.random() < 0.05:
        at = random.randrange(len(data) + 1)
        data = data[:at] + bytes([random.randrange(256)]) + data[at:]
    return data.replace(b"\n", b" ")


def case_file(random: Random) -> str:
    """A changed case file of the gallery."""
    return mutated(random, random.choice(_samples(".vtl.yaml", ".vtl.yml", ".vtl.json")))


def definition(random: Random) -> str:
    """A changed definition of the gallery."""
    texts = [text for text in _samples(".yaml", ".json") if "integration" in text.lower() and "cases:" not in text]
    return mutated(random, random.choice(texts))


KINDS: dict[str, Callable[[Random], str | bytes]] = {
    "templates": template,
    "paths": path,
    "payloads": payload,
    "lines": line,
    "cases": case_file,
    "definitions": definition,
}
