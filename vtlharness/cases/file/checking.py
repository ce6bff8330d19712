"""What a case file is: its keys and their values, for cases of templates and for cases of whole integrations.

Comes in: the data of a case file. Goes out: nothing, or a `MisfitError` with the path of keys to what is wrong;
`loading` gives it its line and column. The shapes below and `schema.json` say the same (a test holds them to it).
"""

from __future__ import annotations

from typing import Any

from vtlharness.cases.file.shapes import (
    Check,
    Shape,
    UnknownKeyError,
    body,
    boolean,
    mapping,
    mapping_of,
    one_of,
    optional,
    or_null,
    patterns,
    payload,
    scalar,
    scalar_not_null,
    scalars,
    scalars_not_null,
    text,
    texts,
    visible_line,
    whole,
)
from vtlharness.documents.kinds import kind_of
from vtlharness.documents.misfit import MisfitError
from vtlharness.nearest import nearest_name

SUBJECTS = ("template", "inline", "integration", "api")
"""What a case file is about: it has one of these keys."""

_CALL: dict[str, Check] = {
    "httpMethod": text,
    "path": text,
    "queryStringParameters": mapping_of(scalars),
    "headers": mapping_of(scalars),
}
_RESOURCE: dict[str, Check] = {"resourcePath": text, "pathParameters": mapping_of(scalar)}
METHOD_REQUEST = optional("methodRequest", {**_CALL, **_RESOURCE, "body": body})
INTEGRATION_RESPONSE = optional(
    "integrationResponse", {"statusCode": whole(100, 599), "headers": mapping_of(scalars), "body": body}
)
COMPARE = optional(
    "compare",
    {
        "ignore_order": boolean,
        "exclude_paths": texts,
        "exclude_regex_paths": patterns,
        "significant_digits": whole(0),
    },
)
REQUEST_OVERRIDE = Shape(
    "requestOverride",
    {
        "header": mapping_of(scalars_not_null),
        "path": mapping_of(scalars_not_null),
        "querystring": mapping_of(scalars_not_null),
    },
)
RESPONSE_OVERRIDE = Shape("responseOverride", {"status": scalar_not_null, "header": mapping_of(scalars_not_null)})
EXPECT = Shape(
    "expect",
    {
        "output": body,
        "requestOverride": or_null(REQUEST_OVERRIDE),
        "responseOverride": or_null(RESPONSE_OVERRIDE),
        "error": or_null(text),
    },
)
_SHARED: dict[str, Check] = {"context": mapping, "stageVariables": mapping_of(scalar), "compare": COMPARE}


def _case_shape(shared: dict[str, Check], expect: Check) -> Shape:
    return Shape("a case", {"name": visible_line, **optional("a case", {**shared, "expect": expect}).keys})


def _file_shape(subject: dict[str, Check], shared: dict[str, Check], case: Shape) -> Shape:
    keys = {
        "$schema": text,
        **subject,
        "defaults": or_null(optional("defaults", shared)),
        "cases": lambda value: _cases(value, case),
    }
    return Shape("a case file", keys)


# Cases of a template

_TEMPLATE_SHARED: dict[str, Check] = {
    "methodRequest": METHOD_REQUEST,
    "integrationResponse": INTEGRATION_RESPONSE,
    **_SHARED,
}
CASE = _case_shape(_TEMPLATE_SHARED, EXPECT)
FILE = _file_shape({"template": text, "inline": text}, _TEMPLATE_SHARED, CASE)
_SHAPES = (METHOD_REQUEST, INTEGRATION_RESPONSE, COMPARE, EXPECT, REQUEST_OVERRIDE, RESPONSE_OVERRIDE, CASE, FILE)

# Cases of a whole integration


def _api(value: object) -> None:
    if type(value) is dict:
        API(value)
        if "file" not in value:
            raise MisfitError("{} names no file", hint="add `file: <path of the definition>`")
    elif type(value) is not str:
        raise MisfitError(
            f"{{}} must be the path of a definition, or a mapping with `file`, and this is {kind_of(value)}"
        )


def _integration(value: object) -> None:
    if type(value) is dict:
        if set(value) == {"file"}:
            text(value["file"])
    elif type(value) is not str:
        raise MisfitError(f"{{}} must be the path of a file, or an integration's keys, and this is {kind_of(value)}")


def _backend(value: Any) -> None:
    BACKEND(value)
    given = [key for key in value if value[key] is not None or key == "lambdaResult"]
    for alone in ("lambdaResult", "lambdaError", "failure"):
        if alone in given and len(given) > 1:
            raise MisfitError(f"`{alone}` stands alone: it is the whole answer", alone, at_key=True)


def _lambda_error(value: object) -> None:
    if type(value) is not dict:
        text(value)


def _address(value: object) -> None:
    text(value)
    if "?" in str(value):
        raise MisfitError("{} is the address without its query string", hint="put that in `queryStringParameters`")


def _gateway_response(value: object) -> None:
    text(value)
    from vtlharness.gateway.gateway_response_types import RESPONSE_TYPES

    if value not in RESPONSE_TYPES:
        near = nearest_name(str(value), RESPONSE_TYPES)
        hint = f"did you mean {near}?" if near else f"one of {', '.join(sorted(RESPONSE_TYPES))}"
        raise MisfitError(f"{{}} must be a type of gateway response, and {value!r} is none", hint=hint)


