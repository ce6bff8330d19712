# ruff: noqa: E501 (tables read better on one line)
"""Templates written from the grammar by a random source, mostly well-formed and sometimes slightly broken.

`write_request(random)` gives a request of the oracle's protocol: a template with the payload, parameters, context and
stage variables that it runs on.
"""

from __future__ import annotations

from random import Random
from typing import Any

NAMES = ("a", "b", "x", "y-z", "m", "l", "s", "n", "undefined_1", "foreach", "velocityCount", "velocityHasNext")
ROOTS = ("input", "util", "context", "stageVariables")
PROPERTIES = (
    "a",
    "b",
    "c",
    "key",
    "empty",
    "size",
    "X-Y",
    "index",
    "hasNext",
    "count",
    "first",
    "length",
    "class1",
    "bytes",
)
BLANKS = ("", "", "", " ", "  ", "\t", "\n", " \n", "\r\n", "\n\n  ")
WORDS = (
    "text", "a b", "1.5", "x.y", "{", "}", "[", "]", "(", ")", ",", ":", '"', "'", "é", "𝄞", "|", "end", "/", "#", "$",
    "\\", "\\\\", "$.", "$[", "$!", "#{", "${", "##", "#*", "*#", "]]#", "$5", "#5", "#fff", "# ", "$ ", "-", "--", "!",
    "\n", "\r\n", "\t", "...", "#end", "#else", "\\#", "\\$", "@", "_", "\u2028", "\u0085", "0",
)  # fmt: skip
STRINGS = ("", "a", "foo", "x y", "1", "1.0", "true", "a,b,,c", "é€", "𝄞", "a/b", "it", "%41+b", "YWI=", "[1]", "{}")
NUMBERS = (
    "0", "1", "2", "-1", "3", "7", "10", "1.5", "0.0", ".5", "-2.5", "2147483647", "2147483648", "-2147483648",
    "9223372036854775807", "9223372036854775808", "1e3", "1.0E10", "1E-5", "007", "5.", "123456789012345678901234567890",
)  # fmt: skip
OPERATORS = ("+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "and", "or", "eq", "ne", "lt", "gt", "le", "ge")  # fmt: skip
METHODS = (
    ("size", 0), ("length", 0), ("isEmpty", 0), ("toString", 0), ("keySet", 0), ("entrySet", 0), ("values", 0),
    ("get", 1), ("get", 1), ("put", 2), ("add", 1), ("contains", 1), ("containsKey", 1), ("indexOf", 1), ("equals", 1),
    ("substring", 1), ("substring", 2), ("replace", 2), ("replaceAll", 2), ("split", 1), ("trim", 0), ("toUpperCase", 0),
    ("startsWith", 1), ("charAt", 1), ("concat", 1), ("remove", 1), ("set", 2), ("intValue", 0), ("nope", 1),
    ("getKey", 0), ("getValue", 0), ("compareTo", 1), ("getBytes", 0), ("putIfAbsent", 2),
)  # fmt: skip
PATHS = ("$", "$.a", "$.b", "$.a.b", "$.l", "$.l[0]", "$.l[*].x", "$.m", "$.s", "$.n", "$.none", "$..x", "$['a']", "$.f", "$.t", "$.z")  # fmt: skip
BODIES = (
    None, "", "{}", "[]", '{"a": {"b": 1}, "b": "text", "l": [1, {"x": "y"}, null], "m": {"k": "v", "w": [1, 2.50]}}',
    '{"a": "x/y", "s": "it\'s \\"q\\"", "n": null, "f": 1.10, "t": true, "z": 12345678901234567890, "l": []}',
    '[1, 2, [3, {"x": 4}], "five"]', "plain text", '"a string"', "12", '{a: 1, "b": }', '{"x": "é€𝄞\\u0007", "d": 1e22}',
)  # fmt: skip
VARIABLES: tuple[dict[str, Any], ...] = (
    {},
    {
        "a": {"b": {"c": "deep"}, "key": [1, 2, {"c": 3}], "empty": ""},
        "s": "a string",
        "n": 5,
        "l": [1, "two", None, [3]],
    },
    {"m": {"k1": "v1", "k2": 2, "size": 9}, "x": True, "b": False, "l": [], "n": 2.5, "y-z": "hyphen", "s": ""},
)
PARAMETERS: tuple[dict[str, Any], ...] = (
    {},
    {
        "path": {"id": "42"},
        "querystring": {"q": "a b", "id": "other"},
        "header": {"X-Y": "h", "Content-Type": "application/json"},
    },
)
CONTEXTS: tuple[dict[str, Any], ...] = (
    {},
    {
        "stage": "prod",
        "httpMethod": "POST",
        "identity": {"sourceIp": "1.2.3.4", "user": None},
        "requestTimeEpoch": 1747753650123,
    },
)


def write_request(random: Random) -> dict[str, Any]:
    """A template and its inputs."""
    return {
        "template": TemplateWriter(random).template(),
        "body": random.choice(BODIES),
        "vars": random.choice(VARIABLES),
        "params": random.choice(PARAMETERS),
        "context": random.choice(CONTEXTS),
        "stageVariables": random.choice(({}, {"table": "orders", "a": "1"})),
    }


class TemplateWriter:
    """Writes one template; `depth` keeps it from growing without end."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def template(self) -> str:
        text = self._block(self._random.choice((1, 2, 3, 3)), self._random.randint(1, 6))
        return self._broken(text) if self._random.random() < 0.15 else text

    def _pick(self, choices: Any) -> Any:
        return self._random.choice(choices)

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def _broken(self, text: str) -> str:
        for _ in range(self._random.randint(1, 2)):
            place = self._random.randint(0, len(text))
            action = self._random.randint(0, 2)
            if action == 0:
                text = text[:place] + text[place + self._random.randint(1, 3) :]
            elif action == 1:
                text = text[:place] + self._pick(WORDS) + text[place:]
            else:
                other = self._random.randint(0, len(text))
                text = text[:place] + text[min(place, other) : max(place, other)][:6] + text[place:]
        return text

    # Blocks

    def _block(self, depth: int, size: int) -> str:
        return "".join(self._statement(depth) + self._pick(BLANKS) for _ in range(size))

    def _statement(self, depth: int) -> str:
        writers = [
            self._text,
            self._text,
            self._printed,
            self._printed,
            self._printed,
            self._set,
            self._set,
            self._comment,
        ]
        if depth > 0:
            writers += [self._if, self._foreach, self._foreach, self._other]
        return str(self._pick(writers)(depth))

    def _text(self, depth: int) -> str:
        return "".join(
            self._pick(WORDS) if self._chance(0.4) else self._pick(STRINGS) for _ in range(self._random.randint(1, 3))
        )

    def _printed(self, depth: int) -> str:
        prefix = self._pick(("", "", "", "", "\\", "\\\\", "$", "#", "\\\\\\", "\\$"))
        return str(prefix) + self._reference(depth)

    def _set(self, depth: int) -> str:
        blank = self._blank
        target = "$" + self._pick(NAMES[:8])
        if self._chance(0.2):
            target += "." + self._pick(PROPERTIES)
        if self._chance(0.15):
            target += f"[{self._pick(('0', '-1', '1', chr(34) + 'k' + chr(34), '$n', '$s'))}]"
        if self._chance(0.03):
            target = "${" + target[1:] + "}"
        return f"#set({blank()}{target}{blank()}={blank()}{self._expression(depth)}{blank()})"

    def _blank(self) -> str:
        return str(self._pick(("", "", " ", "", "\n", "  ", "\t"))) if self._chance(0.5) else ""

    def _comment(self, depth: int) -> str:
        return str(
            self._pick(
                (
                    "## a $x #if\n",
                    "##\n",
                    "#* a $x #if *#",
                    "#** b *#",
                    "#**#",
                    "#[[ $x #if ## ]]#",
                    "#[[]]#",
                    "## c\r\n",
                    "#*\n*#",
                )
            )
        )

    def _if(self, depth: int) -> str:
        name = self._pick(("#if", "#if", "#{if}", "#if "))
        parts = [f"{name}({self._condition(depth)}){self._pick(BLANKS)}{self._inner(depth)}"]
        if self._chance(0.3):
            parts.append(f"#elseif({self._condition(depth)}){self._pick(BLANKS)}{self._inner(depth)}")
        if self._chance(0.4):
            parts.append(f"{self._pick(('#else', '#{else}'))}{self._pick(BLANKS)}{self._inner(depth)}")
        return "".join(parts) + self._end()

    def _condition(self, depth: int) -> str:
        return f"{self._blank()}{self._expression(depth)}{self._blank()}"

    def _end(self) -> str:
        return str(self._pick(("#end", "#end", "#{end}", "#end ")))

    def _inner(self, depth: int) -> str:
        return self._block(depth - 1, self._random.randint(0, 3))

    def _foreach(self, depth: int) -> str:
        variable = "$" + self._pick(NAMES[:8])
        items = self._pick(
            (
                "[1..3]",
                "[3..1]",
                "[1, 'a', $x]",
                "$l",
                "$m",
                "$a",
                "$m.keySet()",
                "$m.entrySet()",
                "$input.path('$.l')",
                "[]",
                "{'p':1,'q':2}",
                "$s",
                "[0..$n]",
                "$s.bytes",
                "{1:2,true:3,1.0:4}.keySet()",
                "{true:'t',[1]:'l'}",
            )
        )
        body = self._inner(depth)
        if self._chance(0.5):
            body += self._pick(
                (
                    variable,
                    "$foreach.index",
                    "$foreach.count#if($foreach.hasNext),#end",
                    "$velocityCount",
                    "$foreach.last$foreach.first",
                )
            )
        if self._chance(0.1):
            body += self._pick(
                (
                    "#break",
                    "#if($foreach.index == 1)#break#end",
                    "#stop",
                    "#break($foreach)",
                    "$foreach.parent.index",
                    "$foreach",
                )
            )
        gap = self._pick(("", " ", "\n")) if self._chance(0.2) else ""
        return (
            f"#foreach{gap}({self._blank()}{variable} in {items}{self._blank()}){self._pick(BLANKS)}{body}{self._end()}"
        )

    def _other(self, depth: int) -> str:
        choice = self._random.randint(0, 9)
        if choice < 4:
            name = self._pick(("b", "x", "y-z"))
            return f"#define(${name}){self._pick(BLANKS)}{self._inner(depth)}#end${name}"
        if choice == 4:
            return f"#macro(foo){self._inner(depth)}#end\\#foo#foo()"
        return str(
            self._pick(
                (
                    "#foo(1 $x)",
                    "#evaluate('a')",
                    "#stop",
                    "#break",
                    "#{stop}",
                    "#foo",
                    "#@foo(1)b#end",
                    "\\#if",
                    "\\\\#if($x)a#end",
                    "#literal()$x#end",
                    "\\#end",
                    "\\#foo",
                    "#foo(\\$x)",
                    "\\#foreach",
                )
            )
        )

    # References and expressions

    def _reference(self, depth: int) -> str:
        opening, closing = self._pick((("$", ""), ("$", ""), ("${", "}"), ("$!", ""), ("$!{", "}")))
        return f"{opening}{self._chain(depth)}{closing}"

    def _chain(self, depth: int) -> str:
        if self._chance(0.25):
            return self._root_call(depth)
        text = str(self._pick(NAMES))
        for _ in range(self._pick((0, 0, 1, 1, 2, 3))):
            kind = self._random.random()
            if kind < 0.45:
                text += "." + self._pick(PROPERTIES)
            elif kind < 0.85:
                name, count = self._pick(METHODS)
                arguments = ",".join(self._argument(depth) for _ in range(count))
                text += f".{name}({arguments})"
            else:
                text += f"[{self._blank()}{self._pick(('0', '1', '-1', '$n', chr(34) + 'k1' + chr(34), '$s', 'true'))}{self._blank()}]"
        return text

    def _root_call(self, depth: int) -> str:
        path = self._pick(PATHS)
        choice = self._random.randint(0, 9)
        if choice < 3:
            tail = self._pick(("", "", ".a", ".size()", "[0]", ".b.c", ".toString()", ".keySet()"))
            return f"input.path('{path}'){tail}"
        if choice < 5:
            return f'input.json("{path}")'
        if choice == 5:
            return str(
                self._pick(
                    (
                        "input.body",
                        "input.params()",
                        "input.params('id')",
                        "input.params('X-Y')",
                        "input.params().path.id",
                        "input.params().querystring",
                    )
                )
            )
        if choice < 8:
            function = self._pick(
                ("escapeJavaScript", "urlEncode", "urlDecode", "base64Encode", "base64Decode", "parseJson")
            )
            return f"util.{function}({self._argument(depth)})"
        if choice == 8:
            return str(
                self._pick(
                    (
                        "context.stage",
                        "context.identity.sourceIp",
                        "context.identity",
                        "context.requestOverride.header.a",
                        "context.keySet()",
                        "context",
                    )
                )
            )
        return str(
            self._pick(("stageVariables.table", "stageVariables", "stageVariables.get('a')", "stageVariables['a']"))
        )

    def _argument(self, depth: int) -> str:
        blank = self._blank
        choice = self._random.randint(0, 9)
        if choice < 3:
            text = self._string(depth)
        elif choice < 5:
            text = self._pick(NUMBERS[:8])
        elif choice < 8:
            text = self._reference(max(depth - 1, 0)) if depth > 0 else "$" + self._pick(NAMES)
        elif choice == 8:
            text = self._pick(("true", "false", "null", "[]", "{}", "[1,2]", "{'k':1}", "[1..3]"))
        else:
            text = self._pick(("'.'", "'[a-c]'", "'b'", '"$s"', "','"))
        return f"{blank()}{text}{blank()}"

    def _key(self) -> str:
        if self._chance(0.5):
            return self._string(0)
        return str(self._pick(("1", "true", "1.0", "0", "false", "0.0", "[1]", "[true]", "{'k':1}", "$n", "$x", "$l")))

    def _string(self, depth: int) -> str:
        if self._chance(0.4):
            return "'" + self._pick(STRINGS).replace("'", "''") + "'"
        content = self._pick(STRINGS)
        if self._chance(0.5):
            content += self._reference(max(depth - 1, 0)).replace('"', '""')
        if self._chance(0.15):
            content += self._pick(
                (
                    "#if($x)y#end",
                    '""',
                    "##",
                    "$",
                    "#",
                    "\\u0041",
                    "\\",
                    "#set($x=1)",
                    "#foreach($q in [1..2])$q#end",
                    "#* c *#",
                    "#[[q]]#",
                    " ",
                )
            )
        return f'"{content}"'

    def _expression(self, depth: int) -> str:
        kind = self._random.random()
        if depth <= 0 or kind < 0.35:
            return self._value(depth)
        if kind < 0.75:
            operator = self._pick(OPERATORS)
            gap = " " if operator.isalpha() or self._chance(0.8) else ""
            return f"{self._expression(depth - 1)}{gap}{operator}{gap}{self._expression(depth - 1)}"
        if kind < 0.85:
            return f"({self._expression(depth - 1)})"
        return f"!{self._value(depth - 1)}" if kind < 0.92 else f"not {self._value(depth - 1)}"

    def _value(self, depth: int) -> str:
        choice = self._random.randint(0, 11)
        if choice < 4:
            return self._reference(depth)
        if choice < 6:
            return str(self._pick(NUMBERS))
        if choice < 8:
            return self._string(depth)
        if choice == 8:
            return str(self._pick(("true", "false")))
        if choice == 9:
            return "[" + ", ".join(self._argument(0) for _ in range(self._random.randint(0, 3))) + "]"
        if choice == 10:
            entries = ", ".join(f"{self._key()} : {self._argument(0)}" for _ in range(self._random.randint(0, 3)))
            return "{" + entries + "}"
        return str(self._pick(("[1..3]", "[$n..2]", "[-1..1]", "[ 1 .. $n ]")))
