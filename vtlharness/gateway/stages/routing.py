"""The method that a request meets.

Comes in: the API's methods, a verb and a path. Goes out: a `Route` with the path parameters as they stand in the path.
Next: `gateway.validation.validation`. Evidence: docs/fidelity.md#choice-of-resource,
docs/fidelity.md#slashes-and-percent.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from vtlharness.gateway.model import Method
from vtlharness.records import Record

_LITERAL, _PARAMETER, _GREEDY = range(3)


class Route(Record):
    """A method, and the values of its path parameters (not decoded)."""

    method: Method
    path_parameters: dict[str, str]


def find_route(methods: Iterable[Method], http_method: str, path: str) -> Route | None:
    """The method of a request; None if there is none (the service then says Missing Authentication Token).

    A literal segment beats a parameter, and a parameter beats a greedy one. A resource without the verb is skipped. On
    the same resource, the verb itself beats `ANY`.
    """
    segments = path_segments(path)
    best: tuple[tuple[int, ...], bool] | None = None
    route: Route | None = None
    for method in methods:
        if method.http_method not in (http_method, "ANY"):
            continue
        template, kinds = _template(method.resource_path)
        values = _match(template, kinds, segments)
        if values is None:
            continue
        rank = (kinds, method.http_method == "ANY")
        if best is None or rank < best:
            best, route = rank, Route(method, values)
    return route


@lru_cache(maxsize=4096)
def _template(resource_path: str) -> tuple[list[str], tuple[int, ...]]:
    """The segments of a resource's path, and their kinds."""
    template = path_segments(resource_path)
    return template, tuple(map(_kind, template))


def match_path(resource_path: str, path: str) -> dict[str, str] | None:
    """The path parameters of a concrete path on one resource; None if it does not match."""
    return _match(*_template(resource_path), path_segments(path))


def path_segments(path: str) -> list[str]:
    """The segments of a path: slashes in front count as one, a slash at the end does not count, inner ones stay."""
    trimmed = path.lstrip("/").removesuffix("/")
    return trimmed.split("/") if trimmed else []


def path_parameter_names(resource_path: str) -> list[str]:
    """The names of a resource's path parameters, a greedy one without its plus."""
    return [segment[1:-1].rstrip("+") for segment in path_segments(resource_path) if _kind(segment) != _LITERAL]


def _kind(segment: str) -> int:
    if not (segment.startswith("{") and segment.endswith("}")):
        return _LITERAL
    return _GREEDY if segment.endswith("+}") else _PARAMETER


def _match(template: list[str], kinds: tuple[int, ...], segments: list[str]) -> dict[str, str] | None:
    values: dict[str, str] = {}
    for index, (segment, kind) in enumerate(zip(template, kinds, strict=True)):
        if kind == _GREEDY:
            rest = "/".join(segments[index:])
            return {**values, segment[1:-2]: rest} if rest else None
        if index >= len(segments):
            return None
        if kind == _PARAMETER:
            if not segments[index]:
                return None
            values[segment[1:-1]] = segments[index]
        elif segments[index] != segment:
            return None
    return values if len(segments) == len(template) else None
