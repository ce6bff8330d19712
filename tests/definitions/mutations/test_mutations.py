"""A short run; `python -m tests.definitions.mutations --seconds 900` tries 50,000."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random

from tests.definitions.mutations.mutating import Change, Mutation, count_methods, fault, mutations
from tests.definitions.mutations.samples import samples

COUNT = 400


def test_the_samples_load_with_their_methods(tmp_path: Path) -> None:
    counted = count_methods(tmp_path)
    assert {sample.name: counted(sample) for sample in samples()} == {
        "orders": 12,
        "library": 6,
        "stack": 2,
        "document": 2,
        "SAM": 8,
        "merged SAM": 2,
        "tickets": 6,
        "same OpenAPI": 1,
        "same Swagger": 1,
        "same CloudFormation": 1,
        "same CLI": 1,
        "plan": 12,
        "state": 12,
        "club/template.yaml": 10,
        "club/members/template.yaml": 10,
        "museum/template.yaml": 10,
        "museum/stacks/core.yaml": 10,
        "museum/stacks/rooms.yaml": 10,
        "post/.serverless/cloudformation-template-update-stack.json": 12,
        "shop/cdk.out/manifest.json": 11,
        "shop/cdk.out/Shop.assets.json": 11,
        "shop/cdk.out/Shop.template.json": 11,
        "shop/cdk.out/ShopOrdersA8B1F509.nested.template.json": 11,
        "shop/cdk.out/assembly-Prod/manifest.json": 10,
        "shop/cdk.out/assembly-Prod/ProdCatalogE133A45C.assets.json": 10,
        "shop/cdk.out/assembly-Prod/ProdCatalogE133A45C.template.json": 10,
    }


def test_a_mutated_definition_is_read_or_refused_and_nothing_is_lost_in_silence(tmp_path: Path) -> None:
    methods = count_methods(tmp_path)
    faults = {
        str(mutation): fault(mutation, tmp_path, methods) for mutation in islice(mutations(Random("test")), COUNT)
    }
    assert {mutation: told for mutation, told in faults.items() if told is not None} == {}


def test_what_a_mutation_does() -> None:
    sample = samples()[0]._replace(data={"a": [1], "b": {"c": 2}})
    assert {
        operation: Mutation(sample, (Change(operation, path),)).text()
        for operation, path in {"drop": ("a",), "double": ("a", 0), "repeat": ("b", "c"), "Ref": ("b",)}.items()
    } == {
        "drop": '{"b": {"c": 2}}',
        "double": '{"a": [1, 1], "b": {"c": 2}}',
        "repeat": '{"a": [1], "b": {"c": 2, "c": 2}}',
        "Ref": '{"a": [1], "b": {"Ref": "Nothing"}}',
    }
