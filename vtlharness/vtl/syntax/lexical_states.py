"""Velocity's lexical states: the tokens that can begin in each, as one regular expression per state.

The longest match wins in Velocity; the alternatives are ordered so that the first that matches is also the longest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from vtlharness.vtl.syntax.tokens import Kind


class State:
    """Velocity's lexical states (plain numbers, as `Kind`)."""

    DEFAULT = 0
    REFERENCE = 1
    REFMODIFIER = 2
    REFINDEX = 3
    REFMOD2 = 4
    DIRECTIVE = 5
    PRE_DIRECTIVE = 6
    IN_TEXTBLOCK = 7
    IN_MULTI_LINE_COMMENT = 8
    IN_FORMAL_COMMENT = 9
    IN_SINGLE_LINE_COMMENT = 10


_WORD_CHAR = "[A-Za-z0-9_@]"
_REST_OF_LINE = r"(?:[ \t]*(?:\r\n|\n|\r))?"
_NUMBER_EXPONENT = r"[eE][+-]?[0-9]+"

_SET = (Kind.SET_DIRECTIVE, r"[ \t]*#(?:set|\{set\}) *\(")
_EMPTY_INDEX = (Kind.EMPTY_INDEX, r"\$(?:\\?!)?\[|\$\.")
_BARE_NAME = r"(?!(?:true|false)(?![A-Za-z0-9_-]))[A-Za-z_][A-Za-z0-9_-]*"
_NAME = rf"\$!?{_BARE_NAME}"
_PROPERTY = r"\.(?!(?:true|false)(?![A-Za-z0-9_-]))[A-Za-z][A-Za-z0-9_-]*"
_PLAIN_ARGUMENT = rf"'[^'\\]*'|\"[^\"$#\\]*\"|{_NAME}(?:{_PROPERTY})*|[0-9]{{1,9}}"
# Most references, read in one step, those that end in a call with a plain argument, too. This token may replace
# Velocity's only where the state REFERENCE would leave at the very next character: no step, brace, parenthesis, escape,
# `$`, `#`, or blanks that `#set` would swallow.
_PLAIN_REFERENCE = (
    Kind.REFERENCE,
    rf"{_NAME}(?:(?:{_PROPERTY})+\((?:{_PLAIN_ARGUMENT})?\)|(?:{_PROPERTY})*)"
    r"(?![A-Za-z0-9_\-\[({}$\\#]|\.[A-Za-z]|[ \t]+\#)",
)
_TEXT = r"[ \t]*[^$#\\ \t][^$#\\]*|[ \t]+(?=\$)"
_DOLLAR = (Kind.DOLLAR, r"\\*\$(?:\\*!)?")
_LINE_COMMENT = (Kind.SINGLE_LINE_COMMENT_START, r"\#\#")
_HASHES = (
    (Kind.TEXTBLOCK_START, r"\#\[\["),
    (Kind.FORMAL_COMMENT_START, r"\#\*\*[^#]"),
    (Kind.MULTI_LINE_COMMENT_START, r"\#\*"),
    (Kind.HASH, r"\#"),
)
_WHITESPACE = (Kind.WHITESPACE, r"[ \t\n\r]+")
_STRING = (Kind.STRING_LITERAL, r"\"[^\"]*(?:\"\"[^\"]*)*\"|'[^']*(?:''[^']*)*'")
_NUMBERS = (
    (Kind.INTEGER_LITERAL, r"-?[0-9]+\.\."),
    (
        Kind.FLOATING_POINT_LITERAL,
        rf"-?[0-9]+\.[0-9]*(?:{_NUMBER_EXPONENT})?|-?\.[0-9]+(?:{_NUMBER_EXPONENT})?|-?[0-9]+{_NUMBER_EXPONENT}",
    ),
    (Kind.INTEGER_LITERAL, r"-?[0-9]+"),
)
_REFERENCE_BOOLEANS = ((Kind.TRUE, r"true(?![A-Za-z0-9_-])"), (Kind.FALSE, r"false(?![A-Za-z0-9_-])"))
_IDENTIFIER = (Kind.IDENTIFIER, r"[A-Za-z_][A-Za-z0-9_-]*")
_DOT = (Kind.DOT, r"\.[A-Za-z]")
_CURLIES = ((Kind.LCURLY, r"\{"), (Kind.RCURLY, r"\}"))
_WORDS = (
    (Kind.WORD, rf"[A-Za-z_@]{_WORD_CHAR}*"),
    (Kind.BRACKETED_WORD, rf"\{{[A-Za-z_]{_WORD_CHAR}*\}}"),
)
_LITERAL_PUNCTUATION = (
    (Kind.LBRACKET, r"\["),
    (Kind.RBRACKET, r"\]"),
    (Kind.COMMA, r","),
    (Kind.DOUBLEDOT, r"\.\."),
    (Kind.COLON, r":"),
)


