"""A keyword expression: selects cases by their ids, as for `-k`, or by their tags, as for `-m`.

Comes in: an expression such as `put and not (empty or "one or two")`. Goes out: a predicate on ids, or on tags.
As in pytest, a word matches a part of the id, in upper or lower case. Unlike in pytest, adjacent words are one phrase,
and quotes keep together a phrase that contains the name of an operator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
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


def compile_tags(expression: str, name: str = "tags") -> Callable[[Collection[str]], bool]:
    """A function that says whether tags are selected: a word is a whole tag, in upper or lower case.

    Raises as `compile_keyword` does.
    """
    selected = _Parser(Source(expression, name), "a tag", _is_tag).parse()
    return lambda tags: selected("\0".join(("", *(tag.casefold() for tag in tags), "")))


class _Parser:
    def __init__(
        self, source: Source, word: str = "a part of a case's name", test: Callable[[str], Predicate] | None = None
    ) -> None:
        self.source = source
        self.word = word
        self.test = test or _contains
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
            raise self._wrong(self.word)
        words = []
        while self._next.kind == "phrase":
            words.append(self._next.text)
            self.at += 1
        return self.test(" ".join(words).casefold())

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


def _is_tag(word: str) -> Predicate:
    return lambda tags: f"\0{word}\0" in tags


def _not(inner: Predicate) -> Predicate:
    return lambda name: not inner(name)


def _and(left: Predicate, right: Predicate) -> Predicate:
    return lambda name: left(name) and right(name)


def _or(left: Predicate, right: Predicate) -> Predicate:
    return lambda name: left(name) or right(name)
