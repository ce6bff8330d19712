"""Checks the verb of a method or an integration."""

from __future__ import annotations

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.gateway.model import METHOD_VERBS
from vtlharness.nearest import nearest_hint


def http_method(cursor: Cursor, *, any_case: bool = False) -> str:
    """The verb at a cursor, in capitals. Raises DefinitionError for one that is not an HTTP method.

    With `any_case` it may be in small letters.
    """
    verb = cursor.text()
    return check_verb(verb, cursor) if verb.upper() not in METHOD_VERBS or not any_case else verb.upper()


def check_verb(verb: str, cursor: Cursor, key: str | None = None) -> str:
    """The verb. Raises DefinitionError, at the cursor or at a key of its mapping, for one that no method has."""
    if verb not in METHOD_VERBS:
        raise cursor.error(f"`{verb}` is not an HTTP method", key=key, hint=nearest_hint(verb, METHOD_VERBS))
    return verb
