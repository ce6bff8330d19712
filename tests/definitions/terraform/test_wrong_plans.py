"""Plans and states with faults: each message says what is wrong, where, and what to write."""

from __future__ import annotations

import codecs
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.definitions.terraform.plans import (
    API,
    loaded,
    paths,
    plan,
    raw_state,
    refused,
    resource,
    shop,
    state,
    write,
)
from vtlharness.definitions import load_definition
from vtlharness.errors import DefinitionError

IDS = {"rest_api_id": "api1", "resource_id": "pets1", "http_method": "GET"}
INTEGRATION = "aws_api_gateway_integration.get"
PLAN = "run `terraform plan -out=tfplan` and `terraform show -json tfplan > plan.json`, and name plan.json"
STATE = "run `terraform show -json > state.json`, and name that file"


def _shop(kind: str, **values: Any) -> dict[str, Any]:
    """The shop's state with other values of the resource of a type; null takes a value away."""
    resources = shop()
    for one in resources:
        if one["type"] == f"aws_api_gateway_{kind}":
            one["values"] = {key: value for key, value in {**one["values"], **values}.items() if value is not None}
    return state(*resources)


def _with(*others: dict[str, Any]) -> dict[str, Any]:
    return state(*shop(*others))


def _response(kind: str, name: str = "r", **values: Any) -> dict[str, Any]:
    return resource(f"aws_api_gateway_{kind}.{name}", **{**IDS, "status_code": "200", **values})


LAMBDA = {"type": "AWS_PROXY", "integration_http_method": "POST", "uri": "arn:aws:apigateway:us-east-1:lambda:path/x"}
LAMBDA_URI = "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations"
PROXY = "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."

