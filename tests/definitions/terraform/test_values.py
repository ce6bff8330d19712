"""What arguments mean: not set, unknown until apply, sensitive; and which of two says wins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.definitions.terraform.plans import (
    API,
    CREATED,
    created,
    loaded,
    only,
    paths,
    plan,
    raw_state,
    refused,
    resource,
    shop,
    state,
)
from vtlharness.definitions import WrongOptionError, load_definition
from vtlharness.errors import DefinitionError
from vtlharness.gateway.model import CanarySettings, RequestValidator, Stage

IDS = {"rest_api_id": "api1", "resource_id": "pets1", "http_method": "GET"}
LAMBDA = "aws_lambda_function.pets.invoke_arn"
INTEGRATION = "aws_api_gateway_integration.get"


def with_integration(*others: dict[str, Any], **values: Any) -> list[dict[str, Any]]:
    """The shop with another integration of GET /pets."""
    kept = [one for one in shop() if one["type"] != "aws_api_gateway_integration"]
    return [*kept, resource(INTEGRATION, **IDS, **values), *others]


def planned(values: dict[str, Any], unknown: dict[str, Any], **links: list[str]) -> dict[str, Any]:
    """A plan that creates the shop, with these values of its integration and what is unknown of it."""
    resources = [one for one in created() if one["address"] != INTEGRATION]
    resources.append(resource(INTEGRATION, http_method="GET", **values))
    references = {**CREATED, INTEGRATION: {**CREATED[INTEGRATION], **links}}
    known = {name: name in ("rest_api_id", "resource_id") for name in references[INTEGRATION]}
    return plan(*resources, links=references, unknown={INTEGRATION: {**known, **unknown}})


# Not set


@pytest.mark.parametrize("empty", ["", None, {}, []])
def test_what_is_empty_is_not_set(empty: Any) -> None:
    """A state writes `''` and `{}` where a plan writes null."""
    values = dict.fromkeys(
        ("uri", "credentials", "content_handling", "request_parameters", "passthrough_behavior", "cache_namespace"),
        empty,
    )
    found = only(loaded(state(*with_integration(type="MOCK", integration_http_method=empty, **values)))).integration
    assert (found.uri, found.http_method, found.credentials, found.content_handling) == (None,) * 4
    assert (found.passthrough_behavior, dict(found.request_parameters), found.cache_namespace) == (
        "WHEN_NO_MATCH",
        {},
        None,
    )


def test_an_empty_template_is_a_template() -> None:
    found = only(loaded(state(*with_integration(type="MOCK", request_templates={"text/xml": "", "text/css": None}))))
    assert {key: source.text for key, source in found.integration.request_templates.items()} == {
        "text/xml": "",
        "text/css": "",
    }


@pytest.mark.parametrize(
    ("written", "expected"), [(-1, None), ("", None), ("-1", None), (None, None), ("1024", 1024), (0, 0)]
)
def test_the_least_size_of_compression(written: Any, expected: int | None) -> None:
    assert loaded(state(*shop(minimum_compression_size=written))).minimum_compression_size == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "EDGE"),
        ({"endpoint_configuration": []}, "EDGE"),
        ({"endpoint_configuration": [{"types": ["PRIVATE"], "vpc_endpoint_ids": []}]}, "PRIVATE"),
        ({"body": "", "parameters": {"endpointConfigurationTypes": "REGIONAL"}}, "REGIONAL"),
    ],
)
def test_the_endpoint_type(settings: dict[str, Any], expected: str) -> None:
    assert loaded(state(*shop(**settings))).endpoint_type == expected


@pytest.mark.parametrize(("written", "expected"), [(None, "HEADER"), ("", "HEADER"), ("AUTHORIZER", "AUTHORIZER")])
def test_the_key_source(written: str | None, expected: str) -> None:
    assert loaded(state(*shop(api_key_source=written))).api_key_source == expected


# Unknown until apply


def test_an_unknown_uri() -> None:
    data = planned({"type": "AWS_PROXY", "integration_http_method": "POST"}, {"uri": True}, uri=[LAMBDA])
    assert only(loaded(data)).integration.uri == f"<{INTEGRATION}.uri>"
    function = "arn:aws:lambda:us-east-1:1:function:f"
    given = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations"
    assert only(loaded(data, parameters={f"{INTEGRATION}.uri": given})).integration.uri == given


def test_a_given_uri_is_checked() -> None:
    data = planned({"type": "AWS_PROXY", "integration_http_method": "POST"}, {"uri": True}, uri=[LAMBDA])
    error = refused(data, parameters={f"{INTEGRATION}.uri": "f"})
    assert error.message == "Invalid ARN specified in the request"


@pytest.mark.parametrize("unknown", [True, {"application/json": True}])
def test_an_unknown_template(unknown: Any) -> None:
    """Providers up to version 5 do not know any template if they do not know one (seen with 5.100.0)."""
    values: dict[str, Any] = {"type": "MOCK"}
    if unknown is not True:
        values["request_templates"] = {"text/plain": "text"}
    data = planned(values, {"request_templates": unknown}, request_templates=["aws_sqs_queue.q.url", "aws_sqs_queue.q"])
    place = f'{INTEGRATION}.request_templates["application/json"]'
    found = only(loaded(data)).integration.request_templates
    assert found["application/json"].text == f"<{place}>"
    assert ("text/plain" in found) == (unknown is not True)
    filled = only(loaded(data, parameters={place: "$input.body"})).integration.request_templates
    assert filled["application/json"].text == "$input.body"


def test_unknown_templates_of_given_types() -> None:
    data = planned({"type": "MOCK"}, {"request_templates": True}, request_templates=["aws_sqs_queue.q.url"])
    given = {f'{INTEGRATION}.request_templates["{kind}"]': kind for kind in ("text/xml", "text/plain")}
    found = only(loaded(data, parameters=given)).integration.request_templates
    assert {key: source.text for key, source in found.items()} == {"text/xml": "text/xml", "text/plain": "text/plain"}


def test_what_the_service_sets_is_not_set() -> None:
    data = planned({"type": "MOCK"}, {"passthrough_behavior": True, "cache_namespace": True})
    found = only(loaded(data)).integration
    assert (found.passthrough_behavior, found.cache_namespace) == ("WHEN_NO_MATCH", None)


def test_a_value_that_decides_something_is_needed() -> None:
    data = planned({}, {"type": True}, type=["terraform_data.x.output", "terraform_data.x"])
    error = refused(data)
    assert error.message == f"`{INTEGRATION}.type` is known only after apply: it refers to `terraform_data.x.output`"
    assert error.hint == (
        f"give it a value under the name `{INTEGRATION}.type`: `parameters` in a case file's `api`, "
        "`parameters=` in Python, or name the state"
    )
    assert only(loaded(data, parameters={f"{INTEGRATION}.type": "MOCK"})).integration.type == "MOCK"


def test_a_resource_of_which_nothing_is_known() -> None:
    nothing = resource("aws_api_gateway_account.main")
    del nothing["values"]
    assert paths(loaded(plan(*created(nothing), links=CREATED))) == {"GET /pets"}


def test_an_unknown_stage() -> None:
    stage = resource("aws_api_gateway_stage.s", variables={"a": "b"})
    links = {**CREATED, "aws_api_gateway_stage.s": {"rest_api_id": [f"{API}.id"], "stage_name": ["random_id.x.hex"]}}
    data = plan(*created(stage), links=links)
    assert loaded(data).stage == Stage("<aws_api_gateway_stage.s.stage_name>", {"a": "b"})
    assert loaded(data, stage="prod").stage == Stage("prod", {"a": "b"})
    assert loaded(data, parameters={"aws_api_gateway_stage.s.stage_name": "v1"}).stage == Stage("v1", {"a": "b"})


@pytest.mark.parametrize("name", [f"{INTEGRATION}.urr", "Environment"])
def test_a_value_that_nothing_uses(name: str) -> None:
    data = planned({"type": "AWS_PROXY", "integration_http_method": "POST"}, {"uri": True}, uri=[LAMBDA])
    error = refused(data, parameters={name: "x"})
    assert isinstance(error, WrongOptionError)
    assert error.message == (f"a value is given for the parameter `{name}`, but nothing with this name needs one")
    near = f"did you mean `{INTEGRATION}.uri`?"
    assert error.hint == near if name.startswith(INTEGRATION) else near not in (error.hint or "")


def test_a_value_for_a_state_that_knows_all() -> None:
    error = refused(state(*shop()), parameters={"a": "b"})
    assert error.message == "a value is given for the parameter `a`, but everything in it is known"


# Sensitive


SECRET = "s3cret-s3cret"


def sensitive_states() -> list[dict[str, Any]]:
    """A state in which the URI of the integration is sensitive, as shown and raw, and a plan that changes nothing."""
    values = {"type": "HTTP_PROXY", "integration_http_method": "GET", "uri": f"https://{SECRET}.example.com/"}
    key = resource("aws_api_gateway_api_key.k", id="key1", name="k", value=SECRET)
    password = resource("aws_db_instance.d", id="db1", password=SECRET)
    resources = with_integration(key, password, **values)
    raw = raw_state(*resources, outputs={"o": {"value": SECRET, "type": "string"}})
    for one in resources:
        if one["address"] == INTEGRATION:
            one["sensitive_values"] = {"uri": True}
    for one in raw["resources"]:
        if one["type"] == "aws_api_gateway_integration":
            one["instances"][0]["sensitive_attributes"] = [[{"type": "get_attr", "value": "uri"}]]
    more = plan(*resources, variables={"v": {"value": SECRET}})
    return [state(*resources), raw, more]


@pytest.mark.parametrize("data", sensitive_states(), ids=["state", "raw state", "plan"])
def test_a_sensitive_value_is_not_read(data: dict[str, Any]) -> None:
    assert SECRET in json.dumps(data)
    api = loaded(data)
    assert only(api).integration.uri == f"<{INTEGRATION}.uri>"
    assert SECRET not in repr(api)
    assert only(loaded(data, parameters={f"{INTEGRATION}.uri": "http://x.y/"})).integration.uri == "http://x.y/"


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("data", sensitive_states(), ids=["state", "raw state", "plan"])
@pytest.mark.parametrize(
    ("kind", "name"),
    [("integration", "type"), ("method", "http_method"), ("method", "rest_api_id"), ("resource", "path_part")],
)
def test_no_message_shows_a_secret(data: dict[str, Any], indent: int | None, kind: str, name: str) -> None:
    text = json.dumps(data, indent=indent)
    begin = text.index(f'"aws_api_gateway_{kind}"')
    at = text.index(f'"{name}": "', begin) + len(name) + 4
    end = text.index('"', at + 1)
    Path("state.json").write_text(text[:at] + '"{' + text[end:], encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_definition("state.json")
    assert caught.value.line is not None
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("data", sensitive_states(), ids=["state", "raw state", "plan"])
def test_a_file_that_is_cut_off_shows_no_value(data: dict[str, Any]) -> None:
    text = json.dumps(data)
    for end in range(0, len(text) - 1, 97):
        Path("a.tfstate").write_text(text[:end], encoding="utf-8")
        with pytest.raises(DefinitionError) as caught:
            load_definition("a.tfstate")
        assert SECRET[:4] not in str(caught.value)


def test_a_sensitive_entry_of_a_map() -> None:
    values = {"type": "MOCK", "request_templates": {"application/json": SECRET, "text/plain": "open"}}
    path = [
        {"type": "get_attr", "value": "request_templates"},
        {"type": "index", "value": {"value": "application/json"}},
    ]
    raw = raw_state(*with_integration(**values))
    raw["resources"][-1]["instances"][0]["sensitive_attributes"] = [path]
    found = only(loaded(raw)).integration.request_templates
    assert found["text/plain"].text == "open"
    assert found["application/json"].text == f'<{INTEGRATION}.request_templates["application/json"]>'


def test_a_sensitive_body() -> None:
    api = {**resource(API, id="api1", name="shop", body=BODY), "sensitive_values": {"body": True}}
    error = refused(state(api))
    assert error.message == f"`{API}.body` is sensitive, so it is not read"
    assert paths(loaded(state(api), parameters={f"{API}.body": BODY})) == {"GET /hello"}


# The body


BODY = json.dumps(
    {
        "openapi": "3.0.1",
        "info": {"title": "body", "version": "1"},
        "x-amazon-apigateway-binary-media-types": ["image/gif"],
        "x-amazon-apigateway-minimum-compression-size": 7,
        "paths": {
            "/hello": {
                "get": {
                    "responses": {"200": {"description": "ok"}},
                    "x-amazon-apigateway-integration": {
                        "type": "MOCK",
                        "requestTemplates": {"application/json": '{"statusCode": 200}'},
                        "responses": {"default": {"statusCode": "200"}},
                    },
                }
            }
        },
        "servers": [{"url": "https://x.example.com/v1"}],
    }
)


def body_api(**values: Any) -> dict[str, Any]:
    """An API by its body."""
    return resource(API, **{"id": "api1", "root_resource_id": "root1", "name": "own", "body": BODY, **values})


def test_a_body_alone() -> None:
    api = loaded(state(body_api(minimum_compression_size=-1, binary_media_types=[])))
    assert (api.name, api.binary_media_types, api.minimum_compression_size) == ("own", ("image/gif",), 7)


def test_the_own_arguments_win_over_the_body() -> None:
    settings = {"binary_media_types": ["a/b"], "minimum_compression_size": "5"}
    api = loaded(state(body_api(**settings, endpoint_configuration=[{"types": ["REGIONAL"]}])))
    assert (api.name, api.binary_media_types, api.minimum_compression_size) == ("own", ("a/b",), 5)
    assert api.endpoint_type == "REGIONAL"


def test_the_base_path_of_a_body() -> None:
    assert paths(loaded(state(body_api(parameters={"basepath": "prepend"})))) == {"GET /v1/hello"}


def test_the_findings_of_a_body() -> None:
    body = json.loads(BODY)
    body["paths"]["/hello"]["get"]["x-amazon-apigateway-integration"]["requestTemplate"] = {}
    api = loaded(state(body_api(body=json.dumps(body))))
    assert [(finding.rule, finding.hint) for finding in api.findings] == [
        ("API471", "did you mean `requestTemplates`?")
    ]


def test_a_body_in_yaml() -> None:
    text = "openapi: 3.0.1\npaths:\n  /a:\n    get:\n      x-amazon-apigateway-integration:\n        type: MOCK\n"
    assert paths(loaded(state(body_api(body=text)))) == {"GET /a"}


def test_a_body_of_a_resource_of_its_own() -> None:
    put = resource("aws_api_gateway_rest_api_put.p", rest_api_id="api1", body=BODY, parameters={"basepath": "prepend"})
    other = BODY.replace("/hello", "/replaced")
    assert paths(loaded(state(body_api(body=other), put))) == {"GET /v1/hello"}


def test_two_bodies_are_put() -> None:
    puts = [resource(f"aws_api_gateway_rest_api_put.{name}", rest_api_id="api1", body=BODY) for name in "ab"]
    error = refused(state(body_api(), *puts))
    assert error.message == f"the body of `{API}` is put twice, also by `aws_api_gateway_rest_api_put.a`"


def test_an_unknown_body() -> None:
    api = resource(API, name="own")
    data = plan(api, links={API: {"body": [LAMBDA]}})
    error = refused(data)
    assert error.message == (
        f"`{API}.body` is known only after apply: one part of it is, such as the ARN of a new function"
    )
    assert error.hint is not None
    assert error.hint.startswith(
        "apply it once and name the state, or name the OpenAPI file itself, or give it a value"
    )
    assert paths(loaded(data, parameters={f"{API}.body": BODY})) == {"GET /hello"}


def test_resources_are_applied_over_a_body() -> None:
    ids = {"rest_api_id": "api1", "resource_id": "h1", "http_method": "GET"}
    api = loaded(
        state(
            body_api(),
            resource("aws_api_gateway_resource.h", id="h1", rest_api_id="api1", parent_id="root1", path_part="hello"),
            resource("aws_api_gateway_integration.h", **ids, type="MOCK", request_templates={"text/plain": "x"}),
            resource("aws_api_gateway_method_response.h", **ids, status_code="404"),
            resource("aws_api_gateway_integration_response.h", **ids, status_code="404", selection_pattern="4.."),
        )
    )
    method = only(api)
    assert list(method.integration.request_templates) == ["text/plain"]
    assert [one.status_code for one in method.method_responses or ()] == ["200", "404"]
    assert [(one.status_code, one.selection_pattern) for one in method.integration.integration_responses] == [
        ("404", "4..")
    ]


def test_a_fault_in_a_body_has_its_place_in_the_file() -> None:
    body = json.dumps(
        {"openapi": "3.0.1", "paths": {"/ä\n\U0001f600": {"get": {"x-amazon-apigateway-integration": 5}}}}
    )
    for data, name in ((state(body_api(body=body)), "a.json"), (raw_state(body_api(body=body)), "a.tfstate")):
        error = refused(data, name)
        assert (error.file, error.source is not None) == (name, True)
        line = Path(name).read_text("utf-8").split("\n")[(error.line or 0) - 1]
        assert line[(error.column or 0) - 1] == ("/" if "path" in error.message else "5")


def test_a_body_that_cannot_be_parsed() -> None:
    error = refused(state(body_api(body='{"openapi": "3.0.1",, }')))
    assert error.message.startswith("this is not JSON") or "YAML" in error.message
    assert error.line is not None
    assert refused(state(body_api(body="\ud800"))).message.startswith("this text has half of a character")
    assert refused(state(body_api(body="[1]"))).message == f"the body of `{API}` is not an OpenAPI document"


# Stages


@pytest.mark.parametrize("stage", [None, "dev"])
def test_a_deployment_makes_a_stage(stage: str | None) -> None:
    """Up to version 5 of the provider."""
    deployment = resource(
        "aws_api_gateway_deployment.d",
        rest_api_id="api1",
        stage_name="dev",
        variables={"a": "b"},
        canary_settings=[{"percent_traffic": 25, "stage_variable_overrides": {"a": "c"}}],
    )
    found = loaded(state(*shop(deployment)), stage=stage).stage
    assert found == Stage("dev", {"a": "b"}, CanarySettings(25.0, {"a": "c"}))


def test_a_stage_and_a_deployment() -> None:
    resources = [
        resource("aws_api_gateway_deployment.d", rest_api_id="api1", stage_name="", variables={"a": "deployment"}),
        resource("aws_api_gateway_stage.prod", rest_api_id="api1", stage_name="prod", variables={"a": "stage"}),
        resource("aws_api_gateway_stage.test", rest_api_id="api1", stage_name="test"),
    ]
    assert loaded(state(*shop(*resources))).stage == Stage("prod", {"a": "stage"})
    assert loaded(state(*shop(*resources)), stage="test").stage == Stage("test")
    error = refused(state(*shop(*resources)), stage="tset")
    assert (error.message, error.hint) == ("the API has no stage `tset`", "did you mean `test`?")


# Models, validators, gateway responses


def test_models_and_validators() -> None:
    schema = {
        "type": "object",
        "properties": {"o": {"$ref": "https://apigateway.amazonaws.com/restapis/api1/models/Other"}},
    }
    resources = shop(
        resource("aws_api_gateway_model.pet", id="m1", rest_api_id="api1", name="Pet", schema=json.dumps(schema)),
        resource("aws_api_gateway_model.other", id="m2", rest_api_id="api1", name="Other", schema='{"type": "string"}'),
        resource(
            "aws_api_gateway_request_validator.v", id="v1", rest_api_id="api1", name="all", validate_request_body=True
        ),
    )
    method = next(one for one in resources if one["type"] == "aws_api_gateway_method")
    method["values"] |= {"request_validator_id": "v1", "request_models": {"application/json": "Pet"}}
    api = loaded(state(*resources))
    assert only(api).request_validator == RequestValidator(validate_request_body=True, name="all")
    assert api.models["Pet"]["properties"] == {"o": {"$ref": "#/definitions/Other"}}


def test_a_gateway_response() -> None:
    given = {"response_type": "UNAUTHORIZED", "status_code": "403", "response_templates": {"application/json": "{}"}}
    api = loaded(state(*shop(resource("aws_api_gateway_gateway_response.u", rest_api_id="api1", **given))))
    assert api.gateway_responses["UNAUTHORIZED"].status_code == "403"


# What is said


def said(data: dict[str, Any], **options: Any) -> list[tuple[str, str]]:
    """The rules and sentences of the findings."""
    return [(finding.rule, finding.message) for finding in loaded(data, **options).findings]


def test_what_is_unknown_is_said_where_it_matters() -> None:
    data = planned(
        {"type": "AWS_PROXY", "integration_http_method": "POST"},
        {"uri": True, "credentials": True},
        uri=[LAMBDA],
        credentials=["aws_iam_role.r.arn"],
    )
    (finding,) = loaded(data).findings
    assert finding.message == f"`{INTEGRATION}.uri` is known only after apply: it refers to `{LAMBDA}`"
    assert (finding.rule, finding.file) == ("API477", "plan.json")
    assert finding.line is not None
    line = Path("plan.json").read_text("utf-8").split("\n")[finding.line - 1]
    assert line.strip() == f'"address": "{INTEGRATION}",'
    given = {f"{INTEGRATION}.uri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations"}
    assert said(data, parameters=given) == []


def test_what_is_sensitive_is_said() -> None:
    (finding,) = said(sensitive_states()[0])
    assert finding == ("API477", f"`{INTEGRATION}.uri` is sensitive, so it is not read")


def test_an_unknown_name_of_a_stage_is_said() -> None:
    links = {**CREATED, "aws_api_gateway_stage.s": {"rest_api_id": [f"{API}.id"], "stage_name": ["random_id.x.hex"]}}
    data = plan(*created(resource("aws_api_gateway_stage.s")), links=links)
    message = "`aws_api_gateway_stage.s.stage_name` is known only after apply: it refers to `random_id.x.hex`"
    assert said(data) == [("API477", message)]


def test_an_api_without_a_method_is_said() -> None:
    (finding,) = said(state(resource(API, id="api1", name="a")))
    assert finding == (
        "API475",
        f"`{API}` has no method: it has no body, and no `aws_api_gateway_method` names it",
    )


def test_what_the_import_of_a_body_drops_is_said() -> None:
    text = BODY.replace('"type": "MOCK"', '"type": "MOCK", "payloadFormatVersion": "1.0", "requestTemplate": {}')
    rules = [rule for rule, _ in said(state(body_api(body=text)))]
    assert "API471" in rules


def test_a_state_that_knows_all_has_no_finding() -> None:
    assert said(state(*shop())) == []


# The access log

LOGS = {"destination_arn": "arn:aws:logs:us-east-1:1:log-group:l", "format": "$context.status $context.stage"}


@pytest.mark.parametrize("write_state", [state, raw_state])
@pytest.mark.parametrize(
    ("settings", "expected"),
    [([LOGS], "$context.status $context.stage"), ([], None), (None, None), ([{**LOGS, "format": ""}], None)],
)
def test_the_format_of_an_access_log(write_state: Any, settings: Any, expected: str | None) -> None:
    stage = resource("aws_api_gateway_stage.s", rest_api_id="api1", stage_name="prod", access_log_settings=settings)
    assert loaded(write_state(*shop(stage))).stage.access_log_format == expected


def test_a_format_that_is_not_text() -> None:
    stage = resource(
        "aws_api_gateway_stage.s", rest_api_id="api1", stage_name="prod", access_log_settings=[{"format": ["a"]}]
    )
    assert "must be text" in refused(state(*shop(stage))).message


def logging_plan(**unknown: Any) -> dict[str, Any]:
    """A plan that creates a stage, a canary and a usage plan, whose blocks have arguments that do not matter."""
    stage = resource(
        "aws_api_gateway_stage.s",
        stage_name="prod",
        access_log_settings=[{"format": "$context.status"}],
        canary_settings=[{"percent_traffic": 5}],
    )
    api_stages = [{"stage": "prod", "throttle": []}]
    links = {
        **CREATED,
        "aws_api_gateway_stage.s": {"rest_api_id": [f"{API}.id"]},
    }
    return plan(
        *created(stage, resource("aws_api_gateway_usage_plan.p", name="p", api_stages=api_stages)),
        links=links,
        unknown={
            "aws_api_gateway_stage.s": {
                "access_log_settings": [{"destination_arn": True, **unknown}],
                "canary_settings": [{"deployment_id": True}],
            },
            "aws_api_gateway_usage_plan.p": {"api_stages": [{"api_id": True}]},
            API: {"endpoint_configuration": [{"vpc_endpoint_ids": True}]},
        },
    )


def test_unknown_arguments_of_blocks_that_do_not_matter_are_not_said() -> None:
    api = loaded(logging_plan())
    assert (api.stage.access_log_format, api.findings) == ("$context.status", ())


def test_an_unknown_format_of_an_access_log_is_said() -> None:
    name = 'aws_api_gateway_stage.s.access_log_settings[0]["format"]'
    data = logging_plan(format=True)
    assert said(data) == [("API477", f"`{name}` is known only after apply")]
    assert loaded(data, parameters={name: "$context.stage"}).stage.access_log_format == "$context.stage"
