"""An API's models as validators.

Comes in: the models by name (JSON schemas, draft 4), which may refer to each other. Goes out: a validator for one of
them. Next: `gateway.validation.validation`. Evidence: docs/fidelity.md#validation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from vtlharness.documents.json.pointer import last_name, leads_somewhere, pointer_step
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.gateway_failure import configuration_error
from vtlharness.gateway.validation.patterns import compiled_pattern
from vtlharness.gateway.validation.reference_cycles import endless_reference

Models: TypeAlias = Mapping[str, Mapping[str, object]]

_KEPT = 64
_validators: dict[tuple[int, str], tuple[Models, Any]] = {}


def model_validator(models: Models, name: str) -> Any | None:
    """The draft 4 validator of a model; None for a model that is not defined, such as the service's own `Empty`.

    The same models give the same validators. Raises GatewayFailure (500) for a reference without a target,
    VtlHarnessError for one that leads back to itself.
    """
    if name not in models:
        return None
    key = (id(models), name)
    kept = _validators.get(key)
    if kept is not None and kept[0] is models:
        return kept[1]
    document = model_document(models, [name])
    if endless_reference(document) is not None:
        raise VtlHarnessError(f"the model {name} is not a JSON schema: a reference in it leads back to itself")
    validator = _validator_class()({**document, "allOf": [{"$ref": f"#/definitions/{pointer_step(name)}"}]})
    if len(_validators) >= _KEPT:
        _validators.clear()
    _validators[key] = (models, validator)
    return validator


def model_document(models: Models, names: Iterable[str]) -> dict[str, Any]:
    """One document with these models and all that they refer to, under `definitions`.

    Raises GatewayFailure (500) for a reference without a target.
    """
    definitions: dict[str, Any] = {}
    reached = dict.fromkeys(names)
    while reached.keys() > definitions.keys():
        model = next(one for one in reached if one not in definitions)
        definitions[model] = _Rewriting(model, models, reached).schema(models[model])
    return {"definitions": definitions}


def other_properties(instance: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    """The properties of an object that a schema names neither itself nor by a pattern, in order."""
    known = schema.get("properties", {})
    patterns = [compiled_pattern(regex) for regex in schema.get("patternProperties", {})]
    return sorted(key for key in instance if key not in known and not any(one.search(key) for one in patterns))


@lru_cache(maxsize=1)
def _validator_class() -> Any:
    """jsonschema's validator of draft 4, with patterns as ECMA 262 reads them."""
    from jsonschema import Draft4Validator
    from jsonschema.exceptions import ValidationError
    from jsonschema.validators import extend

    def pattern(validator: Any, wanted: str, instance: Any, _: object) -> Iterator[ValidationError]:
        if validator.is_type(instance, "string") and compiled_pattern(wanted).search(instance) is None:
            yield ValidationError(f"{instance!r} does not match {wanted!r}")

    def pattern_properties(validator: Any, wanted: Mapping[str, Any], instance: Any, _: object) -> Iterator[Any]:
        if validator.is_type(instance, "object"):
            for regex, schema in wanted.items():
                for key, value in instance.items():
                    if compiled_pattern(regex).search(key) is not None:
                        yield from validator.descend(value, schema, path=key, schema_path=regex)

    def additional_properties(validator: Any, allowed: Any, instance: Any, schema: Mapping[str, Any]) -> Iterator[Any]:
        if not validator.is_type(instance, "object"):
            return
        others = other_properties(instance, schema)
        if validator.is_type(allowed, "object"):
            for key in others:
                yield from validator.descend(instance[key], allowed, path=key)
        elif others and not allowed:
            yield ValidationError(f"no other properties are allowed: {', '.join(others)}")

    checks = {
        "pattern": pattern,
        "patternProperties": pattern_properties,
        "additionalProperties": additional_properties,
    }
    return extend(Draft4Validator, checks)  # type: ignore[no-untyped-call]


class _Rewriting:
    """A model's schema inside the document that holds all of them: its references point into that document.

    The models that it refers to are added to `reached`.
    """

    def __init__(self, model: str, models: Models, reached: dict[str, None]) -> None:
        self.model = model
        self.models = models
        self.reached = reached

    def schema(self, schema: object) -> Any:
        """The schema with its references rewritten. Raises GatewayFailure (500) for a reference without a target."""
        if isinstance(schema, Mapping):
            reference = schema.get("$ref")
            if isinstance(reference, str):
                return {"$ref": self._target(reference)}
            return {key: self.schema(value) for key, value in schema.items() if not _names_itself(key, value)}
        if isinstance(schema, (list, tuple)):
            return [self.schema(item) for item in schema]
        return schema

    def _target(self, reference: str) -> str:
        """The target of a reference: a place in its own model, or another model by the last part of its address."""
        if reference.startswith("#") and leads_somewhere(reference[1:], self.models[self.model]):
            return f"#/definitions/{pointer_step(self.model)}{reference[1:]}"
        name = last_name(reference.rstrip("/"))
        if name in self.models:
            self.reached[name] = None
            return f"#/definitions/{pointer_step(name)}"
        raise configuration_error(f"Invalid model specified: {reference} in model {self.model}")


def _names_itself(key: str, value: object) -> bool:
    """Whether a key gives a schema its address, against which references would be resolved; not a property `id`."""
    return key in ("id", "$schema") and isinstance(value, str)
