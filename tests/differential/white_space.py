"""Directives, comments, references and escapes on lines of their own and within lines, with line ends of every kind.

`write_request(random)` gives a request of the oracle's protocol.
"""

from __future__ import annotations

from random import Random
from typing import Any

PIECES = (
    "#set($z = 1)", "#set( $z = $x )", "#if($x)", "#if ($none == '')", "#{if}($f)", "#elseif($x)", "#else", "#{else}",
    "#end", "#end", "#{end}", "#foreach($i in $l)", "#foreach ($i in [1..2])", "#define($d)", "$d", "#break", "#stop",
    "## comment", "#* comment *#", "#** comment *#", "#[[ $x ]]#", "#macro(q $a)", "#foo", "#foo()", "$x", "${x}",
    "$!none", "$l.size()", "text", "a b", "\\$x", "\\\\$x", "\\#if($x)", "\\#end", "\\#set($z = 2)", "\\", "$", "#",
    "é", "{", "}",
)  # fmt: skip
BLANKS = ("", "", " ", "  ", "\t", " \t")
ENDS = ("", "", "", "\n", "\n", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\u2028", "\x0c", "\x0b", "\x85")


def write_request(random: Random) -> dict[str, Any]:
    """A handful of pieces; most blocks that they open are closed."""
    parts: list[str] = []
    opened = 0
    for _ in range(random.randint(2, 9)):
        piece = random.choice(PIECES)
        if piece in ("#end", "#{end}", "#else", "#{else}", "#elseif($x)") and not opened and random.random() < 0.9:
            piece = "text"
        opened += piece.startswith(("#if", "#{if}", "#foreach", "#define", "#macro")) - piece.endswith(
            ("#end", "{end}")
        )
        parts += [random.choice(BLANKS), piece, random.choice(BLANKS), random.choice(ENDS)]
    for _ in range(max(0, opened) if random.random() < 0.95 else 0):
        parts += [random.choice(BLANKS), random.choice(("#end", "#{end}")), random.choice(BLANKS), random.choice(ENDS)]
    return {"template": "".join(parts), "vars": {"x": "X", "l": [1, 2, 3], "f": False}}
