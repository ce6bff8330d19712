"""A short run; `python -m tests.definitions.mutations --seconds 600` tries all of them."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.definitions.mutations.mutating import Mutation, count_methods, every_mutation, fault
from tests.definitions.mutations.samples import samples

COUNT = 600


def test_the_samples_load_with_their_methods(tmp_path: Path) -> None:
    counted = count_methods(tmp_path)
    assert {sample.name: counted(sample) for sample in samples()} == {
        "orders": 12,
        "library": 6,
        "stack": 2,
        "document": 2,
        "same OpenAPI": 1,
        "same Swagger": 1,
        "same CloudFormation": 1,
        "same CLI": 1,
    }


def test_a_mutated_definition_is_read_or_refused_and_nothing_is_lost_in_silence(tmp_path: Path) -> None:
    methods = count_methods(tmp_path)
    wrong = {}
    for mutation in every_mutation(Random("test"))[:COUNT]:
        told = fault(mutation, tmp_path, methods)
        if told is not None:
            wrong[mutation.sample.name, mutation.operation, mutation.path] = told
    assert wrong == {}


def test_what_a_mutation_does() -> None:
    sample = samples()[0]._replace(data={"a": [1], "b": {"c": 2}})
    assert {
        operation: Mutation(sample, operation, path).text()
        for operation, path in {"drop": ("a",), "double": ("a", 0), "repeat": ("b", "c"), "Ref": ("b",)}.items()
    } == {
        "drop": '{"b": {"c": 2}}',
        "double": '{"a": [1, 1], "b": {"c": 2}}',
        "repeat": '{"a": [1], "b": {"c": 2, "c": 2}}',
        "Ref": '{"a": [1], "b": {"Ref": "Nothing"}}',
    }
