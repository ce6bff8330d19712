"""Writes templates at random, each from its own tree: the same seed gives the same template and the same data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from tests.coverage.reference.tree import (
    Assigned,
    Branch,
    Chosen,
    Compared,
    Counted,
    Defined,
    Expression,
    Fails,
    Known,
    Left,
    Listed,
    Logical,
    Name,
    Negated,
    Printed,
    Quoted,
    Repeated,
    Statement,
    Sum,
    Text,
    Written,
)

_WORDS = ("ab", "c d", "{", "}", ",", ":", ";", "é", "𝄞", "x=1", "-", " ", "\n", "\n\n", "\n  ", "\r\n", "a\nb")
_TEXTS = ("", "a", "b", "ab")
_RENDERINGS = 2


@dataclass(frozen=True)
class _Place:
    """Where statements are written: how deep, in a loop or not, in a string or not, in the block of a `#define`."""

    depth: int = 0
    loops: tuple[str, ...] = ()
    in_string: bool = False
    exact: bool = False  # a string that is compared: without blanks, of which directives swallow some
    in_definition: bool = False
    defined: tuple[str, ...] = ()

    def deeper(self) -> _Place:
        return replace(self, depth=self.depth + 1)


FIRST_LINE = (
    "#set($root = $input.path('$'))#set($n1 = 0)#set($n2 = 1)#set($s1 = '')#set($s2 = 'a')"
    "#set($b1 = true)#set($b2 = false)\n"
)
"""The line that stands before each template: it sets its variables."""

FIRST_VALUES = {"n1": 0, "n2": 1, "s1": "", "s2": "a", "b1": True, "b2": False}


def write_template(seed: str) -> Written:
    """A template, and the data of its renderings."""
    writer = _Writer(Random(seed))
    block = writer.template()
    return Written("".join(writer.written), block, [writer.data() for _ in range(_RENDERINGS)])


class _Writer:
    """Writes the text from left to right and notes where each part stands."""

    def __init__(self, random: Random) -> None:
        self.written: list[str] = []
        self._offset = 0
        self._random = random
        self._strings: list[tuple[int, int]] = []

    def data(self) -> dict[str, object]:
        """What the references of a template find; a truth value that is missing counts as true."""
        random = self._random
        found: dict[str, object] = {name: random.randrange(4) for name in ("n1", "n2")}
        found |= {name: random.choice(_TEXTS) for name in ("s1", "s2")}
        found |= {name: [random.randrange(3) for _ in range(random.choice((0, 1, 1, 2, 3)))] for name in ("l1", "l2")}
        found |= {name: random.random() < 0.5 for name in ("b1", "b2") if random.random() < 0.9}
        return found

    def template(self) -> tuple[Statement, ...]:
        """A whole template."""
        block: list[Statement] = []
        defined: list[str] = []
        for _ in range(self._random.choice((0, 0, 1, 2))):
            name = f"d{len(defined) + 1}"
            block.append(self._defined(name, _Place(depth=1)))
            defined.append(name)
        block += self._block(_Place(defined=tuple(defined)), self._random.randint(2, 6))
        return tuple(block)

    # Text

    def _add(self, text: str) -> None:
        self.written.append(text)
        self._offset += len(text)

    def _head(self, name: str, place: _Place) -> int:
        """Writes the beginning of a directive, and returns where it begins."""
        start = self._offset
        self._add(f"#{{{name}}}" if self._random.random() < 0.1 else f"#{name}")
        return start

    def _end(self, place: _Place) -> None:
        self._add("#{end}" if place.exact else self._random.choice(("#end\n", "#end ", "#{end}", "#{end}\n")))

    def _blank(self) -> None:
        self._add(self._random.choice(("", "", "", " ", "\n ")))

    # Statements

    def _block(self, place: _Place, most: int | None = None) -> tuple[Statement, ...]:
        count = self._random.randrange(4) if most is None else most
        return tuple(statement for _ in range(count) for statement in self._statements(place))

    def _statements(self, place: _Place) -> list[Statement]:
        roll = self._random.random()
        deep = place.depth >= 3
        if roll < 0.3 or (deep and roll < 0.55):
            return [self._text(place)]
        if roll < 0.42:
            return [self._printed(place)]
        if roll < 0.54:
            kind, name = self._random.choice(("nn", "nn", "bb", "ss"))[0], self._random.choice("12")
            values = {"n": self._number, "b": self._logical, "s": self._string}
            return [self._assigned(kind + name, lambda: values[kind](place), place)]
        if roll < 0.56 and not place.in_string:
            self._comment()
            return []
        if roll < 0.6 and place.depth:
            left = self._left(place)
            return [] if left is None else [left]
        if roll < 0.62 and place.defined and not place.in_string and not place.in_definition:
            return [self._defined(self._random.choice(place.defined), replace(place.deeper(), loops=()))]
        if deep:
            return [self._text(place)]
        return [self._chosen(place) if roll < 0.86 else self._repeated(place)]

    def _text(self, place: _Place) -> Text:
        start = self._offset
        text = "".join(self._random.choice(_WORDS) for _ in range(self._random.randint(1, 3)))
        if place.in_string:
            text = text.replace("\r", "")
        if place.exact:
            text = "".join(text.split()) or "a"
        self._add(text)
        return Text(start, self._offset, text)

    def _printed(self, place: _Place) -> Printed:
        start = self._offset
        if place.defined and not place.in_definition and self._random.random() < 0.4:
            name = self._random.choice(place.defined)
            self._add(f"${{{name}}}")
            return Printed(start, self._offset, Known(""), name)
        if self._random.random() < 0.02:
            value = self._fails()
            return Printed(start, self._offset, value)
        path = self._random.choice(
            (("root", "n1"), ("root", "s1"), ("n1",), ("n2",), *((name,) for name in place.loops))
        )
        self._add(f"${{{'.'.join(path)}}}")
        return Printed(start, self._offset, Name(path))

    def _assigned(self, name: str, value: object, place: _Place) -> Assigned:
        before, self._strings = self._strings, []
        start = self._head("set", place)
        self._add(f"(${name} = ")
        assert callable(value)
        made = value()
        self._add(")")
        strings, self._strings = self._strings, before
        return Assigned(start, self._offset, name, made, tuple(strings))

    def _comment(self) -> None:
        self._add(
            self._random.choice(
                ("## no #if($n1) here\n", "#* a\nb #if *#", "#macro(none$)a\n#if(true)$n1 #end\n#end\n", " ## c\n")
            ).replace("none$", f"m{self._offset}")
        )

    def _left(self, place: _Place) -> Left | None:
        word = self._random.choice(("stop", "break", "break"))
        if word == "break" and place.in_string and not place.loops:
            return None
        start = self._head(word, place)
        end = self._offset
        self._add(self._random.choice((" ", "\n")))
        return Left(start, end, word)

    def _defined(self, name: str, place: _Place) -> Defined:
        start = self._head("define", place)
        self._add(f"(${name})")
        head = start, self._offset
        block = self._block(replace(place, in_definition=True, loops=(), defined=()))
        self._end(place)
        return Defined(head, name, block)

    def _chosen(self, place: _Place) -> Chosen:
        branches = [self._branch("if", place)]
        while self._random.random() < 0.3:
            branches.append(self._branch("elseif", place))
        otherwise: tuple[Statement, ...] = ()
        if self._random.random() < 0.5:
            self._add("#{else}" if place.exact else self._random.choice(("#else\n", "#{else}", "#else ")))
            otherwise = self._block(place.deeper())
        self._end(place)
        return Chosen(tuple(branches), otherwise)

    def _branch(self, word: str, place: _Place) -> Branch:
        before, self._strings = self._strings, []
        start = self._head(word, place)
        self._add("(")
        self._blank()
        condition = self._condition(place)
        self._blank()
        self._add(")")
        head = start, self._offset
        strings, self._strings = self._strings, before
        return Branch("#" + word, head, tuple(strings), condition, self._block(place.deeper()))

    def _repeated(self, place: _Place) -> Repeated:
        before, self._strings = self._strings, []
        start = self._head("foreach", place)
        variable = f"i{place.depth}"
        self._add(f"(${variable} in ")
        items = self._items(place)
        self._blank()
        self._add(")")
        head = start, self._offset
        self._strings = before
        block = self._block(replace(place.deeper(), loops=(*place.loops, variable)))
        self._end(place)
        return Repeated(head, variable, items, block)

    # Expressions

    def _name(self, *path: str) -> Name:
        self._add(f"${'.'.join(path)}")
        return Name(path)

    def _fails(self) -> Fails:
        self._add("$root.s1.substring(99)")
        return Fails()

    def _items(self, place: _Place) -> Expression:
        roll = self._random.random()
        if roll < 0.5:
            return self._name("root", self._random.choice(("l1", "l2", "l1", "none")))
        if roll < 0.75:
            self._add("[")
            items: list[Expression] = []
            for number in range(self._random.randrange(4)):
                self._add(", " if number else "")
                items.append(self._atom_number(place))
            self._add("]")
            return Listed(tuple(items))
        self._add("[")
        first = self._atom_number(place)
        self._add("..")
        last = self._atom_number(place)
        self._add("]")
        return Counted(first, last)

    def _atom_number(self, place: _Place) -> Expression:
        roll = self._random.random()
        if roll < 0.4:
            value = self._random.randrange(4)
            self._add(str(value))
            return Known(value)
        if roll < 0.7:
            return self._name("root", self._random.choice(("n1", "n2")))
        if roll < 0.85 and place.loops:
            return self._name(self._random.choice(place.loops))
        return self._name(self._random.choice(("n1", "n2")))

    def _number(self, place: _Place) -> Expression:
        if self._random.random() < 0.5:
            return self._atom_number(place)
        if self._random.random() < 0.02:
            return self._fails()
        left: Expression = Name(("root", "n1"))
        self._add("$root.n1 + ")
        return Sum(left, self._atom_number(place))

    def _string(self, place: _Place) -> Expression:
        """A text: in double quotes where that is possible."""
        if place.in_string or self._random.random() < 0.4:
            value = self._random.choice(_TEXTS)
            self._add(f"'{value}'")
            return Known(value)
        self._add('"')
        start = self._offset
        place = replace(place.deeper(), in_string=True)
        block = self._block(place, self._random.randint(1, 3))
        end = self._offset
        self._add('"')
        if not any(isinstance(part, (Assigned, Chosen, Repeated, Left)) for part in block):
            return Quoted(block, False)
        self._strings.append((start, end))
        return Quoted(block, True)

    def _condition(self, place: _Place) -> Expression:
        if self._random.random() < 0.25:
            return self._operand(place)
        return self._logical(place)

    def _operand(self, place: _Place) -> Expression:
        """An expression that stands for itself beside any operator."""
        roll = self._random.random()
        if roll < 0.25:
            return self._name("root", self._random.choice(("b1", "b2", "none")))
        if roll < 0.35:
            return self._name("b1")
        if roll < 0.45:
            value = self._random.random() < 0.5
            self._add("true" if value else "false")
            return Known(value)
        if roll < 0.55 and place.loops and not place.in_definition:
            return self._name("foreach", self._random.choice(("hasNext", "first", "last")))
        if roll < 0.57:
            return self._fails()
        if roll < 0.65:
            self._add("!")
            return Negated(self._operand(place))
        self._add("(")
        inside = self._compared(place) if roll < 0.9 or place.depth > 3 else self._logical(place.deeper())
        self._add(")")
        return inside

    def _compared(self, place: _Place) -> Expression:
        if self._random.random() < 0.3:
            left: Expression = self._name("root", self._random.choice(("s1", "s2")))
            operator = self._random.choice(("==", "!="))
            self._add(f" {operator} ")
            return Compared(operator, left, self._string(replace(place, exact=True)))
        left = self._atom_number(place)
        operator = self._random.choice(("==", "!=", "<", "<=", ">", ">="))
        self._add(f" {operator} ")
        return Compared(operator, left, self._atom_number(place))

    def _logical(self, place: _Place) -> Expression:
        """Operands in a row: `&&` binds closer than `||`, and those of the same kind group from the left."""
        alternatives = self._random.choice((1, 1, 1, 2, 3))
        whole: Expression | None = None
        for number in range(alternatives):
            offset = self._operator("||") if number else 0
            row = self._row(place)
            whole = row if whole is None else Logical("||", offset, whole, row)
        assert whole is not None
        return whole

    def _row(self, place: _Place) -> Expression:
        left = self._operand(place)
        for _ in range(self._random.choice((0, 0, 1, 1, 2))):
            offset = self._operator("&&")
            left = Logical("&&", offset, left, self._operand(place))
        return left

    def _operator(self, word: str) -> int:
        self._add(self._random.choice((" ", " ", "\n")))
        offset = self._offset
        self._add(self._random.choice((word, word, {"&&": "and", "||": "or"}[word])))
        self._add(" ")
        return offset
