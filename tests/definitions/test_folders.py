"""Folders as definitions: what is found in them, and what is said of those where nothing or too much is found."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.definitions.definitions import write
from vtlharness.cases.file.discovery import find_case_files
from vtlharness.cases.loading import load_case_file
from vtlharness.definitions import WrongOptionError, load_definition
from vtlharness.errors import CaseFileError, DefinitionError

TEMPLATE = '{"Resources": {"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": {"Ref": "AWS::Region"}}}}}'
OPENAPI = "openapi: 3.0.3\ninfo: {title: t}\npaths: {}\n"
TABLE = '{"Resources": {"T": {"Type": "AWS::DynamoDB::Table"}}}'


def manifest(folder: str, artifacts: dict[str, Any]) -> None:
    write(f"{folder}/manifest.json", json.dumps({"version": "36.0.0", "artifacts": artifacts}))


def stack(template: str, **more: Any) -> dict[str, Any]:
    properties = {"templateFile": template, **more.pop("properties", {})}
    return {"type": "aws:cloudformation:stack", "properties": properties, **more}


def wrong(path: str, **options: Any) -> str:
    with pytest.raises(WrongOptionError) as caught:
        load_definition(path, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("file", "text", "folder"),
    [
        ("p/.serverless/cloudformation-template-update-stack.json", TEMPLATE, "p"),
        ("p/.serverless/cloudformation-template-update-stack.json", TEMPLATE, "p/.serverless"),
        ("p/.aws-sam/build/template.yaml", TEMPLATE, "p"),
        ("p/.aws-sam/build/template.yaml", TEMPLATE, "p/.aws-sam"),
        ("p/.aws-sam/build/template.yaml", TEMPLATE, "p/.aws-sam/build"),
        ("p/template.yml", TEMPLATE, "p"),
        ("p/template.json", TEMPLATE, "p"),
        ("p/openapi.yaml", OPENAPI, "p"),
        ("p/swagger.json", '{"swagger": "2.0", "paths": {}}', "p"),
        ("p/Shop.template.json", TEMPLATE, "p"),
        ("template.yaml", TEMPLATE, "."),
    ],
)
def test_one_definition_in_a_folder(file: str, text: str, folder: str) -> None:
    write(file, text)
    assert load_definition(folder) == load_definition(file)
    assert load_definition(folder + os.sep) == load_definition(file)


def test_a_case_file_names_a_folder() -> None:
    write("p/.serverless/cloudformation-template-update-stack.json", TEMPLATE)
    write("p/.serverless/serverless-state.json", '{"service": {"provider": {"region": "eu-west-3"}}}')
    (case,) = load_case_file(write("p/a.vtl.yaml", "api: .\ncases: [{name: a}]\n")).cases
    assert case.api.name == "eu-west-3"  # type: ignore[attr-defined]
    assert case.definition == Path("p/.serverless/cloudformation-template-update-stack.json")  # type: ignore[attr-defined]


@pytest.mark.parametrize("state", ["[]", "{", '{"service": 1}', '{"service": {"provider": {"region": {"a": 1}}}}'])
def test_a_state_that_does_not_say_the_region(state: str) -> None:
    write("p/.serverless/cloudformation-template-update-stack.json", TEMPLATE)
    write("p/.serverless/serverless-state.json", state)
    assert load_definition("p").name == "us-east-1"


def test_two_definitions_are_named() -> None:
    write("p/template.yaml", TEMPLATE)
    write("p/openapi.yaml", OPENAPI)
    assert wrong("p") == (
        "the folder p has 2 definitions: template.yaml, openapi.yaml\nhint: name the file of one of them"
    )


def test_the_cdk_and_another_definition() -> None:
    manifest("p/cdk.out", {"Shop": stack("Shop.template.json")})
    write("p/openapi.yaml", OPENAPI)
    assert wrong("p").splitlines()[0] == f"the folder p has 2 definitions: cdk.out{os.sep}manifest.json, openapi.yaml"


@pytest.mark.parametrize(
    ("file", "hint"),
    [
        (
            "notes.txt",
            "it looks for the CDK's manifest.json (also in cdk.out) and *.template.json, "
            ".serverless/cloudformation-template-update-stack.json, .aws-sam/build/template.yaml, terraform.tfstate, "
            "and template, openapi or swagger with .yaml, .yml or .json",
        ),
        ("cdk.json", "run `cdk synth`, which writes cdk.out"),
        ("serverless.yml", "run `serverless package`, which writes .serverless"),
        ("serverless.ts", "run `serverless package`, which writes .serverless"),
        ("main.tf", "run `terraform show -json`, and name the file with its output"),
    ],
)
def test_no_definition(file: str, hint: str) -> None:
    write(f"p/{file}", "")
    assert wrong("p").splitlines() == ["the folder p has no definition", f"hint: {hint}"]


def test_the_only_stack_of_the_cdk_with_its_surroundings() -> None:
    manifest("cdk.out", {"Tree": {"type": "cdk:tree"}, "Shop": stack("s.json", environment="aws://1234/eu-west-1")})
    write("cdk.out/s.json", TEMPLATE)
    assert load_definition("cdk.out").name == "eu-west-1"
    assert load_definition(".").name == "eu-west-1"
    assert load_definition("cdk.out/manifest.json").name == "eu-west-1"
    assert load_definition("cdk.out", {"AWS::Region": "us-west-2"}).name == "us-west-2"
    assert load_definition("cdk.out", stack="Shop").name == "eu-west-1"


def test_an_environment_that_is_not_known() -> None:
    manifest("cdk.out", {"Shop": stack("s.json", environment="aws://unknown-account/unknown-region")})
    write("cdk.out/s.json", TEMPLATE)
    assert load_definition("cdk.out").name == "us-east-1"


def test_parameters_of_the_manifest() -> None:
    manifest("cdk.out", {"Shop": stack("s.json", properties={"parameters": {"Name": "shop"}})})
    text = TEMPLATE.replace("AWS::Region", "Name").replace(
        '{"Res', '{"Parameters": {"Name": {"Type": "String"}}, "Res', 1
    )
    write("cdk.out/s.json", text)
    assert load_definition("cdk.out").name == "shop"


def test_the_only_stack_that_may_define_an_api() -> None:
    manifest("cdk.out", {"Db": stack("db.json"), "Shop": stack("s.json"), "Gone": stack("gone.json")})
    write("cdk.out/s.json", TEMPLATE)
    write("cdk.out/db.json", TABLE)
    assert load_definition("cdk.out").name == "us-east-1"


def test_a_stack_is_chosen_by_any_of_its_names() -> None:
    manifest(
        "cdk.out",
        {
            "Shop": stack("s.json"),
            "inner": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}},
        },
    )
    inner = stack("t.json", displayName="Prod/Shop", environment="aws://1/eu-west-2", properties={"stackName": "P-S"})
    manifest("cdk.out/assembly-Prod", {"ProdShop1": inner})
    write("cdk.out/s.json", TEMPLATE)
    write("cdk.out/assembly-Prod/t.json", TEMPLATE)
    for name in ("Prod/Shop", "ProdShop1", "P-S"):
        assert load_definition("cdk.out", stack=name).name == "eu-west-2"
    assert wrong("cdk.out") == (
        "cdk.out has 2 stacks that may define a REST API: Shop, Prod/Shop\n"
        "hint: name one: `stack` in a case file's `api`, `stack=` in Python"
    )
    assert wrong("cdk.out", stack="Shp") == "cdk.out has no stack `Shp`\nhint: did you mean `Shop`?"
    assert (
        wrong("cdk.out", stack="xyz") == "cdk.out has no stack `xyz`\nhint: known here: Shop, Prod/Shop, ProdShop1, P-S"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[]", "cdk.out/manifest.json is not the manifest of a folder that the CDK wrote"),
        ("{", "cdk.out/manifest.json is not the manifest of a folder that the CDK wrote"),
        ('{"artifacts": []}', "cdk.out/manifest.json is not the manifest of a folder that the CDK wrote"),
        ('{"artifacts": {}}', "cdk.out has no stack"),
        (
            '{"artifacts": {"A": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "\\u0000"}}}}',
            "cdk.out/\\u0000/manifest.json cannot be read: embedded null byte",
        ),
        ('{"artifacts": {"A": 1, "B": {"properties": []}}}', "cdk.out has no stack"),
        ('{"artifacts": {"A": {"type": "aws:cloudformation:stack", "properties": {}}}}', "cdk.out has no stack"),
    ],
)
def test_manifests_that_are_damaged(text: str, sentence: str) -> None:
    write("cdk.out/manifest.json", text)
    assert wrong("cdk.out").splitlines()[0] == sentence


def test_other_files_with_the_name_of_a_manifest() -> None:
    write("p/manifest.json", '{"name": "a web page", "icons": []}')
    write("p/template.yaml", TEMPLATE)
    assert load_definition("p").name == "us-east-1"
    write("q/manifest.json", '{"swagger": "2.0", "info": {"title": "t"}, "paths": {}}')
    assert load_definition("q/manifest.json").name == "t"


def test_no_stack_defines_an_api() -> None:
    manifest("cdk.out", {"A": stack("a.json"), "B": stack("b.json")})
    write("cdk.out/a.json", TABLE)
    write("cdk.out/b.json", TABLE)
    assert wrong("cdk.out") == "cdk.out has 2 stacks, none of which defines a REST API: A, B"


def test_assemblies_in_a_circle() -> None:
    inner = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}}
    manifest("cdk.out", {"A": stack("a.json"), "again": inner})
    write("cdk.out/a.json", TEMPLATE)
    assert load_definition("cdk.out").name == "us-east-1"


def test_a_template_that_lies_outside_of_the_project() -> None:
    write("p/pyproject.toml", "")
    write("a.json", TEMPLATE)
    manifest("p/cdk.out", {"A": stack("../../a.json")})
    with pytest.raises(DefinitionError, match=r"a\.json lies outside of the project's root"):
        load_definition("p/cdk.out")


def test_a_folder_without_a_project_is_its_own_root() -> None:
    write("a.json", TEMPLATE)
    manifest("p/cdk.out", {"A": stack("../../a.json")})
    with pytest.raises(DefinitionError, match=r"a\.json lies outside of the project's root"):
        load_definition("p/cdk.out")
    assert load_definition("p/cdk.out", allow_outside=["."]).name == "us-east-1"


def test_a_file_in_a_folder_selects_the_case_files_of_the_folder() -> None:
    manifest("cdk.out", {"A": stack("a.json")})
    write("cdk.out/a.json", TEMPLATE)
    write("openapi.yaml", OPENAPI)
    case_file = write("a.vtl.yaml", "api: cdk.out\ncases: [{name: a}]\n")
    write("b.vtl.yaml", "api: openapi.yaml\ncases: [{name: a}]\n")
    assert find_case_files(["cdk.out/a.json"]) == [case_file]


def option_at_fault(path: str, **options: Any) -> tuple[str, ...]:
    with pytest.raises(WrongOptionError) as caught:
        load_definition(path, **options)
    return caught.value.option


def test_the_option_at_fault() -> None:
    write("p/openapi.yaml", OPENAPI)
    assert option_at_fault("p", stack="A") == ("stack",)
    assert option_at_fault("p/openapi.yaml", stack="A") == ("stack",)
    manifest("p/cdk.out", {"A": stack("a.json")})
    assert option_at_fault("p") == ("file",)
    assert option_at_fault("p/cdk.out", stack="B") == ("stack",)
    manifest("p/cdk.out", {})
    assert option_at_fault("p/cdk.out") == ("file",)
    Path("p/cdk.out/manifest.json").write_text("[]", encoding="utf-8")
    assert option_at_fault("p/cdk.out") == ("file",)
    Path("empty").mkdir()
    assert option_at_fault("empty") == ("file",)


def test_the_account_of_a_stack() -> None:
    template = TEMPLATE.replace("AWS::Region", "AWS::AccountId")
    write("cdk.out/s.json", template)
    for environment, account in (
        ("aws://1234/eu-west-1", "1234"),
        ("aws://unknown-account/eu-west-1", "123456789012"),
        ("", "123456789012"),
        (None, "123456789012"),
    ):
        manifest("cdk.out", {"Shop": stack("s.json", environment=environment)})
        assert load_definition("cdk.out").name == account


def test_a_stack_of_a_file() -> None:
    write("api.yaml", OPENAPI)
    assert wrong("api.yaml", stack="A") == "only a folder has stacks to choose from, but api.yaml is a file"


def test_a_stack_where_there_are_none() -> None:
    write("p/openapi.yaml", OPENAPI)
    sentence = f"only the CDK's folder has stacks to choose from, but the definition is p{os.sep}openapi.yaml"
    assert wrong("p", stack="A") == sentence


@pytest.mark.parametrize(
    ("api", "place", "sentence"),
    [
        ("cdk.out", "1:6", "cdk.out has 2 stacks that may define a REST API: A, B"),
        ("{file: cdk.out}", "1:13", "cdk.out has 2 stacks that may define a REST API: A, B"),
        ("{file: cdk.out, stack: C}", "1:29", "cdk.out has no stack `C`"),
        ("{file: empty}", "1:13", "the folder empty has no definition"),
        ("missing", "1:6", "the API definition 'missing' does not exist"),
        (
            "{file: openapi.yaml, stack: C}",
            "1:34",
            "only a folder has stacks to choose from, but openapi.yaml is a file",
        ),
    ],
)
def test_places_in_a_case_file(api: str, place: str, sentence: str) -> None:
    manifest("cdk.out", {"A": stack("a.json"), "B": stack("a.json")})
    write("cdk.out/a.json", TEMPLATE)
    write("openapi.yaml", OPENAPI)
    Path("empty").mkdir()
    with pytest.raises(CaseFileError) as caught:
        load_case_file(write("a.vtl.yaml", f"api: {api}\ncases: [{{name: a}}]\n"))
    assert str(caught.value).splitlines()[0].startswith(f"a.vtl.yaml:{place}: {sentence}")


# What the CDK leaves beside a template

BODY = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"BodyS3Location": {"Bucket": "b", "Key": "assets/abc.yaml"}}}


def assets(path: str, key: str) -> str:
    file = {"source": {"path": path, "packaging": "file"}, "destinations": {"current": {"objectKey": key}}}
    return json.dumps({"files": {"abc": file}})


@pytest.mark.parametrize("manifest_name", ["S.assets.json", "Other.assets.json"])
@pytest.mark.parametrize("key", ["abc.yaml", "assets/abc.yaml"])
def test_a_body_that_an_asset_manifest_names(manifest_name: str, key: str) -> None:
    write("S.template.json", json.dumps({"Resources": {"A": BODY}}))
    write(manifest_name, assets("asset.abc.yaml", key))
    write("asset.abc.yaml", OPENAPI)
    assert load_definition("S.template.json").name == "t"


def test_a_body_that_metadata_name() -> None:
    body = {**BODY, "Metadata": {"aws:asset:path": "asset.abc.yaml", "aws:asset:property": "BodyS3Location"}}
    write("S.template.json", json.dumps({"Resources": {"A": body}}))
    write("asset.abc.yaml", OPENAPI)
    assert load_definition("S.template.json").name == "t"


@pytest.mark.parametrize(
    "metadata",
    [
        {"aws:asset:path": "asset.abc.yaml", "aws:asset:property": "Code"},
        {"aws:asset:path": 1, "aws:asset:property": "BodyS3Location"},
        {"aws:asset:property": "BodyS3Location"},
        {},
        [],
    ],
)
def test_metadata_that_do_not_name_the_body(metadata: object) -> None:
    write("S.template.json", json.dumps({"Resources": {"A": {**BODY, "Metadata": metadata}}}))
    write("asset.abc.yaml", OPENAPI)
    with pytest.raises(DefinitionError, match="the body is in S3, but only local files are read"):
        load_definition("S.template.json")


def test_a_templates_own_asset_manifest_counts_first_and_only_manifests_count() -> None:
    write("S.template.json", json.dumps({"Resources": {"A": BODY}}))
    for name in "own", "other":
        write(f"{name}.yaml", OPENAPI.replace("title: t", f"title: {name}"))
    write("A.other.json", assets("other.yaml", "abc.yaml"))
    with pytest.raises(DefinitionError, match="the body is in S3"):
        load_definition("S.template.json")
    write("A.assets.json", assets("other.yaml", "abc.yaml"))
    assert load_definition("S.template.json", stage="a").name == "other"
    write("S.assets.json", assets("own.yaml", "abc.yaml"))
    assert load_definition("S.template.json", stage="b").name == "own"
    write("S.assets.json", assets("other.yaml", "abc.yaml"))
    assert load_definition("S.template.json", stage="b").name == "other"


def test_a_body_beside_the_template() -> None:
    write("S.template.json", json.dumps({"Resources": {"A": BODY}}))
    write("abc.yaml", OPENAPI)
    assert load_definition("S.template.json").name == "t"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"files": []}',
        '{"files": {"abc": 1}}',
        '{"files": {"abc": {"source": {"path": 1}, "destinations": {}}}}',
        assets("gone.yaml", "abc.yaml"),
        assets("asset.abc.yaml", "other.yaml"),
        assets("/asset.abc.yaml", "abc.yaml"),
        assets("../asset.abc.yaml", "abc.yaml"),
    ],
)
def test_manifests_that_do_not_name_the_body(text: str) -> None:
    write("p/pyproject.toml", "")
    write("asset.abc.yaml", OPENAPI)
    write("p/S.template.json", json.dumps({"Resources": {"A": BODY}}))
    write("p/S.assets.json", text)
    with pytest.raises(DefinitionError, match="the body is in S3, but only local files are read"):
        load_definition("p/S.template.json")