def _keyword(kind: int, words: str) -> tuple[int, str]:
    return kind, rf"(?:{words})(?!{_WORD_CHAR})"


_ALTERNATIVES: dict[int, tuple[tuple[int, str], ...]] = {
    State.DEFAULT: (
        (Kind.TEXT, _TEXT),
        _PLAIN_REFERENCE,
        (Kind.ESCAPE_DIRECTIVE, rf"(?:\\\\)*\\\#(?:[A-Za-z_@]{_WORD_CHAR}*|\{{[A-Za-z_]{_WORD_CHAR}*\}})"),
        _SET,
        _EMPTY_INDEX,
        _DOLLAR,
        _LINE_COMMENT,
        *_HASHES,
        (Kind.DOUBLE_ESCAPE, r"\\\\"),
        (Kind.ESCAPE, r"\\"),
        (Kind.TEXT, r"[^$#\\]+"),
    ),
    State.REFERENCE: (
        _SET,
        *_REFERENCE_BOOLEANS,
        _IDENTIFIER,
        _DOT,
        *_CURLIES,
        (Kind.INDEX_LBRACKET, r"\["),
        _EMPTY_INDEX,
        _DOLLAR,
        _LINE_COMMENT,
        *_HASHES,
        (Kind.REFERENCE_TERMINATOR, r"."),
    ),
    State.REFMODIFIER: (
        _SET,
        *_REFERENCE_BOOLEANS,
        _IDENTIFIER,
        _DOT,
        *_CURLIES,
        (Kind.INDEX_LBRACKET, r"\["),
        (Kind.LPAREN, r"\("),
        _DOLLAR,
        *_HASHES,
        (Kind.REFERENCE_TERMINATOR, r"."),
    ),
    State.REFINDEX: (
        (Kind.INDEX_RBRACKET, r"\]"),
        _WHITESPACE,
        _STRING,
        (Kind.TRUE, "true"),
        (Kind.FALSE, "false"),
        *_NUMBERS,
        _DOLLAR,
        *_HASHES,
    ),
    State.REFMOD2: (
        _PLAIN_REFERENCE,
        _SET,
        _WHITESPACE,
        (Kind.REFMOD2_RPAREN, r"\)"),
        *_REFERENCE_BOOLEANS,
        _IDENTIFIER,
        _STRING,
        *_NUMBERS,
        *_LITERAL_PUNCTUATION,
        _DOT,
        (Kind.LEFT_CURLY, r"\{"),
        (Kind.RIGHT_CURLY, r"\}"),
        _DOLLAR,
        *_HASHES,
    ),
    State.DIRECTIVE: (
        _PLAIN_REFERENCE,
        _WHITESPACE,
        (Kind.RPAREN, rf"\){_REST_OF_LINE}"),
        (Kind.LPAREN, r"\("),
        _STRING,
        *_NUMBERS,
        _keyword(Kind.TRUE, "true"),
        _keyword(Kind.FALSE, "false"),
        (Kind.LOGICAL_AND, rf"&&|and(?!{_WORD_CHAR})"),
        (Kind.LOGICAL_OR, rf"\|\||or(?!{_WORD_CHAR})"),
        (Kind.LOGICAL_LE, rf"<=|le(?!{_WORD_CHAR})"),
        (Kind.LOGICAL_LT, rf"<|lt(?!{_WORD_CHAR})"),
        (Kind.LOGICAL_GE, rf">=|ge(?!{_WORD_CHAR})"),
        (Kind.LOGICAL_GT, rf">|gt(?!{_WORD_CHAR})"),
        (Kind.LOGICAL_EQUALS, rf"==|eq(?!{_WORD_CHAR})"),
        (Kind.LOGICAL_NOT_EQUALS, rf"!=|ne(?!{_WORD_CHAR})"),
        (Kind.LOGICAL_NOT, rf"!|not(?!{_WORD_CHAR})"),
        (Kind.EQUALS, r"="),
        *_WORDS,
        (Kind.MINUS, r"-"),
        (Kind.PLUS, r"\+"),
        (Kind.MULTIPLY, r"\*"),
        (Kind.DIVIDE, r"/"),
        (Kind.MODULUS, r"%"),
        *_LITERAL_PUNCTUATION,
        (Kind.LEFT_CURLY, r"\{"),
        (Kind.RIGHT_CURLY, r"\}"),
        _DOLLAR,
        _LINE_COMMENT,
        *_HASHES,
    ),
    State.PRE_DIRECTIVE: (
        (Kind.END, rf"end(?!{_WORD_CHAR}){_REST_OF_LINE}|\{{end\}}{_REST_OF_LINE}"),
        (Kind.IF_DIRECTIVE, rf"if(?!{_WORD_CHAR})|\{{if\}}"),
        (Kind.ELSEIF_DIRECTIVE, rf"elseif(?!{_WORD_CHAR})|\{{elseif\}}"),
        (Kind.ELSE_DIRECTIVE, rf"else(?!{_WORD_CHAR}){_REST_OF_LINE}|\{{else\}}{_REST_OF_LINE}"),
        *_WORDS,
        *_NUMBERS,
        _DOLLAR,
        _LINE_COMMENT,
        *_HASHES,
        (Kind.DIRECTIVE_TERMINATOR, r"."),
    ),
    State.IN_TEXTBLOCK: (
        (Kind.TEXTBLOCK, r"\]\]\#"),
        (Kind.MORE, r"\\*\$(?:\\*!)?|\#\[\[|\#\*\*[^#]|\#\*|[^$#\\\]]+|\\+|."),
    ),
    State.IN_MULTI_LINE_COMMENT: (
        (Kind.MULTI_LINE_COMMENT, r"\*\#"),
        (Kind.MORE, r"\\*\$(?:\\*!)?|\#\[\[|\#\*\*[^#]|\#\*|\#"),
        (Kind.SKIP, r"[^$#\\*]+|\\+|."),
    ),
    State.IN_FORMAL_COMMENT: (
        (Kind.FORMAL_COMMENT, r"\*\#"),
        (Kind.MORE, r"\\*\$(?:\\*!)?|\#\[\[|\#\*\*[^#]|\#\*|\#"),
        (Kind.SKIP, r"[^$#\\*]+|\\+|."),
    ),
    State.IN_SINGLE_LINE_COMMENT: (
        (Kind.SINGLE_LINE_COMMENT, r"\r\n|\n|\r"),
        (Kind.MORE, r"\\*\$(?:\\*!)?|\#\[\[|\#\*\*[^#]|\#\*|\#"),
        (Kind.SKIP, r"[^$#\\\n\r]+|\\+|."),
    ),
}

