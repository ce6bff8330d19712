"""A definition is read once for as long as nothing changes, whatever its size."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.definitions.definitions import write
from vtlharness.definitions import load_definition
from vtlharness.documents import readable_files, reading
from vtlharness.documents.yaml.values import YamlText
from vtlharness.errors import DefinitionError
from vtlharness.source import Source

TEMPLATE = "".join(
    f'                "field{n}": "$input.path(\'$.field{n}\')", #if($x == {n})$x#end\n' for n in range(90)
)
SCHEMA = "".join(
    f"                  field{n}: {{type: string, description: the field number {n}}}\n" for n in range(60)
)


def large_definition(operations: int) -> str:
    """An OpenAPI file with many operations of 10 KB each."""
    paths = (
        f"  /orders{number}/{{id}}:\n"
        "    post:\n"
        "      parameters: [{name: id, in: path, required: true}]\n"
        "      requestBody:\n        content:\n          application/json:\n            schema:\n"
        f"              type: object\n              properties:\n{SCHEMA}"
        "      x-amazon-apigateway-integration:\n"
        "        type: aws\n        httpMethod: POST\n"
        "        uri: arn:aws:apigateway:us-east-1:dynamodb:action/PutItem\n"
        f"        requestTemplates:\n          application/json: |\n{TEMPLATE}"
        "        responses: {default: {statusCode: 200}}\n"
        for number in range(operations)
    )
    return "openapi: 3.0.1\npaths:\n" + "".join(paths)


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The definition files that are read, in order."""
    files: list[str] = []
    read = reading.read_bytes

    def recording(name: str, *others: Any) -> bytes:
        files.append(name)
        return read(name, *others)

    monkeypatch.setattr(readable_files, "read_bytes", recording)
    monkeypatch.setattr(reading, "read_bytes", recording)
    return files


def test_a_large_file_is_read_once(read_files: list[str]) -> None:
    text = large_definition(500)
    assert len(text) > 5_000_000
    write("large.yaml", text)
    api = load_definition("large.yaml")
    assert (len(api.methods), len(api.models)) == (500, 500)
    source = api.methods[499].integration.request_templates["application/json"]
    place = source.position(source.text.rindex("$x"))
    assert text.split("\n")[place.line - 1][place.column - 1 :] == "$x#end"
    for _ in range(100):
        assert load_definition("large.yaml") is api
    assert read_files == ["large.yaml"]


def test_a_large_json_file() -> None:
    data = YamlText(Source(large_definition(300))).value
    Path("large.json").write_text(json.dumps(data), encoding="utf-8")
    assert len(load_definition("large.json").methods) == 300


FILES = {
    "template.yaml": "Resources: {Api: {Type: AWS::ApiGateway::RestApi, Properties: {BodyS3Location: api.yaml}}}\n",
    "api.yaml": "openapi: 3.0.1\npaths: {/: {get: {x-amazon-apigateway-integration:"
    " {type: mock, requestTemplates: {a/b: {file: get.vtl}}}}}}\n",
    "get.vtl": "1",
}


@pytest.mark.parametrize("changed", FILES)
def test_it_is_read_again_when_any_of_its_files_has_changed(changed: str) -> None:
    for name, text in FILES.items():
        write(name, text)
    first = load_definition("template.yaml")
    assert load_definition("template.yaml") is first
    write(changed, FILES[changed] + " ")
    second = load_definition("template.yaml")
    assert second is not first
    assert load_definition("template.yaml") is second


def test_a_fault_is_kept_until_its_files_have_changed(read_files: list[str]) -> None:
    write("template.yaml", FILES["template.yaml"])
    write("api.yaml", FILES["api.yaml"])
    for _ in range(3):
        with pytest.raises(DefinitionError, match=r"the template file 'get\.vtl' does not exist"):
            load_definition("template.yaml")
    assert read_files == ["template.yaml", "api.yaml", "get.vtl"]
    write("get.vtl", "1")
    assert len(load_definition("template.yaml").methods) == 1


def test_a_file_that_has_gone_is_missed() -> None:
    write("api.json", '{"type": "MOCK", "requestTemplates": {}}')
    load_definition("api.json")
    os.remove("api.json")
    with pytest.raises(DefinitionError, match="does not exist"):
        load_definition("api.json")


def test_other_options_are_other_definitions() -> None:
    write("api.yaml", "swagger: '2.0'\npaths: {}\n")
    first = load_definition("api.yaml")
    assert load_definition("api.yaml", stage="prod").stage.stage_name == "prod"
    assert load_definition("api.yaml") is first


def test_the_same_name_in_another_folder_is_another_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a/api.yaml", "swagger: '2.0'\ninfo: {title: a}\npaths: {}\n")
    write("b/api.yaml", "swagger: '2.0'\ninfo: {title: b}\npaths: {}\n")
    here = os.getcwd()
    for folder in ("a", "b"):
        monkeypatch.chdir(Path(here, folder))
        assert load_definition("api.yaml").name == folder


def test_a_byte_order_mark_is_no_part_of_a_file() -> None:
    Path("api.yaml").write_bytes(b"\xef\xbb\xbfswagger: '2.0'\npaths: {}\n")
    Path("api.json").write_bytes(b'\xef\xbb\xbf{"swagger": "2.0", "paths": {}}')
    assert load_definition("api.yaml").methods == load_definition("api.json").methods == ()