FAULTS: dict[str, tuple[dict[str, Any], str, str | None]] = {
    "no type": (
        _shop("integration", type=None),
        "this integration has no `type`",
        "write one of MOCK, HTTP, HTTP_PROXY, AWS, AWS_PROXY",
    ),
    "an unknown type": (_shop("integration", type="MOK"), "`MOK` is not an integration type", "did you mean `MOCK`?"),
    "no verb": (
        _shop("integration", type="AWS"),
        f"`{INTEGRATION}` of type AWS has no `integration_http_method`: "
        "Enumeration value for HttpMethod must be non-empty",
        "write the verb for the backend: `POST` for Lambda and for service actions",
    ),
    "no uri": (
        _shop("integration", type="HTTP", integration_http_method="GET"),
        f"`{INTEGRATION}` of type HTTP has no `uri`",
        None,
    ),
    "a wrong uri": (_shop("integration", **LAMBDA), PROXY, LAMBDA_URI),
    "a template that is a mapping": (
        _shop("integration", request_templates={"application/json": {"file": "secret.txt"}}),
        "`application/json` must be text, but this is a mapping",
        None,
    ),
    "a parameter that is not declared": (
        _shop("integration", request_parameters={"integration.request.header.a": "method.request.header.a"}),
        "Invalid mapping expression parameter specified: method.request.header.a",
        'declare it in the method\'s `request_parameters`: `"method.request.header.a" = false`',
    ),
    "a header that is not declared": (
        _with(_response("integration_response", response_parameters={"method.response.header.a": "'b'"})),
        "No method response exists for method.",
        'the method has no response 200; declare it in the `aws_api_gateway_method_response` with status_code "200": '
        '`response_parameters = {"method.response.header.a" = false}`',
    ),
    "no integration": (
        state(*(one for one in shop() if one["address"] != INTEGRATION)),
        "No integration defined for method: GET /pets",
        "the method needs an `aws_api_gateway_integration`, or the plan does not say which it has",
    ),
    "no method": (
        state(*(one for one in shop() if one["type"] != "aws_api_gateway_method")),
        f"`{INTEGRATION}` belongs to GET /pets, but the API has no such method",
        "Terraform needs an `aws_api_gateway_method` for it",
    ),
    "a response of no method": (
        _with(_response("method_response", http_method="PUT")),
        "`aws_api_gateway_method_response.r` belongs to PUT /pets, but the API has no such method",
        "Terraform needs an `aws_api_gateway_method` for it",
    ),
    "a method twice": (
        _with(resource("aws_api_gateway_method.again", **IDS, authorization="NONE")),
        "the method of GET /pets is defined twice, also by `aws_api_gateway_method.get`",
        None,
    ),
    "a response twice": (
        _with(_response("method_response"), _response("method_response", "s")),
        "the method response of GET /pets is defined twice, also by `aws_api_gateway_method_response.r`",
        None,
    ),
    "a verb that is none": (_shop("method", http_method="GTE"), "`GTE` is not an HTTP method", "did you mean `GET`?"),
    "a method without its resource": (
        _shop("method", resource_id=None),
        "`aws_api_gateway_method.get` has no `resource_id`",
        None,
    ),
    "a resource without its part": (
        _shop("resource", path_part=None),
        "`aws_api_gateway_resource.pets` has no `path_part`",
        None,
    ),
    "a resource that is its own parent": (
        _shop("resource", parent_id="pets1", path=None),
        "`aws_api_gateway_resource.pets` is its own parent",
        None,
    ),
    "two names for a part": (
        _with(
            resource("aws_api_gateway_resource.a", id="a", rest_api_id="api1", parent_id="root1", path_part="{a}"),
            resource("aws_api_gateway_resource.b", id="b", rest_api_id="api1", parent_id="root1", path_part="{b}"),
        ),
        "`{b}` and `{a}` are two names for one part of the path, below '/'",
        "a resource has one variable path part below it: use one name",
    ),
    "a path twice": (
        _with(resource("aws_api_gateway_resource.a", id="a", rest_api_id="api1", parent_id="root1", path_part="pets")),
        "the path '/pets' is given twice",
        None,
    ),
    "a model that is missing": (
        _shop("method", request_models={"application/json": "Emtpy"}),
        "the API has no model `Emtpy`",
        "did you mean `Empty`?",
    ),
    "a validator that is missing": (
        _shop("method", request_validator_id="v9"),
        "the API has no request validator `v9`",
        None,
    ),
    "a schema that is not JSON": (
        _with(resource("aws_api_gateway_model.m", id="m", rest_api_id="api1", name="M", schema="{x}")),
        "the schema of `aws_api_gateway_model.m` is not JSON: "
        "this is not JSON: a key must be in double quotes, but this is `x`",
        None,
    ),
    "a gateway response of no type": (
        _with(resource("aws_api_gateway_gateway_response.g", rest_api_id="api1", response_type="DEFAULT_4X")),
        "`DEFAULT_4X` is not a gateway response type",
        "did you mean `DEFAULT_4XX`?",
    ),
    "a header that its response does not declare": (
        _with(
            _response("method_response"),
            _response("integration_response", response_parameters={"method.response.header.a": "'b'"}),
        ),
        "Invalid mapping expression parameter specified: method.response.header.a",
        'declare it in the `aws_api_gateway_method_response` with status_code "200": '
        '`response_parameters = {"method.response.header.a" = false}`',
    ),
    "a key source": (state(*shop(api_key_source="HEDAER")), "`HEDAER` is not a key source", "did you mean `HEADER`?"),
    "an endpoint type": (
        state(*shop(endpoint_configuration=[{"types": ["REGION"]}])),
        "`REGION` is not an endpoint type",
        "did you mean `REGIONAL`?",
    ),
    "an address twice": (_with(shop()[1]), "the state has `aws_api_gateway_resource.pets` twice", None),
    "nothing": (state(), "the state has no REST API", f"name a state with an `{API[:-5]}`"),
    "an empty state": (
        {"format_version": "1.0"},
        "the state has no REST API",
        "name a state with an `aws_api_gateway_rest_api`",
    ),
    "a state of version 3": (
        {"version": 3, "terraform_version": "0.11.14", "modules": [{"path": ["root"], "resources": {}}]},
        "this is a Terraform state of version 3, and only version 4 is read",
        STATE,
    ),
    "a format of the future": (
        {"format_version": "2.0", "values": {}},
        "the format `2.0` of this state is not known",
        "format 1 is read, and 0 before it",
    ),
    "an HTTP API": (
        state(resource("aws_apigatewayv2_api.a", id="a", name="a")),
        "HTTP APIs (version 2) have no mapping templates",
        "a REST API has them: `aws_api_gateway_rest_api`, not `aws_apigatewayv2_api`",
    ),
    "a plan that destroys": (
        plan(resource_changes=[{"address": API, "type": API[:-5], "change": {"actions": ["delete"]}}]),
        "the plan destroys its REST API",
        "name a plan without `-destroy`, or the state",
    ),
    "a verb that is not there": (
        _shop("method", http_method=None),
        "`aws_api_gateway_method.get` has no `http_method`",
        None,
    ),
    "a response without its status": (
        _with(_response("method_response", status_code=None)),
        "`aws_api_gateway_method_response.r` has no `status_code`",
        None,
    ),
    "a status that is none": (
        _with(_response("integration_response", status_code="2xx")),
        "`2xx` is not a status code",
        'write three digits, such as "200"',
    ),
    "an integration twice": (
        _with(resource("aws_api_gateway_integration.again", **IDS, type="MOCK")),
        "the integration of GET /pets is defined twice, also by `aws_api_gateway_integration.get`",
        None,
    ),
    "a response of an integration twice": (
        _with(_response("integration_response"), _response("integration_response", "s")),
        "the integration response of GET /pets is defined twice, also by `aws_api_gateway_integration_response.r`",
        None,
    ),
    "a data source of a resource without its path": (
        _with(
            resource("data.aws_api_gateway_resource.d", id="d1", rest_api_id="api1"),
            resource("aws_api_gateway_method.m", rest_api_id="api1", resource_id="d1", http_method="GET"),
        ),
        "`data.aws_api_gateway_resource.d` has no `path`",
        None,
    ),
    "a resource of another API": (
        state(
            *shop(),
            resource("data.aws_api_gateway_rest_api.other", id="api2", root_resource_id="root2", name="o"),
            resource("aws_api_gateway_method.m", rest_api_id="api1", resource_id="root2", http_method="GET"),
        ),
        "`aws_api_gateway_method.m` is not below the API it belongs to, but below data.aws_api_gateway_rest_api.other",
        None,
    ),
    "a resource that the state does not have": (
        _with(resource("aws_api_gateway_method.m", rest_api_id="api1", resource_id="r9", http_method="GET")),
        "`aws_api_gateway_method.m` names the resource `r9`, which is not in this state",
        "read it with `data.aws_api_gateway_resource`, so that its path is known",
    ),
    "a model without a name": (
        _with(resource("aws_api_gateway_model.m", id="m", rest_api_id="api1", schema="{}")),
        "`aws_api_gateway_model.m` has no `name`",
        None,
    ),
    "a gateway response without a type": (
        _with(resource("aws_api_gateway_gateway_response.g", rest_api_id="api1")),
        "`aws_api_gateway_gateway_response.g` has no `response_type`",
        None,
    ),
    "a body that is put twice": (
        _with(*(resource(f"aws_api_gateway_rest_api_put.{name}", rest_api_id="api1", body="{}") for name in "ab")),
        f"the body of `{API}` is put twice, also by `aws_api_gateway_rest_api_put.a`",
        None,
    ),
    "a body that is a list": (state(*shop(body="[]")), f"the body of `{API}` is not an OpenAPI document", None),
    "half a character": (
        state(*shop(body="\ud800")),
        "this text has half of a character: a surrogate without its other half",
        None,
    ),
    "only the data of an API": (
        state(resource("data.aws_api_gateway_rest_api.shop", id="api1", name="shop")),
        "the state only reads a REST API, and adds no method to it",
        None,
    ),
    "two APIs": (
        state(*shop(), resource("aws_api_gateway_rest_api.other", id="api2", name="other")),
        f"the state has 2 REST APIs: {API}, aws_api_gateway_rest_api.other",
        "name one: `logicalId` in a case file's `api`, `api=` in Python",
    ),
    "a state of version 5": (
        {"version": 5, "terraform_version": "2.0.0", "resources": []},
        "this is a Terraform state of version 5, and only version 4 is read",
        f"{STATE}, if your Terraform still prints it",
    ),
    "a format that is a number": (
        {"format_version": 1, "values": {}},
        "the format `1` of this state is not known",
        "format 1 is read, and 0 before it",
    ),
    "a plan of the future": (
        plan() | {"format_version": "2.1"},
        "the format `2.1` of this plan is not known",
        "format 1 is read, and 0 before it",
    ),
    "an instance of an old provider": (
        {
            "version": 4,
            "resources": [
                {"mode": "managed", "type": API[:-5], "name": "a", "instances": [{"attributes_flat": {"id": "x"}}]}
            ],
        },
        f"`{API[:-5]}.a` stands in the state as Terraform 0.11 wrote it",
        STATE,
    ),
}