API = Shape(
    "api",
    {
        "file": text,
        "parameters": mapping_of(scalar_not_null),
        "stage": text,
        "logicalId": text,
        "basePath": one_of("ignore", "prepend", "split"),
    },
)
BACKEND = optional(
    "backend",
    {
        "statusCode": whole(100, 599),
        "headers": mapping_of(scalars),
        "body": payload,
        "lambdaResult": body,
        "lambdaError": _lambda_error,
        "failure": one_of("timeout", "unreachable"),
    },
)
INTEGRATION_REQUEST = Shape(
    "integrationRequest",
    {
        "httpMethod": text,
        "uri": _address,
        "queryStringParameters": mapping_of(scalars_not_null),
        "headers": mapping_of(scalars),
        "body": payload,
    },
)
RESPONSE = Shape("response", {"statusCode": whole(100, 599), "headers": mapping_of(scalars), "body": payload})
INTEGRATION_EXPECT = Shape(
    "expect",
    {
        "integrationRequest": or_null(INTEGRATION_REQUEST),
        "response": RESPONSE,
        "gatewayResponse": or_null(_gateway_response),
    },
)
ROUTED_REQUEST = optional("methodRequest", {**_CALL, "path": _address, "body": payload})
LONE_REQUEST = optional("methodRequest", {**ROUTED_REQUEST.keys, **_RESOURCE})
_API_SHARED: dict[str, Check] = {"methodRequest": ROUTED_REQUEST, "backend": _backend, **_SHARED}
_LONE_SHARED: dict[str, Check] = {**_API_SHARED, "methodRequest": LONE_REQUEST}
INTEGRATION_CASE = _case_shape(_API_SHARED, INTEGRATION_EXPECT)
API_FILE = _file_shape({"api": _api}, _API_SHARED, INTEGRATION_CASE)
INTEGRATION_FILE = _file_shape(
    {"integration": _integration}, _LONE_SHARED, _case_shape(_LONE_SHARED, INTEGRATION_EXPECT)
)
_INTEGRATION_SHAPES = (
    LONE_REQUEST,
    BACKEND,
    COMPARE,
    INTEGRATION_EXPECT,
    INTEGRATION_REQUEST,
    RESPONSE,
    API,
    INTEGRATION_CASE,
    API_FILE,
)

_FILE_SHAPES = {"template": FILE, "inline": FILE, "api": API_FILE, "integration": INTEGRATION_FILE}


def _cases(value: object, shape: Shape) -> None:
    if type(value) is not list:
        raise MisfitError(f"{{}} must be a list of cases, and this is {kind_of(value)}")
    if not value:
        raise MisfitError("{} has no case in it")
    names: dict[str, int] = {}
    for index, case in enumerate(value):
        try:
            shape(case)
            _check_case(case, names, index)
        except MisfitError as misfit:
            raise misfit.inside(index) from None


def _check_case(case: Any, names: dict[str, int], index: int) -> None:
    if "name" not in case:
        raise MisfitError("this case has no `name`", hint="add `name:` with a text that no other case of the file has")
    name = case["name"]
    if name in names:
        raise MisfitError(f"the name {name!r} is given to two cases (the other is number {names[name] + 1})", "name")
    names[name] = index
    expect = case.get("expect")
    if expect and expect.get("error") is not None and len(expect) > 1:
        raise MisfitError(
            "`error` stands alone: where rendering fails there is nothing else to expect",
            "expect",
            "error",
            at_key=True,
        )


def check_case_file(data: object) -> None:
    """Check the data of a whole case file. Raises MisfitError for the first thing that is wrong."""
    if data is None:
        raise MisfitError(
            "the file is empty", hint="a case file has `template:`, `inline:`, `api:` or `integration:`, and `cases:`"
        )
    subjects = [key for key in SUBJECTS if type(data) is dict and key in data]
    if len(subjects) > 1:
        raise MisfitError(f"a case file has `{subjects[0]}` or `{subjects[1]}`, not both", subjects[1], at_key=True)
    subject = subjects[0] if subjects else "template"
    try:
        _FILE_SHAPES[subject](data)
    except UnknownKeyError as misfit:
        misfit.hint = misfit.hint or _home(misfit, subject)
        raise
    assert isinstance(data, dict)
    if not subjects:
        raise MisfitError(
            "the file names nothing to test",
            hint="add `template: <path>`, `inline: |` with a template's text, `api: <path>` or `integration: <path>`",
        )
    if "cases" not in data:
        raise MisfitError("the file has no `cases`", hint="add `cases:` with a list of cases, each with a `name`")


def _home(misfit: UnknownKeyError, subject: str) -> str:
    """Where an unknown key belongs."""
    if misfit.shape is ROUTED_REQUEST and misfit.key in _RESOURCE:
        return "the resource and its path parameters follow from `path`"
    is_template = _FILE_SHAPES[subject] is FILE
    own, others = (_SHAPES, _INTEGRATION_SHAPES) if is_template else (_INTEGRATION_SHAPES, _SHAPES)
    homes = [shape.title for shape in own if misfit.key in shape.keys]
    if homes:
        return f"it belongs in {homes[0]}"
    if any(misfit.key in shape.keys for shape in others):
        subjects = "`api` or `integration`" if is_template else "`template` or `inline`"
        return f"it is for files that have {subjects} instead of `{subject}`"
    return f"known here: {', '.join(misfit.shape.keys)}"
