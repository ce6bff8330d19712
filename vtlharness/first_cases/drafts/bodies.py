"""Bodies of requests: from examples and models, with all that templates read.

Comes in: an API, a method, its examples, a content type, what its templates read. Goes out: a body, which the method's
validator lets pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vtlharness.first_cases.reading.inputs import MISSING, Inputs, Wish
from vtlharness.first_cases.values.allowed_values import allowed_value
from vtlharness.first_cases.values.examples import Examples
from vtlharness.first_cases.values.payload import Payload
from vtlharness.first_cases.values.schema_values import schema_value
from vtlharness.gateway.codecs.media_types import DEFAULT_CONTENT_TYPE
from vtlharness.gateway.model import Method, RestApi

_DEEPEST = 150
_VERBS = frozenset({"POST", "PUT", "PATCH"})


class NoBodyError(Exception):
    """No body was found that the model of this name allows."""

    def __init__(self, model: str) -> None:
        super().__init__(model)
        self.model = model


class Bodies:
    """Makes the bodies of a method's requests."""

    def __init__(self, api: RestApi, method: Method, examples: Examples) -> None:
        self._api = api
        self._method = method
        self._examples = examples

    def body(self, kind: str | None, inputs: Inputs, verb: str) -> Any:
        """A body of this content type; MISSING for none. Raises NoBodyError."""
        kind = kind or DEFAULT_CONTENT_TYPE
        wishes = {origin.steps: wish for origin, wish in inputs.wishes.items() if origin.place == "body"}
        model = self._method.request_models.get(kind) or self._method.request_models.get("$default")
        if model not in self._api.models or model == "Empty":
            model = None
        bases = [base for base in self._bases(kind, model) if base is not MISSING and not _is_deep(base)]
        if "json" not in kind and (bases or wishes):
            return "a=1&b=2" if "form" in kind else "<a>text</a>" if "xml" in kind else "text"
        if not bases and not wishes:
            return {} if verb in _VERBS and kind == DEFAULT_CONTENT_TYPE else MISSING
        made = [_with_wishes(base, wishes) for base in bases or [MISSING]]
        validator = self._method.request_validator
        if model is None or validator is None or not validator.validate_request_body:
            return made[0]
        for value in (*made, *bases):
            if allowed_value(value, self._api.models, model, tries=1) is not MISSING:
                return value
        found = (allowed_value(value, self._api.models, model) for value in (*reversed(made), {}, []))
        allowed = next((value for value in found if value is not MISSING), MISSING)
        if allowed is MISSING:
            raise NoBodyError(model)
        return allowed

    def _bases(self, kind: str, model: str | None) -> Iterator[Any]:
        yield self._examples.body(self._method, kind)
        if model is not None:
            yield schema_value({"$ref": model}, self._api.models)


def _is_deep(data: Any) -> bool:
    """Whether data nests deeper than a case file may hold."""
    level = [data]
    for _ in range(_DEEPEST):
        level = [
            inner
            for one in level
            if isinstance(one, (dict, list))
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return bool(level)


def _with_wishes(base: Any, wishes: dict[tuple[str, ...], Wish]) -> Any:
    return base if isinstance(base, str) and wishes else Payload(wishes, base).data()