@pytest.mark.parametrize(("data", "sentence", "hint"), FAULTS.values(), ids=FAULTS)
def test_faults(data: dict[str, Any], sentence: str, hint: str | None) -> None:
    error = refused(data)
    assert error.message == sentence
    assert (error.file, error.line is not None, error.column is not None) == ("plan.json", True, True)
    assert error.hint == hint


def test_a_deposed_instance_is_not_there() -> None:
    data = raw_state(*shop())
    instances = data["resources"][3]["instances"]
    instances.insert(0, {"deposed": "0badc0de", "attributes": {**IDS, "type": "MOK"}})
    assert paths(loaded(data)) == {"GET /pets"}


# Files that are not read


LOG = '{"@level":"info","@message":"Terraform 1.11.4","@module":"terraform.ui","type":"version","ui":"1.2"}\n'
CONFIGURATION = "this is a Terraform configuration, which is not evaluated here"
LOGGED = "this is the log that `terraform plan -json` prints, which has no values"
PRINTED = "this is what Terraform prints for people, which cannot be read back"
OTHER_FILES = {
    "main.tf": ('resource "aws_api_gateway_rest_api" "a" {\n  name = "a"\n}\n', CONFIGURATION, PLAN),
    "empty.tf": ("# nothing\n", CONFIGURATION, PLAN),
    "terraform.tfvars": ("region = 1\n", CONFIGURATION, PLAN),
    "copied.txt": ('variable "a" {}\n\nresource "aws_x" "a" {\n}\n', CONFIGURATION, PLAN),
    "cdk.tf.json": ('{"resource": {"aws_api_gateway_rest_api": {"a": {}}}}', CONFIGURATION, PLAN),
    "main.json": ('{"resource": {"aws_api_gateway_rest_api": {"a": {}}}}', CONFIGURATION, PLAN),
    "plan.json": (LOG * 3, LOGGED, PLAN),
    "line.json": (LOG, LOGGED, PLAN),
    "plan.txt": (
        "\nTerraform used the selected providers to generate the following execution\nplan.\n",
        PRINTED,
        PLAN,
    ),
    "show.txt": (
        '# aws_api_gateway_rest_api.a:\nresource "aws_api_gateway_rest_api" "a" {\n    id = "x"\n}\n',
        PRINTED,
        PLAN,
    ),
    "other.tf.json": ('{"a": 1}', CONFIGURATION, PLAN),
    "main.tofu": ("# nothing\n", CONFIGURATION, PLAN),
    "terragrunt.hcl": ("# nothing\n", CONFIGURATION, PLAN),
    "data.json": ('{"data": {"aws_api_gateway_rest_api": {"a": {}}}}', CONFIGURATION, PLAN),
    "resource.txt": ('# of the shop\nresource "aws_x" "a" {}\n', CONFIGURATION, PLAN),
    "data.txt": ('  data "aws_x" "a" {\n', CONFIGURATION, PLAN),
    "module.txt": ('module "a" {\n', CONFIGURATION, PLAN),
    "variable.txt": ('variable "a" {\n', CONFIGURATION, PLAN),
    "provider.txt": ('provider "aws" {\n', CONFIGURATION, PLAN),
    "output.txt": ('output "a" {\n', CONFIGURATION, PLAN),
    "terraform.txt": ("# of the shop\nterraform {\n", CONFIGURATION, PLAN),
    "locals.txt": ("  locals {\n", CONFIGURATION, PLAN),
    "level.json": (' { "@level":"info"}', LOGGED, PLAN),
    "message.json": ('{"@message":"Terraform 1.11.4"}', LOGGED, PLAN),
    "module.json": ('{"@module":"terraform.ui"}', LOGGED, PLAN),
    "timestamp.json": ('{"@timestamp":"2026-01-01T00:00:00Z"}', LOGGED, PLAN),
    "performed.txt": ("\nTerraform will perform the following actions:\n", PRINTED, PLAN),
    "module-shown.txt": ('# module.a.aws_x.b:\nresource "aws_x" "b" {\n', PRINTED, PLAN),
    "data-shown.txt": ('# data.aws_x.b:\ndata "aws_x" "b" {\n', PRINTED, PLAN),
    "version.json": (
        '{"terraform_version": "1.11.4", "platform": "linux_amd64", "provider_selections": {}}',
        "this is what `terraform version -json` prints, which has no API",
        STATE,
    ),
    "modules.json": (
        '{"format_version": "1.0", "modules": []}',
        "this is what `terraform modules -json` prints, which has no API",
        STATE,
    ),
    "schema.json": (
        '{"format_version": "1.0", "provider_schemas": {}}',
        "this is what `terraform providers schema -json` prints, which has no API",
        STATE,
    ),
    "validate.json": (
        '{"format_version": "1.0", "valid": true, "diagnostics": []}',
        "this is what `terraform validate -json` prints, which has no API",
        STATE,
    ),
}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_other_files_of_terraform(name: str) -> None:
    text, sentence, hint = OTHER_FILES[name]
    Path(name).write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_definition(name)
    assert str(caught.value) == f"{name}: {sentence}\nhint: {hint}"


