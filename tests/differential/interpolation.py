# ruff: noqa: E501 (tables read better on one line)
"""Strings inside strings: references, directives, comments and escapes in double quotes, three levels deep.

`write_request(random)` gives a request of the oracle's protocol.
"""

from __future__ import annotations

from random import Random
from typing import Any

PIECES = (
    "$x", "${x}", "$!x", "$none", "$m.a", "$l[0]", "$l", "\\$x", "\\\\$x", "\\#if", "#if($t)", "#end", "#else",
    "#foreach($i in $l)", "$i", "$foreach.count", "#set($z=1)", "$z", "##c", "#* c *#", "#[[ r ]]#", "'", "\n", "\r\n",
    "\\", "\\\\", "$", "#", "text", " ", "é", "{", "}", "$d", "#define($d)", "#stop", "#break", "#foo(1)", "#macro(q)",
    "$m['a']", "$s.concat('k')", "1 + 1", "##\n", "#{end}", "]]#", "*#", "\t", "\\n", '\\"', "\u2028",
    "$l.add(1)", "#evaluate('$x')", "$$", "$!", "${", "#{", "|", "!", "-",
)  # fmt: skip
HOLDERS = ("#set($y=%s)", "#if(%s == 'X')", "$s.concat(%s)", "$m[%s]", "$m.put(%s, 1)", "#foreach($i in [%s])", "#set($y=[%s, 1])", "#set($m.k=%s)", "#set($y={%s:2})", "%s")  # fmt: skip
TEMPLATES = (
    "#set($q=%s)$q|$q.length()|$z|$y|$l|$m|$i", "%s", "#if(%s != '')y$z#end|$l", "$m.get(%s)|$z", "#foreach($k in [%s,2])$k$z,#end|$y",
    "#define($d)%s#end$d$d", "#foreach($k in $l)#set($q=%s)$q#end|$z$l", "#foo(%s)|$z", "#set($q={%s:1})$q", "#set($q=%s + 'b')$q",
)  # fmt: skip
OPENERS = ("#if(", "#foreach(", "#define(", "#macro(")


def write_request(random: Random) -> dict[str, Any]:
    """One string in one place of a template."""
    template = random.choice(TEMPLATES).replace("%s", _string(random, 3))
    return {"template": template, "vars": {"x": "X", "l": [1, 2], "m": {"a": "A"}, "t": True, "s": "S"}}


def _string(random: Random, depth: int) -> str:
    parts = []
    for _ in range(random.randint(0, 6)):
        if depth and random.random() < 0.25:
            parts.append(random.choice(HOLDERS).replace("%s", _string(random, depth - 1)))
        else:
            parts.append(random.choice(PIECES))
    text = "".join(parts)
    if random.random() < 0.75:
        text += "#end" * (sum(map(text.count, OPENERS)) - text.count("#end") - text.count("#{end}"))
    choice = random.random()
    if choice < 0.8:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if choice < 0.9 else "'" + text.replace("'", "''") + "'"
