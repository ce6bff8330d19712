"""`Fn::FindInMap`: a value of a template's `Mappings`.

Comes in: the function's argument, and a cursor at the template. Goes out: a cursor at the value, at the default of the
function, or at a placeholder where other sources may add to the mappings.
"""

from __future__ import annotations

from collections.abc import Callable

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.nearest import nearest_hint


def find_in_map(
    argument: Cursor, template: Cursor, text_of: Callable[[Cursor], str], *, complete: bool, sample_region: str | None
) -> Cursor:
    """The value that a function asks for. Raises DefinitionError where CloudFormation would.

    `text_of` gives the text of a value. `complete`: nothing else adds mappings. `sample_region` is the region if the
    user has not given one.
    """
    if type(argument.value) is not list:
        argument.wrong("a list")
    if len(argument.value) not in (3, 4):
        raise argument.error(
            f"Fn::FindInMap takes a mapping's name and two keys, but this is a list of {len(argument.value)}"
        )
    asked = [argument.raw(index).resolved() for index in range(3)]
    keys = [text_of(key) for key in asked]
    found = template
    for depth, key in enumerate(("Mappings", *keys)):  # noqa: B007 - read after the loop
        if type(found.value) is not dict or key not in found.value:
            break
        found = found.raw(key).resolved()
    else:
        return found
    if len(argument.value) > 3 and isinstance(argument.value[3], dict) and "DefaultValue" in argument.value[3]:
        return argument.raw(3).raw("DefaultValue")
    if not complete or any("<" in key for key in keys):
        return argument.with_value(f"<{'.'.join(keys)}>")
    name, *others = keys
    if depth < 2:
        known = template.value.get("Mappings") if type(template.value) is dict else None
        hint = nearest_hint(name, known if type(known) is dict else ())
        raise asked[0].error(f"the template has no mapping `{name}`", hint=hint)
    key = keys[depth - 1]
    under = f" under `{others[0]}`" if depth == 3 else ""
    near = nearest_hint(key, found.value if type(found.value) is dict else ())
    hint = f"give another `AWS::Region` among the parameters; {near}" if key == sample_region else near
    raise asked[depth - 1].error(f"the mapping `{name}` has no key `{key}`{under}", hint=hint)
