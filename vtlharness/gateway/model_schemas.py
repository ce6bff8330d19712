"""An API's models as validators.

Comes in: the models by name (JSON schemas, draft 4), which may refer to each other. Goes out: a validator for one of
them. Next: `gateway.validation`. Evidence: `aws-validate-ref-*`, `aws-validate-circular-*`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from vtlharness.gateway.gateway_failure import configuration_error

Models: TypeAlias = Mapping[str, Mapping[str, object]]

_KEPT = 64
_validators: dict[tuple[int, str], tuple[Models, Any]] = {}


def model_validator(models: Models, name: str) -> Any | None:
    """The draft 4 validator of a model; None for one that is not defined, such as the service's own `Empty`.

    The same models give the same validators. Raises GatewayFailure (500) for a reference that leads nowhere.
    """
    if name not in models:
        return None
    key = (id(models), name)
    kept = _validators.get(key)
    if kept is not None and kept[0] is models:
        return kept[1]
    from jsonschema import Draft4Validator

    definitions: dict[str, Any] = {}
    reached = {name: None}
    while reached.keys() > definitions.keys():
        model = next(one for one in reached if one not in definitions)
        definitions[model] = _Rewriting(model, models, reached).schema(models[model])
    validator = Draft4Validator({"definitions": definitions, "allOf": [{"$ref": f"#/definitions/{_escaped(name)}"}]})
    if len(_validators) >= _KEPT:
        _validators.clear()
    _validators[key] = (models, validator)
    return validator


class _Rewriting:
    """A model's schema inside the document that holds all of them: its references point into that document.

    The models that it refers to are added to `reached`.
    """

    def __init__(self, model: str, models: Models, reached: dict[str, None]) -> None:
        self.model = model
        self.models = models
        self.reached = reached

    def schema(self, schema: object) -> Any:
        """The schema with its references rewritten. Raises GatewayFailure (500) for one that leads nowhere."""
        if isinstance(schema, Mapping):
            reference = schema.get("$ref")
            if isinstance(reference, str):
                return {"$ref": self._target(reference)}
            return {key: self.schema(value) for key, value in schema.items() if not _names_itself(key, value)}
        if isinstance(schema, (list, tuple)):
            return [self.schema(item) for item in schema]
        return schema

    def _target(self, reference: str) -> str:
        """Where a reference points to: a place in its own model, or another model by the last part of its address."""
        if reference.startswith("#") and _leads_somewhere(reference[1:], self.models[self.model]):
            return f"#/definitions/{_escaped(self.model)}{reference[1:]}"
        name = reference.rstrip("/").rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        if name in self.models:
            self.reached[name] = None
            return f"#/definitions/{_escaped(name)}"
        raise configuration_error(f"Invalid model specified: {reference} in model {self.model}")


def _names_itself(key: str, value: object) -> bool:
    """Whether a key gives a schema its address, against which references would be resolved; not a property `id`."""
    return key in ("id", "$schema") and isinstance(value, str)


def _leads_somewhere(pointer: str, root: object) -> bool:
    place = root
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        if isinstance(place, Mapping) and step in place:
            place = place[step]
        elif isinstance(place, (list, tuple)) and step.isdigit() and int(step) < len(place):
            place = place[int(step)]
        else:
            return False
    return True


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1").replace("%", "%25")