def test_a_binary_plan() -> None:
    with zipfile.ZipFile("tfplan", "w") as archive:
        archive.writestr("tfplan", b"\x0a\x03\xff")
    with pytest.raises(DefinitionError) as caught:
        load_definition("tfplan")
    assert str(caught.value) == (
        "tfplan: this is a zip file, such as the binary plan that `terraform plan -out` writes\n"
        "hint: run `terraform show -json tfplan > plan.json` in the folder of its configuration, and name plan.json"
    )


# Encodings


@pytest.mark.parametrize("make", [state, raw_state, plan])
@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_encodings(make: Any, bom: bytes, encoding: str) -> None:
    text = json.dumps(make(*shop()), indent=2, ensure_ascii=False).replace("\n", "\r\n")
    Path("a.json").write_bytes(bom + text.encode(encoding))
    assert paths(load_definition("a.json")) == {"GET /pets"}


def test_a_broken_utf_16() -> None:
    Path("a.json").write_bytes(codecs.BOM_UTF16_LE + "{}".encode("utf-16-le") + b"\x00")
    with pytest.raises(DefinitionError, match="the text is not UTF-16, although it begins with its byte order mark"):
        load_definition("a.json")


# What others wrote


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("planned_values",), []),
        (("planned_values", "root_module"), 1),
        (("planned_values", "root_module", "resources"), {"a": 1}),
        (("planned_values", "root_module", "child_modules"), [1]),
        (("planned_values", "root_module", "resources", 2), None),
        (("planned_values", "root_module", "resources", 2, "values"), [1]),
        (("planned_values", "root_module", "resources", 2, "address"), None),
        (("planned_values", "root_module", "resources", 2, "index"), {"a": 1}),
        (("resource_changes",), {"a": 1}),
        (("resource_changes", 0), "x"),
        (("prior_state",), [1]),
    ],
)
def test_malformed_plans(path: tuple[str | int, ...], value: Any) -> None:
    data = plan(*shop())
    inside: Any = data
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    assert refused(data).line is not None


