"""The arguments of the `vtl` fixture: what each must be, said where a test gives something else."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.json_body import json_body

_TEXTS = ("http_method", "path", "resource_path", "text", "stage", "api")
_MAPPINGS = ("path_parameters", "query_string", "headers", "context", "stage_variables", "parameters")
_PATHS = ("template", "definition")
_KINDS: dict[str, tuple[str, Callable[[object], bool]]] = {
    **dict.fromkeys(_TEXTS, ("text", lambda value: isinstance(value, str))),
    **dict.fromkeys(_MAPPINGS, ("a mapping", lambda value: isinstance(value, Mapping))),
    **dict.fromkeys(_PATHS, ("the path of a file", lambda value: isinstance(value, (str, os.PathLike)))),
    "backend": ("a BackendReply or a function", lambda value: isinstance(value, BackendReply) or callable(value)),
}
_NEEDED = ("http_method", "path", "definition")


def check_arguments(**values: object) -> None:
    """Raises TypeError for a value that is not of its argument's kind; None stands for an argument that is left out."""
    for name, value in values.items():
        kind, fits = _KINDS[name]
        if not fits(value) and (value is not None or name in _NEEDED):
            raise TypeError(f"{name} must be {kind}, but this is {type(value).__name__}")


def body_text(body: object) -> str | None:
    """The payload: text as it is, other data as JSON. Raises TypeError for data that JSON does not have."""
    if body is None or isinstance(body, str):
        return body
    try:
        return json_body(body)
    except (TypeError, ValueError, RecursionError) as problem:
        raise TypeError(f"the body can't be sent as JSON: {problem}") from None
