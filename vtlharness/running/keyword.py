"""A keyword expression, as for `-k`: selects cases by their ids.

Comes in: an expression such as `put and not (empty or "one or two")`. Goes out: a predicate on ids. As in pytest, a
word matches a part of the id, in upper or lower case. Unlike in pytest, adjacent words are one phrase, and quotes keep
together a phrase that contains the name of an operator.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from vtlharness.errors import VtlHarnessError
from vtlharness.source import Source

Predicate = Callable[[str], bool]

_TOKEN = re.compile(
    r"""\s*(?:(?P<mark>[()])|"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<word>[^\s()"']+)|(?P<wrong>\S))"""
)
_OPERATORS = ("and", "or", "not")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "(", ")", "and", "or", "not", "phrase" or "end"
    text: str
    offset: int


def compile_keyword(expression: str, name: str = "keyword") -> Predicate:
    """A function that says whether an id is selected; messages use `name` for the expression.

    Raises VtlHarnessError, with a caret below the expression, when it does not parse.
    """
    return _Parser(Source(expression, name)).parse()


class _Parser:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.tokens = self._tokens(source.text)
        self.at = 0

    def parse(self) -> Predicate:
        selected = self._either()
        if self._next.kind != "end":
            raise self._wrong("'and' or 'or'")
        return selected

    @property
    def _next(self) -> _Token:
        return self.tokens[self.at]

    def _take(self, kind: str) -> bool:
        taken = self._next.kind == kind
        self.at += taken
        return taken

    def _either(self) -> Predicate:
        selected = self._both()
        while self._take("or"):
            selected = _or(selected, self._both())
        return selected

    def _both(self) -> Predicate:
        selected = self._one()
        while self._take("and"):
            selected = _and(selected, self._one())
        return selected

    def _one(self) -> Predicate:
        if self._take("not"):
            return _not(self._one())
        if self._take("("):
            selected = self._either()
            if not self._take(")"):
                raise self._wrong("')'")
            return selected
        if self._next.kind != "phrase":
            raise self._wrong("a part of a case's name")
        words = []
        while self._next.kind == "phrase":
            words.append(self._next.text)
            self.at += 1
        return _contains(" ".join(words).casefold())

    def _wrong(self, expected: str) -> VtlHarnessError:
        token = self._next
        found = "the end" if token.kind == "end" else f"'{token.text}'"
        return VtlHarnessError(
            f"expected {expected}, found {found}",
            source=self.source,
            offset=token.offset,
            length=max(1, len(token.text)),
        )

    def _tokens(self, expression: str) -> list[_Token]:
        tokens = []
        for match in _TOKEN.finditer(expression):
            group = str(match.lastgroup)
            text, offset = match[group], match.start(group)
            if group == "wrong":
                raise VtlHarnessError(f"the quote {text} is not closed", source=self.source, offset=offset)
            kind = text if group == "mark" or (group == "word" and text in _OPERATORS) else "phrase"
            tokens.append(_Token(kind, text, offset))
        return [*tokens, _Token("end", "", len(expression.rstrip()))]


def _contains(phrase: str) -> Predicate:
    return lambda name: phrase in name.casefold()


def _not(inner: Predicate) -> Predicate:
    return lambda name: not inner(name)


def _and(left: Predicate, right: Predicate) -> Predicate:
    return lambda name: left(name) and right(name)


def _or(left: Predicate, right: Predicate) -> Predicate:
    return lambda name: left(name) or right(name)
