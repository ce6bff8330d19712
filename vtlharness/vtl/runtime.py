"""The functions that generated code calls: the parts of Velocity's semantics that are not worth inlining.

Values are those of `vtlharness.java`; None is Java's null. A reference that resolves to nothing is the empty string:
generated code turns None into `""` where a reference's value is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar, TypeAlias

from vtlharness.java import numbers
from vtlharness.java.equality import new_key, velocity_equals
from vtlharness.java.hash_codes import class_hash
from vtlharness.java.keys import OTHER_KEYS
from vtlharness.java.methods.table import (
    MethodTable,
    call,
    get_index,
    get_property,
    iterate,
    set_index,
    set_property,
)
from vtlharness.java.text import text_of
from vtlharness.java.values import ArrayList, JavaClass, JavaError, MapValues
from vtlharness.limits.budget import joined, made, more_rounds, spend_items
from vtlharness.vtl.foreach_scope import ForeachScope
from vtlharness.vtl.null_rounds import NullRounds

MAX_ROUNDS = 1000
"""The documented quota of rounds of a `#foreach` (docs/fidelity.md#foreach-quota)."""

MAX_BLOCK_DEPTH = 2
"""The depth to which a `#define` block may contain itself before its reference prints as it stands (Velocity's
default).
"""


class StopTemplate(Exception):  # noqa: N818 - not an error
    """`#stop`: the template ends here."""


class BreakLoop(Exception):  # noqa: N818 - not an error
    """`#break` from inside a string or a `#define`, or of the loop with the given scope."""

    def __init__(self, scope: ForeachScope | None = None) -> None:
        super().__init__()
        self.scope = scope


class RenderFailure(Exception):  # noqa: N818 - becomes a VtlRenderError with its position
    """A failure of the engine itself: `message` says what is wrong, `hint` what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


Reached: TypeAlias = "dict[int, bool]"
"""The traps that a rendering has reached, by their numbers."""


def text(value: Any) -> str:
    """The text that a reference with this value prints."""
    return "" if value is None else text_of(value)


def text_in_json(value: Any, number: int, reached: Reached) -> str:
    """As `text`, in a template that writes JSON: a Java map there is a trap."""
    if type(value) is dict and value:
        reached[number] = True
    return text(value)


def value(found: Any) -> Any:
    """The value of a reference: the empty string where it resolves to nothing."""
    return "" if found is None else found


_BLOCK_CLASS = JavaClass("org.apache.velocity.runtime.directive.Block$Reference")


class DefinedBlock:
    """The value of a variable that `#define` set: rendered anew at each use."""

    __slots__ = ("_depth", "_render")

    def __init__(self, render: Callable[[list[str]], None]) -> None:
        self._render = render
        self._depth = 0

    def write(self, out: list[str]) -> bool:
        """Renders into `out`; False if the block contains itself too deeply."""
        if self._depth >= MAX_BLOCK_DEPTH:
            return False
        self._depth += 1
        try:
            self._render(out)
        except BreakLoop as left:
            if left.scope is not None:
                raise
        finally:
            self._depth -= 1
        return True

    def to_string(self) -> str | None:
        """The text of the block, null if it contains itself too deeply."""
        out: list[str] = []
        return joined(out) if self.write(out) else None

    def __str__(self) -> str:
        """The text inside a collection that is printed."""
        text = self.to_string()
        return "null" if text is None else text

    java_methods: ClassVar[MethodTable] = {
        ("getClass", 0): lambda block: _BLOCK_CLASS,
        ("hashCode", 0): lambda block: class_hash(_BLOCK_CLASS.name),
        ("toString", 0): to_string,
        ("equals", 1): lambda block, other: block is other,
    }


def equal(left: Any, right: Any) -> bool:
    """Velocity's `==`. A block that contains itself too deeply has no text, which is not even the empty one."""
    if type(left) is DefinedBlock is not type(right) and right is not None:
        return bool(left.to_string() == text_of(right))
    if type(right) is DefinedBlock is not type(left) and left is not None:
        return bool(right.to_string() == text_of(left))
    return velocity_equals(left, right)


class Comparable:
    """A value that is compared with several texts, as Velocity's `==` does it each time."""

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        self._value = value

    def __eq__(self, text: object) -> bool:
        return equal(self._value, text)

    __hash__ = None  # type: ignore[assignment]


def comparable(value: Any) -> Any:
    """What Python's `==` compares with a text as Velocity does: a text itself, the empty one for nothing."""
    if value is None:
        return ""
    return value if type(value) is str else Comparable(value)


def piece(value: Any, prefix: str, literal: str) -> str:
    """The text that a reference prints in a template that has `#define`.

    `prefix` is the text before it (a block drops it); `literal` prints if a block contains itself too deeply.
    """
    if type(value) is DefinedBlock:
        rendered = value.to_string()
        return literal if rendered is None else rendered
    return prefix + text(value)


def write(out: list[str], value: Any, prefix: str, literal: str) -> None:
    """Like `piece`, into `out`, so that the text that a block wrote before a `#stop` stays."""
    if type(value) is DefinedBlock:
        if not value.write(out):
            out.append(literal)
    else:
        out.append(prefix + text(value))


def truth(value: Any, number: int, reached: Reached) -> bool:
    """Whether a reference is true as a condition: every value but false is. An empty value that is true is a trap.

    Testing a block renders it.
    """
    if not value:
        return empty_truth(value, number, reached)
    return value.to_string() is not None if type(value) is DefinedBlock else True


def get_entry(target: Any, key: Any, number: int, reached: Reached) -> Any:
    """`$target.get($key)`: a missing target has no entries, and a missing key is the empty string."""
    return None if target is None else call(target, "get", ("" if key is None else key,), number, reached)


# Conditions and arithmetic


def empty_truth(value: Any, number: int, reached: Reached) -> bool:
    """As `truth`, for a value that Python takes for false."""
    if value is False:
        return False
    reached[number] = True
    return True


def never(number: int, reached: Reached) -> bool:
    """A condition that never holds: a trap."""
    reached[number] = True
    return False


def less(left: Any, right: Any) -> bool:
    """`<`: false unless both are numbers."""
    return _numbers(left, right) and numbers.compare(left, right) < 0


def less_or_equal(left: Any, right: Any) -> bool:
    """`<=`: false unless both are numbers."""
    return _numbers(left, right) and numbers.compare(left, right) <= 0


def greater(left: Any, right: Any) -> bool:
    """`>`: false unless both are numbers."""
    return _numbers(left, right) and numbers.compare(left, right) > 0


def greater_or_equal(left: Any, right: Any) -> bool:
    """`>=`: false unless both are numbers."""
    return _numbers(left, right) and numbers.compare(left, right) >= 0


def _numbers(left: Any, right: Any) -> bool:
    return numbers.is_number(left) and numbers.is_number(right)


def add_or_literal(left: Any, right: Any, left_literal: str, right_literal: str) -> Any:
    """`+` where an operand can be null: next to a string, Velocity prints the source text of a null operand."""
    if left is None and isinstance(right, str):
        left = left_literal
    elif right is None and isinstance(left, str):
        right = right_literal
    return numbers.add(left, right)


def add_with_blocks(left: Any, right: Any, left_literal: str, right_literal: str) -> Any:
    """`add_or_literal` in a template that has blocks.

    Raises JavaError for a block that contains itself too deeply, next to a string: it has no text.
    """
    left = left_literal if left is None and isinstance(right, str) else left
    right = right_literal if right is None and isinstance(left, str) else right
    if type(left) is DefinedBlock and isinstance(right, str):
        left = _text_of_block(left)
    elif type(right) is DefinedBlock and isinstance(left, str):
        right = _text_of_block(right)
    return numbers.add(left, right)


def _text_of_block(block: DefinedBlock) -> str:
    text = block.to_string()
    if text is None:
        raise JavaError("java.lang.NullPointerException", "the block contains itself too deeply, so it has no text")
    return text


def integer_range(first: Any, last: Any) -> ArrayList | None:
    """`[first..last]`, upwards or downwards; null unless both are numbers."""
    if not _numbers(first, last):
        return None
    start, end = _int_value(first), _int_value(last)
    distance = abs((end - start + 2**31) % 2**32 - 2**31)  # Velocity takes the low 32 bits
    if distance == 2**31:
        raise JavaError("java.lang.IllegalArgumentException", f"Illegal Capacity: {1 - 2**31}")
    spend_items(distance + 1)
    end = start + distance if start < end else start - distance
    return ArrayList(range(start, end + 1) if start < end else range(start, end - 1, -1))


def _int_value(number: Any) -> int:
    """Java's `intValue()`: a floating point number is cut and bounded, an integer keeps its low 32 bits."""
    if isinstance(number, float):
        if number != number:
            return 0
        return int(min(max(number, -(2.0**31)), 2.0**31 - 1))
    integer = numbers.low_bits(number) if type(number) is Decimal else int(number)
    return (integer + 2**31) % 2**32 - 2**31


def new_map(entries: Sequence[tuple[Any, Any]]) -> dict[Any, Any]:
    """A map literal whose keys are not all strings."""
    return {new_key(key): value for key, value in entries}


# Loops


def leave_loop(foreach: Any) -> Any:
    """The value of `$foreach` after a loop. The engine fails if the loop's own variable has this name."""
    if foreach is None:
        raise RenderFailure("a #foreach cannot call its variable $foreach", "call it $item")
    if isinstance(foreach, ForeachScope):
        return foreach.parent if foreach.parent is not None else foreach.outer_value()
    return foreach


def break_scope(value: Any) -> BreakLoop:
    """The exception of `#break($scope)`."""
    if isinstance(value, ForeachScope):
        return BreakLoop(value)
    raise RenderFailure("the argument of #break is not a loop", "#break without an argument leaves the innermost loop")


NO_ITEMS: tuple[()] = ()
"""Stands for the items of a value that a `#foreach` does not run over."""


def sequence(value: Any) -> list[Any] | tuple[()]:
    """The items that a `#foreach` runs over, `NO_ITEMS` of a value that has none.

    A list is returned itself: the loop sees the changes of its body.
    """
    if isinstance(value, list):
        return value
    if value is None or type(value) is str:
        return NO_ITEMS
    if type(value) is ForeachScope:
        return list(value.java_map.values())
    items = iterate(value)
    return NO_ITEMS if items is None else list(items)


def key_sequence(value: Any, number: int, reached: Reached) -> Any:
    """As `sequence`, for the value's `keySet()`; no view is made of a map whose keys are certainly plain values."""
    return value if type(value) is dict and not OTHER_KEYS else sequence(call(value, "keySet", (), number, reached))


def first_rounds(items: Any, number: int, reached: Reached) -> Any:
    """The first items of too many, up to the quota of rounds: a trap."""
    reached[number] = True
    return (list(items) if type(items) is dict else items)[:MAX_ROUNDS]


class LiveValues:
    """The values of a map for a loop whose body may set them anew: each is read when its round begins."""

    __slots__ = ("_keys", "_map")

    def __init__(self, map_: dict[Any, Any], keys: list[Any]) -> None:
        self._map = map_
        self._keys = keys

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Any]:
        return (self._map[key] for key in self._keys)

    def __getitem__(self, rounds: slice) -> LiveValues:
        return LiveValues(self._map, self._keys[rounds])


