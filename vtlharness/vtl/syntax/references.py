"""Building a Reference node from its tokens: escapes, the prefix, quiet and formal forms.

Velocity takes all of it from the image of the first token, which carries every backslash, `$`, `#` and `!` before the
name. Evidence: Apache Velocity 1.7; docs/fidelity.md#escapes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from vtlharness.vtl.syntax.nodes import Constant, Expression, MethodCall, Property, Reference, Step
from vtlharness.vtl.syntax.tokens import Kind, Token, literal


def plain_reference(token: Token, offsets: Sequence[int]) -> Reference:
    """The node of `$name.property` or `$name.method(argument)`, which is one token; `offsets` are its text's."""
    image = token.image
    size = len(image)
    if token.end - token.start == size:
        return reference_of(image, range(token.start, token.end + 1))
    begin = bisect_left(offsets, token.start)
    return reference_of(image, offsets[begin : begin + size + 1])


def reference_of(image: str, places: Sequence[int]) -> Reference:
    """The node of a plain reference; `places` are the offsets of its characters, and of its end."""
    written, call, argument = image.partition("(")
    name, *properties = written.split(".")
    steps: list[Step] = []
    index = len(name)
    method = properties.pop() if call else ""
    for property_name in properties:
        start = places[index]
        index += 1 + len(property_name)
        steps.append(Property(start, places[index], property_name))
    if call:
        begin = index + len(method) + 2
        arguments = [_argument(argument[:-1], places[begin:-1])] if argument != ")" else []
        steps.append(MethodCall(places[index], places[-1], method, arguments))
    quiet = name[1] == "!"
    root = name[2:] if quiet else name[1:]
    start = places[0]
    return Reference(start, start, places[-1], root, steps, "", False, False, True, quiet, name[1:], image)


def _argument(image: str, places: Sequence[int]) -> Expression:
    """The only argument of a plain reference's call."""
    if image[0] == "$":
        return reference_of(image, places)
    value = image[1:-1] if image[0] in "\"'" else int(image)
    return Constant(places[0], places[-1], value)


def build_reference(first: Token, name: Token, steps: list[Step], last: Token, offsets: Sequence[int]) -> Reference:
    """The node of the reference whose tokens run from `first` to `last`; `name` is the token with the root's name.

    The image of `first` loses the escapes and the text before the `$`, as in Velocity: texts made of images later (an
    unknown directive's call) do not show them.
    """
    image = first.image
    reference = Reference(
        offset=first.start,
        start=first.start,
        end=last.end,
        root=name.image,
        steps=steps,
        prefix="",
        escaped=False,
        runt=False,
        computable=True,
        quiet=False,
        assigned="",
        literal="",
    )
    if "\\!" in image:  # `$\!x` is not a reference, and yet it prints nothing
        reference.computable = False
        reference.root = image
        reference.assigned = image[1:]
        reference.literal = literal(first, last)
        return reference
    backslashes = len(image) - len(image.lstrip("\\"))
    escape_prefix = "\\" * (backslashes // 2)
    reference.escaped = backslashes % 2 == 1
    image = image[backslashes:]
    dollar = image.rfind("$")
    before = image[:dollar] if dollar > 0 else ""
    image = image[len(before) :]
    if backslashes or before:
        reference.offset = first.place(backslashes + len(before), offsets)
        first.image = image
    reference.literal = literal(first, last)
    reference.prefix = escape_prefix if reference.escaped else escape_prefix + before
    reference.assigned = image[1:]
    if image.startswith("$!"):
        reference.quiet = True
        if first.kind == Kind.IDENTIFIER:
            reference.root = image[2:]
    elif image.startswith("$"):
        if first.kind == Kind.IDENTIFIER:
            reference.root = image[1:]
    else:
        reference.runt = True
        reference.root = image
    return reference
