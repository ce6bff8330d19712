"""PyYAML's event parser: the one in C if it is installed. No other module knows that there are two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML was built without libyaml
    CParser = None  # type: ignore[assignment,misc]


class PythonParser(Reader, Scanner, Parser):
    """PyYAML's own parser: slower, the same events."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def events(text: str) -> Callable[[], Any]:
    """A function that returns the next event at each call, and raises yaml.YAMLError for a faulty text."""
    parser: Any = PythonParser(text) if CParser is None else CParser(text)
    return parser.get_event  # type: ignore[no-any-return]