Rule: TypeAlias = tuple[Callable[[str, int], "re.Match[str] | None"], tuple[int, ...]]


class _Rules(dict[int, Rule]):
    def __missing__(self, state: int) -> Rule:
        alternatives = _ALTERNATIVES[state]
        match = re.compile("|".join(f"({pattern})" for _, pattern in alternatives), re.DOTALL).match
        self[state] = rule = match, (Kind.EOF, *(kind for kind, _ in alternatives))
        return rule


LONG_TEXT = 60
PLAIN_PART = re.compile(rf"([ \t]*[^$#\\ \t][^$#\\]{{,{LONG_TEXT}}}|[ \t]+(?=\$))|{_PLAIN_REFERENCE[1]}").match
"""A text (group 1) or a plain reference of the state DEFAULT: the tokens that a template has most of. A text of more
than `LONG_TEXT` characters may go on."""

_VALUE = rf"{_PLAIN_REFERENCE[1]}|'[^'\\]*'|\"[^\"$#\\]*\"|[0-9]{{1,9}}"
PLAIN_HEAD = re.compile(
    rf"\#if\( *(?P<condition>{_PLAIN_REFERENCE[1]})(?: *(?P<operator>==|!=|>=|<=|>|<)(?P<operand> *(?:{_VALUE}) *))?"
    rf" *\){_REST_OF_LINE}"
    rf"|\#foreach\( *\$(?P<variable>{_BARE_NAME}) +in +(?P<items>{_PLAIN_REFERENCE[1]}) *\){_REST_OF_LINE}"
    rf"|[ \t]*(?P<set>\#set) *\( *(?P<target>\${_BARE_NAME}) *= *(?P<value>{_VALUE}) *\){_REST_OF_LINE}",
).match
"""The usual beginnings of directives in the state DEFAULT, in one step: Velocity's tokens from the `#` to the `)`."""

RULES = _Rules()
"""For each state the expression of its next token, and the kinds of tokens by the number of the matching group.

The expression of a state is compiled when a template first reaches it, which is rare for most states.
"""
