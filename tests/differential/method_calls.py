# ruff: noqa: E501 (tables read better on one line)
"""Calls of Java methods with arguments of every kind, on values of every kind, and what they leave behind.

`write_request(random)` gives a request of the oracle's protocol. Calls that only reflection and streams reach are left
out, and calls that print the address of an object (docs/fidelity.md, "Known differences from the engine").
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

BODY = json.dumps(
    {
        "i": 5, "zero": 0, "big": 12345678901234567890, "long": 3000000000, "d": 1.5, "e": 1e20,
        "s": "a string, with Some $ text", "sn": "12", "empty": "", "t": True, "f": False, "nul": None,
        "a": [1, "two", None, [3], {"k": "v"}, 2.5, "b", "a"], "nums": [3, 1, 2], "strs": ["b", "a", "c"],
        "o": {"a": 1, "b": "x", "c": None, "d": [1], "e": {"f": 1}}, "ea": [], "eo": {}, "u": "é𝄞ß€İ", "ws": "  x \t\n ",
    }
)  # fmt: skip
SETUP = """#set($p=$input.path('$'))#set($s=$p.s)#set($a=$p.a)#set($o=$p.o)#set($list=[1,'x',$p.s,[2],2.5])#set($m={'a':1,'b':[1]})#set($range=[1..4])#set($parts=$p.s.split(' '))#set($char=$p.s.charAt(2))#set($keys=$o.keySet())#set($values=$o.values())#set($entries=$o.entrySet())#set($bytes=$s.bytes)#set($iterator=$a.iterator())#set($sub=$range.subList(1,3))#set($entry=$o.entrySet().iterator().next())"""
LEFT = "|$s|$a|$o|$list|$m|$range|$sub"
TARGETS = (
    "$s", "$a", "$o", "$list", "$m", "$range", "$parts", "$char", "$p.i", "$p.long", "$p.big", "$p.d", "$p.t", "$keys",
    "$values", "$entries", "$iterator", "$p.u", "$sub", "$entry", "$p.ws", "$p.empty", "$p.nums", "$p.strs", "$p.ea",
    "$p.eo", "$p.sn", "$p.f", "$p.e", "$bytes", "$p.u.bytes", "$s.length()", "$input.params()", "$input.params().header", "$context", "$stageVariables",
)  # fmt: skip
METHODS = (
    "abs", "add", "addAll", "charAt", "clear", "clone", "codePointAt", "compareTo", "compareToIgnoreCase", "concat",
    "contains", "containsAll", "containsKey", "containsValue", "contentEquals", "doubleValue", "endsWith", "entrySet",
    "equals", "equalsIgnoreCase", "floatValue", "format", "get", "getBytes", "getKey", "getOrDefault", "getValue", "hasNext",
    "indexOf", "intValue", "isEmpty", "isInfinite", "isNaN", "iterator", "join", "keySet", "lastIndexOf", "length",
    "listIterator", "longValue", "matches", "max", "min", "mod", "negate", "next", "pow", "put", "putAll", "putIfAbsent",
    "regionMatches", "remove", "removeAll", "replace", "replaceAll", "replaceFirst", "retainAll", "set", "setValue",
    "signum", "size", "split", "startsWith", "strip", "subList", "subSequence", "substring", "toLowerCase", "toString",
    "toUpperCase", "trim", "valueOf", "values",
)  # fmt: skip
ARGUMENTS = (
    "0", "1", "2", "-1", "3", "5", "100", "2.5", "'a'", "'x'", "''", "' '", "'b'", '","', "'[a-s]'", "'(\\w)'", "'$1'",
    "'$0x'", "'\\\\$'", "'S'", "true", "false", "$undefined", "null", "$s", "$a", "$o", "$list", "$m", "$p.i", "$p.long",
    "$p.big", "$p.d", "$p.t", "$char", "$range", "$parts", "$keys", "$values", "$entry", "$sub", "$p.sn", "$p.nul",
    "$p.u", "[1,2]", "{'a':1}", "[]", "{}", "$p.nums", "$iterator", "'%s'", "'.'", "'|'", "' +'", "$bytes", "'UTF-16'", "'latin1'", "$bytes.get(0)", "1.0",
)  # fmt: skip
NEEDS = {"valueOf": 1, "replaceAll": 2}
"""Fewer arguments would mean `String.valueOf(char...)` and `List.replaceAll(UnaryOperator)`, which are known differences."""


def write_request(random: Random) -> dict[str, Any]:
    """One to three calls, each on the result of the last, then what the values are now."""
    call = random.choice(TARGETS)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        call += _call(random)
    return {
        "template": f"{SETUP}{call}{LEFT}",
        "body": BODY,
        "context": {"stage": "prod", "identity": {"sourceIp": "1.2.3.4", "user": None}},
        "params": {"header": {"A": "b"}, "querystring": {"q": "1"}},
        "stageVariables": {"a": "b"},
    }


def _call(random: Random) -> str:
    name = random.choice(METHODS)
    arguments = [random.choice(ARGUMENTS) for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3)))]
    if name in NEEDS and len(arguments) < NEEDS[name]:
        arguments += ["'a'"] * (NEEDS[name] - len(arguments))
    blank = random.choice(("", " "))
    return f".{name}({f',{blank}'.join(arguments)})"
