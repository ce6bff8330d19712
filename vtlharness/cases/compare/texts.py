"""Compares texts: byte for byte, unless the case leaves out the final line end or all white space.

Comes in: an expected text, the actual one, the options. Goes out: whether they are the same to the case, and for texts
that are not a hint for the commonest reasons.
"""

from __future__ import annotations

from vtlharness.cases.model import CompareOptions

_WHITESPACE = str.maketrans("", "", " \t\r\n")  # no-break spaces count: JSON and most readers take none


def same_text(expected: str, actual: str, options: CompareOptions) -> bool:
    """Whether the case takes the texts for the same."""
    if expected == actual:
        return True
    if options.ignore_whitespace:
        return _without_whitespace(expected) == _without_whitespace(actual)
    return options.ignore_final_newline and without_final_newline(expected) == without_final_newline(actual)


def without_final_newline(text: str) -> str:
    """The text without the line end at its end, if it has one."""
    return text[:-1].removesuffix("\r") if text.endswith("\n") else text


def text_hint(expected: str, actual: str) -> str | None:
    """What to write where two different texts differ only in white space; None if they differ in more."""
    if without_final_newline(expected) == without_final_newline(actual):
        if actual.endswith("\n"):
            block, fact = "`|` instead of `|-`", "only the actual text ends in a line end"
        else:
            block, fact = "`|-` instead of `|`", "only the expected text ends in a line end"
        if actual.endswith("\n") and expected.endswith("\n"):
            return "the texts differ only in their final line ends: `compare: {final_newline: ignore}` takes both"
        return f"{fact}: in a YAML block write {block}, or let `compare: {{final_newline: ignore}}` take both"
    if _without_whitespace(expected) == _without_whitespace(actual):
        return "the texts differ only in white space: `compare: {whitespace: ignore}` takes both"
    return None


def _without_whitespace(text: str) -> str:
    return text.translate(_WHITESPACE)
