"""`$ref` inside an OpenAPI file: the value that it leads to.

Comes in: a cursor that may stand at a reference, and the file's root. Goes out: a cursor at the value. References lead
only into the document itself.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.documents.json.pointer import step_name
from vtlharness.nearest import nearest_hint

_MOST_STEPS = 50
_BARE = re.compile(r"(?!\.)[^#/]+(?<!\.json)(?<!\.yaml)(?<!\.yml)")


def is_bare(reference: str) -> bool:
    """Whether a reference is a name alone, and no file: an import looks for it in the section of its kind."""
    return _BARE.fullmatch(reference) is not None


def followed(cursor: Cursor, root: Cursor, section: str = "") -> Cursor:
    """The cursor, or the target of its reference. Raises DefinitionError for one that leads to no value inside.

    A bare name such as `Id` leads to the section of the document with such parts, `#/parameters` for example.
    """
    start = cursor
    for _ in range(_MOST_STEPS):
        value = cursor.value
        if type(value) is not dict or type(value.get("$ref")) is not str:
            return cursor
        reference = cursor.raw("$ref")
        text = reference.text()
        if section and is_bare(text):
            text = f"{section}/{text}"
        if not text.startswith("#/"):
            raise reference.error(
                f"the reference {text!r} leads out of the definition", hint="only `#/...` references are followed"
            )
        cursor = root
        for part in text[2:].split("/"):
            step = step_name(unquote(part))
            if type(cursor.value) is not dict or step not in cursor.value:
                known = cursor.value if type(cursor.value) is dict else ()
                raise reference.error(
                    f"the reference {text!r} leads nowhere: `{step}` does not exist", hint=nearest_hint(step, known)
                )
            cursor = cursor.raw(step).resolved()
    raise start.error("this reference leads back to itself")