def live_sequence(value: Any) -> Any:
    """As `sequence`, for a loop whose body may change the collection."""
    map_ = value.map if type(value) is MapValues else value
    return LiveValues(map_, list(map_)) if isinstance(map_, dict) else sequence(value)


class LoopGuard:
    """Watches the collection of a loop whose body may change it, as Java's iterators do."""

    __slots__ = ("_collection", "_is_list", "_size")

    def __init__(self, collection: Any, items: Any) -> None:
        self._is_list = isinstance(collection, list)
        self._collection: Any = collection if hasattr(type(collection), "__len__") else items
        self._size = len(self._collection)

    def ends(self, index: int) -> bool:
        """Whether the loop ends after the round with this index because the collection has changed.

        Raises JavaError where Java's iterator would notice the change.
        """
        size = len(self._collection)
        if size == self._size:
            return False
        if index + 1 == (size if self._is_list else self._size):
            return True
        raise JavaError("java.util.ConcurrentModificationException")


NAMESPACE: dict[str, Any] = {
    "ArrayList": ArrayList,
    "BreakLoop": BreakLoop,
    "DefinedBlock": DefinedBlock,
    "ForeachScope": ForeachScope,
    "LoopGuard": LoopGuard,
    "RenderFailure": RenderFailure,
    "StopTemplate": StopTemplate,
    "add": numbers.add,
    "add_or_literal": add_or_literal,
    "add_with_blocks": add_with_blocks,
    "break_scope": break_scope,
    "call": call,
    "comparable": comparable,
    "divide": numbers.divide,
    "empty_truth": empty_truth,
    "equal": equal,
    "first_rounds": first_rounds,
    "get_entry": get_entry,
    "get_index": get_index,
    "get_property": get_property,
    "greater": greater,
    "greater_or_equal": greater_or_equal,
    "integer_range": integer_range,
    "joined": joined,
    "key_sequence": key_sequence,
    "leave_loop": leave_loop,
    "less": less,
    "less_or_equal": less_or_equal,
    "made": made,
    "live_sequence": live_sequence,
    "modulo": numbers.modulo,
    "more_rounds": more_rounds,
    "multiply": numbers.multiply,
    "never": never,
    "NullRounds": NullRounds,
    "no_items": NO_ITEMS,
    "new_map": new_map,
    "other_keys": OTHER_KEYS,
    "piece": piece,
    "range": range,
    "sequence": sequence,
    "set_index": set_index,
    "set_property": set_property,
    "subtract": numbers.subtract,
    "text": text,
    "text_in_json": text_in_json,
    "truth": truth,
    "value": value,
    "write": write,
    "__builtins__": {
        "bool": bool,
        "dict": dict,
        "enumerate": enumerate,
        "float": float,
        "int": int,
        "len": len,
        "list": list,
        "str": str,
        "type": type,
    },
}
"""The globals of generated code: these names and nothing else."""
