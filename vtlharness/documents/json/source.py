"""Reads the text of a JSON file as data, for case files and definitions alike.

Comes in: a `Source`. Goes out: dicts, lists and plain values. A fault is an error of the file's kind, with its place.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import Any, TypeVar

from vtlharness.documents.json.node_parser import json_nodes, repeated_keys
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.errors import VtlHarnessError
from vtlharness.source import Source

_Error = TypeVar("_Error", bound=VtlHarnessError)
_MOST_REPEATED = 100


def read_json(source: Source, kind: type[_Error], repeated_ones: list[_Error] | None = None) -> Any:
    """The data of a JSON text. Raises an error of the kind, also for a repeated key.

    With `repeated_ones`, errors for repeated keys are added there instead, and the last value counts.
    """
    repeated = False

    def as_dict(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        mapping = dict(pairs)
        repeated = repeated or len(mapping) < len(pairs)
        return mapping

    try:
        parse_json(source.text)
        data = json.loads(source.text, object_pairs_hook=as_dict)
    except JsonTextError as problem:
        raise kind(f"this is not JSON: {problem.message}", source=source, offset=problem.offset) from None
    except RecursionError:
        raise kind("the values are nested too deep", source=source, offset=0) from None
    if repeated:
        for key in islice(repeated_keys(json_nodes(source.text)), _MOST_REPEATED):
            error = kind(
                f"the key {key.text!r} is repeated",
                source=source,
                offset=key.start,
                length=key.end - key.start,
                hint="keep one of them",
            )
            if repeated_ones is None:
                raise error
            repeated_ones.append(error)
    return data