@pytest.mark.parametrize(
    "configuration",
    [
        None,
        1,
        [],
        {"root_module": []},
        {"root_module": {"resources": {}, "module_calls": []}},
        {"root_module": {"resources": [1]}},
    ],
)
def test_a_malformed_configuration_counts_as_none(configuration: Any) -> None:
    assert paths(loaded({**plan(*shop()), "configuration": configuration})) == {"GET /pets"}


def test_modules_that_nest_deep() -> None:
    text = '{"format_version": "1.0", "values": {"root_module": '
    modules = 3000
    Path("deep.json").write_text(text + '{"child_modules": [' * modules + "]}" * modules + "}}", encoding="utf-8")
    with pytest.raises(DefinitionError, match="deep"):
        load_definition("deep.json")


def test_a_template_that_is_a_function_is_text() -> None:
    """Terraform has no functions of CloudFormation: a map with such a key is a map."""
    data = _shop("integration", request_templates={"Ref": "x"})
    assert [*loaded(data).methods[0].integration.request_templates] == ["Ref"]


def test_many_references() -> None:
    """Each reference is followed once, however many lead there."""
    references = [f"aws_api_gateway_method.m{number}.resource_id" for number in range(300)]
    methods = [resource(f"aws_api_gateway_method.m{number}", http_method="GET") for number in range(300)]
    links = {f"aws_api_gateway_method.m{number}": {"resource_id": references} for number in range(300)}
    write(plan(resource(API, id="api1", name="a"), *methods, links=links))
    with pytest.raises(DefinitionError):
        load_definition("plan.json")
