"""What a call of a method that a value does not have says: the rule, the message and the hint.

Comes in: the name of the method, and the root that the call begins with, if any. The linter and a rendering share
these words. Evidence: docs/fidelity.md#references.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from vtlharness.nearest import nearest_name

NEWER_METHODS = {
    **dict.fromkeys(("isBlank", "lines", "repeat", "strip", "stripLeading", "stripTrailing"), 11),
    **dict.fromkeys(("indent", "transform", "describeConstable", "resolveConstantDesc"), 12),
    **dict.fromkeys(("formatted", "stripIndent", "translateEscapes"), 15),
    "toList": 16,
    **dict.fromkeys(("reversed", "getFirst", "getLast", "removeFirst", "removeLast", "splitWithDelimiters"), 21),
    **dict.fromkeys(("copyOf", "of", "ofEntries", "entry"), 9),
}
"""Methods that came after Java 8, and the version that brought them."""

_INSTEAD = {
    "isBlank": '.trim() == ""',
    "strip": ".trim()",
    "stripLeading": '.replaceFirst("^\\s+", "")',
    "stripTrailing": '.replaceFirst("\\s+$", "")',
    "getFirst": ".get(0)",
    "lines": '.split("\\n")',
}

INPUT_METHODS: dict[str, tuple[int, ...]] = {"json": (1,), "path": (1,), "params": (0, 1), "getBody": (0,)}
"""The methods of `$input`, with their numbers of arguments."""

UTIL_METHODS: dict[str, tuple[int, ...]] = dict.fromkeys(
    ("escapeJavaScript", "parseJson", "urlEncode", "urlDecode", "base64Encode", "base64Decode"), (1,)
)
"""The methods of `$util`, with their numbers of arguments."""

FOREACH_METHODS = frozenset({"getIndex", "getCount", "hasNext", "isFirst", "isLast", "getParent", "getTopmost", "stop"})
OBJECT_METHODS = frozenset({"equals", "getClass", "hashCode", "toString"})

_ROOTS: dict[str, tuple[str, dict[str, tuple[int, ...]]]] = {
    "input": ("VTL241", INPUT_METHODS),
    "util": ("VTL242", UTIL_METHODS),
}

Words = tuple[str, str, "str | None"]
"""A rule, a message, and a hint."""


def missing_method(name: str, root: str, count: int) -> Words:
    """The words for a value that has no method `name` with `count` arguments; `root` is the root that it is, or ""."""
    if root in _ROOTS and name not in OBJECT_METHODS:
        rule, known = _ROOTS[root]
        return wrong_count(root, name, count) if name in known else unknown_member(rule, f"${root}.{name}", name, known)
    return unknown_method(name) or (
        "VTL248",
        f"this value has no method {name}() {_arguments(count)}: it gives nothing",
        "a text has no list's or map's methods, and a number has no text's: look at the value's kind first",
    )


def unknown_member(rule: str, written: str, name: str, known: Iterable[str]) -> Words:
    """The words for a method of a root that the service does not have."""
    names = sorted(known)
    near = nearest_name(name, names)
    hint = f"did you mean `{near}`?" if near else f"known here: {', '.join(names)}"
    return rule, f"the service has no {written}(...): it is empty", hint


def wrong_count(root: str, name: str, count: int) -> Words:
    """The words for a method of `$input` or `$util` with a number of arguments that it does not take."""
    rule, known = _ROOTS[root]
    takes = " or ".join(map(str, known[name]))
    message = f"${root}.{name} takes {takes} argument{'' if takes == '1' else 's'}, not {count}"
    return rule, message, f"write ${root}.{name}(...)"


def unknown_method(name: str) -> Words | None:
    """The words for a method that no value has, or that came after Java 8; None for another one."""
    newer = NEWER_METHODS.get(name)
    if newer is not None:
        instead = _INSTEAD.get(name)
        message = f".{name}() came with Java {newer}, and no recording shows that the service has it"
        return "VTL321", message, f"write {instead}" if instead else None
    if name in FOREACH_METHODS or name in OBJECT_METHODS or name in _all_methods():
        return None
    near = nearest_name(name, sorted(_all_methods()))
    return "VTL247", f"no value has a method {name}(): it gives nothing", f"did you mean `{near}`?" if near else None


@cache
def _all_methods() -> frozenset[str]:
    from vtlharness.java.methods.table import METHODS

    return frozenset(name for table in METHODS.values() for name, _ in table)


def _arguments(count: int) -> str:
    return f"with {count} argument{'' if count == 1 else 's'}" if count else "without arguments"
