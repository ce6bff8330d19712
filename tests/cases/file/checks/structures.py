"""Case files, right and wrong, as a table: what the structural check and the JSON Schema must agree on.

Each wrong one: a name, the data of the file, the message of the structural check, its hint (None: it has none).
"""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

from typing import Any


def file_with(case: Any = None, **others: Any) -> dict[str, Any]:
    """A case file around one case."""
    return {"inline": "x", "cases": [{"name": "one", **(case or {})}], **others}


def request_with(**keys: Any) -> dict[str, Any]:
    return file_with({"methodRequest": keys})


def expect_with(**keys: Any) -> dict[str, Any]:
    return file_with({"expect": keys})


def api_with(case: Any = None, **others: Any) -> dict[str, Any]:
    """A case file around one case of an API."""
    return {"api": "openapi.yaml", "cases": [{"name": "one", **(case or {})}], **others}


def lone_with(case: Any = None, **others: Any) -> dict[str, Any]:
    """A case file around one case of an integration that stands alone."""
    return {"integration": {"type": "MOCK"}, "cases": [{"name": "one", **(case or {})}], **others}


GOOD: list[tuple[str, Any]] = [
    ("least", file_with()),
    ("schema named", {"$schema": "../schema.json", "inline": "", "cases": [{"name": "a"}]}),
    ("everything null", file_with({
        "methodRequest": None, "integrationResponse": None, "context": None, "stageVariables": None,
        "compare": None, "expect": None}, defaults=None)),
    ("request", request_with(
        httpMethod="POST", path="/a", resourcePath="/{x}", pathParameters={"x": "1", "n": 2, "b": True, "gone": None},
        queryStringParameters={"q": ["a", 1, False], "e": [], "n": None, "f": 1.5}, headers={"A": "b"}, body={"a": [None]})),
    ("request of nulls", request_with(
        httpMethod=None, path=None, resourcePath=None, pathParameters=None, queryStringParameters=None, headers=None, body=None)),
    ("bodies", {"inline": "x", "cases": [
        {"name": str(index), "methodRequest": {"body": body}}
        for index, body in enumerate(["text", 1, 1.5, True, [1], {}, {"file": "a", "b": 1}, {"a": {"file": 3}}])]}),
    ("body from file", request_with(body={"file": "schema_body.json"})),
    ("response", file_with({"integrationResponse": {"statusCode": 404, "headers": {"A": ["b"]}, "body": "x"}})),
    ("first status", file_with({"integrationResponse": {"statusCode": 100}})),
    ("last status", file_with({"integrationResponse": {"statusCode": 599}})),
    ("response of nulls", file_with({"integrationResponse": {"statusCode": None, "headers": None, "body": None}})),
    ("context", file_with({"context": {"stage": "prod", "authorizer": {"claims": {"sub": None}}, "n": [1]}})),
    ("compare", file_with({"compare": {
        "ignore_order": True, "exclude_paths": ["root['a']"], "exclude_regex_paths": "a+", "significant_digits": 0}})),
    ("compare of nulls", file_with({"compare": {"ignore_order": None, "exclude_paths": None, "significant_digits": None}})),
    ("outputs", {"inline": "x", "cases": [
        {"name": str(index), "expect": {"output": output}}
        for index, output in enumerate([None, "", 1, False, [], {}, {"file": "schema_body.json", "x": 1}])]}),
    ("output null and overrides", expect_with(
        output=None, requestOverride={"header": {"A": ["b", 1]}, "path": {}, "querystring": {"q": True}},
        responseOverride={"status": 404, "header": {}})),
    ("matchers in output", {"inline": "x", "cases": [
        {"name": str(index), "expect": {"output": output}}
        for index, output in enumerate([
            {"matches": "^a"}, {"any": "integer"}, {"any": None}, {"length": 0}, {"approx": 1.5}, {"approx": 1, "within": 0},
            {"contains": {"a": {"any": "string"}}}, {"contains": None}, {"equals": {"any": "thing", "matches": "("}},
            {"a": [{"matches": "x"}, {"b": {"length": 3}}]}, {"length": -1, "width": 2}, {"any": "thing", "b": {"any": "value"}}])]}),
    ("matchers for values", expect_with(
        requestOverride={"header": {"any": "x", "A": {"any": "string"}, "B": ["b", {"matches": "b"}]}, "querystring": {"length": {"length": 2}}},
        responseOverride={"status": {"any": "integer"}})),
    ("some of the names", expect_with(
        requestOverride={"header": {"contains": {"A": {"any": "string"}, "B": [1]}}, "path": {"contains": {}}, "querystring": {"contains": {"any": "string"}}},
        responseOverride={"header": {"contains": "x"}})),
    ("matcher of an error", expect_with(error={"matches": "x"})),
    ("matchers of messages", api_with({"expect": {
        "integrationRequest": {"httpMethod": {"matches": "P"}, "uri": {"contains": "?"}, "queryStringParameters": {"q": {"any": "integer"}},
                               "headers": {"A": {"approx": 5, "within": 1}, "B": None}, "body": {"a": {"any": "value"}}},
        "response": {"statusCode": {"matches": "^2"}, "headers": {"A": [{"any": "string"}]}, "body": {"equals": {"file": 1}}},
        "gatewayResponse": {"matches": "TIMEOUT"}, "accessLog": {"contains": "x"}}})),
    ("no overrides", expect_with(requestOverride={}, responseOverride={})),
    ("overrides of null", expect_with(requestOverride=None, responseOverride=None, error=None)),
    ("status as text", expect_with(responseOverride={"status": "404"})),
    ("error", expect_with(error="x")),
    ("name with all kinds of text", file_with({"name": " é 😀 / :: [x] \"q\" "})),
    ("defaults", file_with(defaults={
        "methodRequest": {"headers": {"A": "b"}}, "integrationResponse": {}, "context": {}, "stageVariables": {"a": 1},
        "compare": {"ignore_order": False}})),
    ("api", api_with()),
    ("api with options", api_with(api={
        "file": "a.yaml", "parameters": {"a": "b", "AWS::Region": "eu-west-1"}, "stage": "prod", "logicalId": "Api", "basePath": "split"})),
    ("api call", api_with({
        "methodRequest": {"httpMethod": "GET", "path": "/a", "queryStringParameters": {"a": ["b"]}, "headers": None, "body": {"base64": "AAE="}},
        "backend": {"statusCode": 500, "headers": {"A": ["b", 1]}, "body": {"file": "x.pdf"}},
        "context": {}, "stageVariables": {"a": 1}, "compare": {"ignore_order": True}})),
    ("expectations of an api", api_with({"expect": {
        "integrationRequest": {"httpMethod": "GET", "uri": "https://a/b", "queryStringParameters": {"a": ["b", 1]},
                               "headers": {"A": None, "B": ["c"], "C": 1}, "body": [1]},
        "response": {"statusCode": 200, "headers": {"A": "b"}, "body": {"base64": ""}}, "gatewayResponse": "THROTTLED"}})),
    ("nothing expected of an api", api_with({"expect": None, "backend": None, "methodRequest": None})),
    ("nothing must be there", api_with({"expect": {"integrationRequest": None, "gatewayResponse": None}})),
    ("lambda results", {"api": "a", "cases": [
        {"name": str(index), "backend": {"lambdaResult": result}} for index, result in enumerate([None, {}, "x", [1], 1, False])]}),
    ("lambda errors", {"api": "a", "cases": [
        {"name": str(index), "backend": {"lambdaError": error}} for index, error in enumerate(["x", {"errorMessage": "x"}, None])]}),
    ("no answer", api_with({"backend": {"failure": "timeout"}}, defaults={"backend": {"failure": "unreachable"}})),
    ("lone integration", lone_with({"methodRequest": {"path": "/a/b", "resourcePath": "/a/{x}", "pathParameters": {"y": 1}}})),
    ("integration of a file", lone_with(integration={"file": "a.json"})),
    ("integration's path", lone_with(integration="a.json")),
]  # fmt: skip

BAD: list[tuple[str, Any, str, str | None]] = [
    ("empty", None, "the file is empty",
     "a case file has `template:`, `inline:`, `api:` or `integration:`, and `cases:`"),
    ("text", "x", "a case file must be a mapping, but this is text", None),
    ("list", [], "a case file must be a mapping, but this is a list", None),
    ("no template", {"cases": [{"name": "a"}]}, "the file names nothing to test",
     "add `template: <path>`, `inline: |` with a template's text, `api: <path>` or `integration: <path>`"),
    ("two templates", file_with(template="a"), "a case file has `template` or `inline`, not both", None),
    ("no cases", {"inline": "x"}, "the file has no `cases`", "add `cases:` with a list of cases, each with a `name`"),
    ("cases empty", {"inline": "x", "cases": []}, "`cases` has no cases", None),
    ("cases null", {"inline": "x", "cases": None}, "`cases` must be a list of cases, but this is empty", None),
    ("cases mapping", {"inline": "x", "cases": {}}, "`cases` must be a list of cases, but this is a mapping", None),
    ("case text", {"inline": "x", "cases": ["a"]}, "`cases[0]` must be a mapping, but this is text", None),
    ("case null", {"inline": "x", "cases": [None]}, "`cases[0]` must be a mapping, but this is empty", None),
    ("no name", {"inline": "x", "cases": [{}]}, "this case has no `name`", "add `name:` with a text that is unique in the file"),
    ("name empty", file_with({"name": ""}), "`cases[0].name` must be one line of visible text", None),
    ("name blank", file_with({"name": "  "}), "`cases[0].name` must be one line of visible text", None),
    ("name with a line end", file_with({"name": "a\nb"}), "`cases[0].name` must be one line of visible text", None),
    ("name with an escape", file_with({"name": "a\x1b[2J"}), "`cases[0].name` must be one line of visible text", None),
    ("name a number", file_with({"name": 1}), "`cases[0].name` must be text, but this is the number 1", "put it in quotes"),
    ("name null", file_with({"name": None}), "`cases[0].name` must be text, but this is empty", None),
    ("unknown at the top", file_with(tempalte="x"), "a case file has no key `tempalte`", "did you mean `template`?"),
    ("unknown in a case", file_with({"methodrequest": {}}), "a case has no key `methodrequest`", "did you mean `methodRequest`?"),
    ("snake case", file_with({"stage_variables": {}}), "a case has no key `stage_variables`", "did you mean `stageVariables`?"),
    ("at home elsewhere", file_with({"headers": {}}), "a case has no key `headers`", "it belongs in methodRequest"),
    ("case key at the top", file_with(expect={}), "a case file has no key `expect`", "it belongs in a case"),
    ("unknown anywhere", file_with({"zzz": {}}), "a case has no key `zzz`",
     "known here: name, description, tags, skip, xfail, parameters, methodRequest, integrationResponse, context, "
     "stageVariables, compare, ignore, expect"),
    ("unknown in a request", request_with(queryString={}), "methodRequest has no key `queryString`",
     "did you mean `queryStringParameters`?"),
    ("unknown in defaults", file_with(defaults={"name": "x"}), "defaults has no key `name`", "it belongs in a case"),
    ("unknown in expect", expect_with(ouput=1), "expect has no key `ouput`", "did you mean `output`?"),
    ("status in expect", expect_with(status=1), "expect has no key `status`", "it belongs in responseOverride"),
    ("unknown in compare", file_with({"compare": {"ignoreOrder": True}}), "compare has no key `ignoreOrder`",
     "did you mean `ignore_order`?"),
    ("unknown in an override", expect_with(requestOverride={"headers": {}}), "requestOverride has no key `headers`",
     "did you mean `header`?"),
    ("template a number", {"template": 1, "cases": [{"name": "a"}]},
     "`template` must be text, but this is the number 1", "put it in quotes"),
    ("inline null", {"inline": None, "cases": [{"name": "a"}]}, "`inline` must be text, but this is empty", None),
    ("request text", file_with({"methodRequest": "GET /"}), "`cases[0].methodRequest` must be a mapping, but this is text", None),
    ("method a number", request_with(httpMethod=1), "`methodRequest.httpMethod` must be text, but this is the number 1", "put it in quotes"),
    ("path a boolean", request_with(path=True), "`methodRequest.path` must be text, but this is the boolean true", "put it in quotes"),
    ("path parameter a list", request_with(pathParameters={"a": ["b"]}),
     "`pathParameters.a` must be text, a number or a boolean, but this is a list", None),
    ("parameters a list", request_with(queryStringParameters=["a=b"]),
     "`methodRequest.queryStringParameters` must be a mapping of names to values, but this is a list", None),
    ("header a mapping", request_with(headers={"A": {"b": "c"}}),
     "`headers.A` must be text, a number, a boolean or a list of these, but this is a mapping", None),
    ("header with a list of null", request_with(headers={"A": ["b", None]}),
     "`headers.A[1]` must be text, a number or a boolean, but this is empty", None),
    ("body file a number", request_with(body={"file": 3}), "`body.file` must be the path of a file, but this is the number 3",
     "a body that has just the key `file` must be written as text"),
    ("status text", file_with({"integrationResponse": {"statusCode": "200"}}),
     "`integrationResponse.statusCode` must be a whole number, but this is text", "remove the quotes"),
    ("status boolean", file_with({"integrationResponse": {"statusCode": True}}),
     "`integrationResponse.statusCode` must be a whole number, but this is the boolean true", None),
    ("status fraction", file_with({"integrationResponse": {"statusCode": 200.5}}),
     "`integrationResponse.statusCode` must be a whole number, but this is the number 200.5", None),
    ("status too low", file_with({"integrationResponse": {"statusCode": 99}}),
     "`integrationResponse.statusCode` must be a whole number from 100 to 599, but this is 99", None),
    ("status too high", file_with({"integrationResponse": {"statusCode": 600}}),
     "`integrationResponse.statusCode` must be a whole number from 100 to 599, but this is 600", None),
    ("context text", file_with({"context": "x"}), "`cases[0].context` must be a mapping, but this is text", None),
    ("stage variable a list", file_with({"stageVariables": {"a": []}}),
     "`stageVariables.a` must be text, a number or a boolean, but this is a list", None),
    ("ignore_order text", file_with({"compare": {"ignore_order": "yes"}}),
     "`compare.ignore_order` must be true or false, but this is text", None),
    ("digits negative", file_with({"compare": {"significant_digits": -1}}),
     "`compare.significant_digits` must be a whole number from 0 on, but this is -1", None),
    ("paths of numbers", file_with({"compare": {"exclude_paths": ["a", 1]}}),
     "`compare.exclude_paths[1]` must be text, but this is the number 1", None),
    ("paths a mapping", file_with({"compare": {"exclude_paths": {}}}),
     "`compare.exclude_paths` must be text, but this is a mapping", None),
    ("expect text", file_with({"expect": "x"}), "`cases[0].expect` must be a mapping, but this is text", None),
    ("error and output", expect_with(error="x", output="y"),
     "`error` must be the only key: when rendering fails, nothing else can be expected", None),
    ("error a list", expect_with(error=["x"]), "`expect.error` must be text, but this is a list", None),
    ("override null", expect_with(requestOverride={"header": {"A": None}}),
     "`header.A` must have a value, but this is empty", 'write "" for empty text'),
    ("override section null", expect_with(requestOverride={"header": None}),
     "`requestOverride.header` must be a mapping of names to values, but this is empty", None),
    ("override status a list", expect_with(responseOverride={"status": [404]}),
     "`responseOverride.status` must be text, a number or a boolean, but this is a list", None),
    ("output file null", expect_with(output={"file": None}), "`output.file` must be the path of a file, but this is empty",
     "a body that has just the key `file` must be written as text"),
    ("defaults a list", file_with(defaults=[]), "`defaults` must be a mapping, but this is a list", None),
    ("api and integration", api_with(integration={}), "a case file has `integration` or `api`, not both", None),
    ("api a list", api_with(api=[]), "`api` must be the path of a definition, or a mapping with `file`, but this is a list", None),
    ("api empty", api_with(api=None), "`api` must be the path of a definition, or a mapping with `file`, but this is empty", None),
    ("integration empty", lone_with(integration=None), "`integration` must be the path of a file, or an integration's keys, but this is empty", None),
    ("api without file", api_with(api={"stage": "prod"}), "`api` names no file", "add `file: <path of the definition>`"),
    ("api parameter null", api_with(api={"file": "a", "parameters": {"A": None}}),
     "`parameters.A` must be text, a number or a boolean, but this is empty", None),
    ("base path", api_with(api={"file": "a", "basePath": "x"}), "`api.basePath` must be one of ignore, prepend, split, but this is x", None),
    ("white space", {"inline": "x", "cases": [{"name": "a", "compare": {"whitespace": "yes"}}]}, "`compare.whitespace` must be `ignore`, but this is yes", None),
    ("unknown in api", api_with(api={"file": "a", "parameter": {}}), "api has no key `parameter`", "did you mean `parameters`?"),
    ("integration a number", lone_with(integration=1), "`integration` must be the path of a file, or an integration's keys, but this is the number 1", None),
    ("resource of an api", api_with({"methodRequest": {"resourcePath": "/a"}}), "methodRequest has no key `resourcePath`",
     "leave it out: routing finds the resource and its path parameters from `path`"),
    ("path parameters of an api", api_with({"methodRequest": {"pathParameters": {"id": 1}}}), "methodRequest has no key `pathParameters`",
     "leave it out: routing finds the resource and its path parameters from `path`"),
    ("path parameters beside an api's request", api_with({"pathParameters": {}}), "a case has no key `pathParameters`",
     "leave it out: routing finds the resource and its path parameters from `path`"),
    ("key of another subject in a request", request_with(lambdaResult=1), "methodRequest has no key `lambdaResult`",
     "it is for files that have `api` or `integration` instead of `inline`"),
    ("api's key with an integration", lone_with({"basePath": "split"}), "a case has no key `basePath`",
     "it is for files that have `api` instead of `integration`"),
    ("template in a case", file_with({"template": "x"}), "a case has no key `template`", "it belongs in a case file"),
    ("api in a case", file_with({"api": "x"}), "a case has no key `api`", "it belongs in a case file"),
    ("query in the path", api_with({"methodRequest": {"path": "/a?b=c"}}),
     "`methodRequest.path` is the address without its query string", "put that in `queryStringParameters`"),
    ("reply of a template case", api_with({"integrationResponse": {}}), "a case has no key `integrationResponse`",
     "it is for files that have `template` or `inline` instead of `api`"),
    ("output of an api", api_with({"expect": {"output": 1}}), "expect has no key `output`",
     "it is for files that have `template` or `inline` instead of `api`"),
    ("backend of a template", file_with({"backend": {}}), "a case has no key `backend`",
     "it is for files that have `api` or `integration` instead of `inline`"),
    ("status at home", api_with({"expect": {"statusCode": 1}}), "expect has no key `statusCode`", "it belongs in backend"),
    ("base64", api_with({"backend": {"body": {"base64": "A"}}}), "`body.base64` must be base64 text", None),
    ("base64 with a character that it does not have", api_with({"backend": {"body": {"base64": "a$b="}}}), "`body.base64` must be base64 text", None),
    ("base64 with a blank", api_with({"backend": {"body": {"base64": "AAE= "}}}), "`body.base64` must be base64 text", None),
    ("base64 of a letter beyond ASCII", api_with({"backend": {"body": {"base64": "éAE="}}}), "`body.base64` must be base64 text", None),
    ("base64 a number", api_with({"backend": {"body": {"base64": 1}}}), "`body.base64` must be text, but this is the number 1", "put it in quotes"),
    ("result and status", api_with({"backend": {"lambdaResult": None, "statusCode": 200}}),
     "`lambdaResult` must be the only key: it is the whole answer", None),
    ("error and body", api_with({"backend": {"lambdaError": "x", "body": "y"}}), "`lambdaError` must be the only key: it is the whole answer", None),
    ("error a list", api_with({"backend": {"lambdaError": []}}), "`backend.lambdaError` must be text, but this is a list", None),
    ("failure and status", api_with({"backend": {"failure": "timeout", "statusCode": 200}}), "`failure` must be the only key: it is the whole answer", None),
    ("another failure", api_with({"backend": {"failure": "x"}}),
     "`backend.failure` must be one of timeout, unreachable, but this is x", None),
    ("uri with a query", api_with({"expect": {"integrationRequest": {"uri": "https://a/?b=c"}}}),
     "`integrationRequest.uri` is the address without its query string", "put that in `queryStringParameters`"),
    ("no such gateway response", api_with({"expect": {"gatewayResponse": "BAD_REQUEST_BDY"}}),
     "`expect.gatewayResponse` must be a type of gateway response, but 'BAD_REQUEST_BDY' is not one", "did you mean BAD_REQUEST_BODY?"),
    ("response a list", api_with({"expect": {"response": []}}), "`expect.response` must be a mapping, but this is a list", None),
    ("expected status text", api_with({"expect": {"response": {"statusCode": "200"}}}),
     "`response.statusCode` must be a whole number, but this is text", "remove the quotes"),
    *((f"wrong matcher {index}", expect_with(output=output), message, hint) for index, (output, message, hint) in enumerate([
        ({"any": "strin"}, "`output.any` must be one of string, number, integer, boolean, null, object, array, value, but this is 'strin'", "did you mean string?"),
        ({"a": [{"any": 5}]}, "`a[0].any` must be one of string, number, integer, boolean, null, object, array, value, but this is the number 5", "for a mapping with these keys write {equals: {...}}"),
        ({"matches": 5}, "`output.matches` must be a regular expression, but this is the number 5", "put it in quotes"),
        ({"length": -1}, "`output.length` must be a whole number from 0 on, but this is -1", None),
        ({"length": "1"}, "`output.length` must be a whole number, but this is text", "for a mapping with these keys write {equals: {...}}"),
        ({"length": True}, "`output.length` must be a whole number, but this is the boolean true", "for a mapping with these keys write {equals: {...}}"),
        ({"approx": "1"}, "`output.approx` must be a number, but this is text", "remove the quotes"),
        ({"approx": 1, "within": -1}, "`output.within` must be a number from 0 on, but this is -1", None),
        ({"approx": 1, "within": None}, "`output.within` must be a number, but this is empty", None),
        ({"within": 1}, "`within` stands beside `approx`", "write {approx: <number>, within: <number>}"),
        ({"matches": "a", "within": 1}, "a matcher has one key, not both `matches` and `within`", "for a mapping with these keys write {equals: {...}}"),
        ({"approx": 1, "within": 1, "length": 2}, "a matcher has one key, not both `approx` and `length`", "for a mapping with these keys write {equals: {...}}"),
        ({"any": "string", "length": 2}, "a matcher has one key, not both `any` and `length`", "for a mapping with these keys write {equals: {...}}"),
        ({"contains": {"a": {"any": "x"}}}, "`a.any` must be one of string, number, integer, boolean, null, object, array, value, but this is 'x'", "for a mapping with these keys write {equals: {...}}"),
    ])),
    ("wrong matcher of a header", api_with({"expect": {"response": {"headers": {"A": {"any": "x"}}}}}),
     "`A.any` must be one of string, number, integer, boolean, null, object, array, value, but this is 'x'", "for a mapping with these keys write {equals: {...}}"),
    ("wrong matcher in a list", api_with({"expect": {"response": {"headers": {"A": ["a", {"length": -1}]}}}}),
     "`A[1].length` must be a whole number from 0 on, but this is -1", None),
    ("a matcher with another key for a header", api_with({"expect": {"response": {"headers": {"A": {"matches": "x", "b": 1}}}}}),
     "`headers.A` must be text, a number, a boolean or a list of these, but this is a mapping", "a matcher has no key `b`"),
    ("a misspelt matcher in a list", api_with({"expect": {"response": {"headers": {"A": [{"matchs": "x"}]}}}}),
     "`headers.A[0]` must be text, a number or a boolean, but this is a mapping", "a matcher has no key `matchs`: did you mean `matches`?"),
    ("some of the names, one wrong", api_with({"expect": {"integrationRequest": {"queryStringParameters": {"contains": {"a": {"b": 1}}}}}}),
     "`contains.a` must be text, a number, a boolean or a list of these, but this is a mapping", "a matcher has no key `b`"),
    ("a name with a wrong matcher", api_with({"expect": {"integrationRequest": {"queryStringParameters": {"contains": {"any": "x"}}}}}),
     "`contains.any` must be one of string, number, integer, boolean, null, object, array, value, but this is 'x'", "for a mapping with these keys write {equals: {...}}"),
    ("a misspelt matcher of a status", api_with({"expect": {"response": {"statusCode": {"approximately": 200}}}}),
     "`response.statusCode` must be a whole number, but this is a mapping", "a matcher has no key `approximately`: did you mean `approx`?"),
    ("a matcher in a request", api_with({"methodRequest": {"headers": {"A": {"any": "string"}}}}),
     "`headers.A` must be text, a number, a boolean or a list of these, but this is a mapping", None),
    *((f"wrong accepted {index}", file_with(**keys), message, hint) for index, (keys, message, hint) in enumerate([
        ({"hostile": {"accept": {}}}, "`hostile.accept` must be a list, but this is a mapping", None),
        ({"hostile": {"accept": [{"reason": "r"}]}}, "the accepted finding names no place", "add `place: <the place that the finding names>`"),
        ({"hostile": {"accept": [{"place": "a"}]}}, "the accepted finding has no reason", "add `reason: <why it is accepted>`"),
        ({"hostile": {"accept": [{"place": "a", "reason": "r", "x": 1}]}}, "an accepted finding has no key `x`", "known here: place, finding, reason"),
        ({"mutate": {"accept": [{"reason": "r"}]}}, "the accepted change names no part", "add `change: <the part that the run names>`"),
        ({"mutate": {"accept": [{"change": "a"}]}}, "the accepted change has no reason", "add `reason: <why it is accepted>`"),
        ({"mutate": {"accept": [{"change": "a", "reason": "r", "x": 1}]}}, "an accepted change has no key `x`", "known here: change, operator, reason"),
    ])),
    ("query parameter null", api_with({"expect": {"integrationRequest": {"queryStringParameters": {"a": None}}}}),
     "`queryStringParameters.a` must have a value, but this is empty", 'write "" for empty text'),
]  # fmt: skip

# What only the structural check says: JSON Schema has no words for it.
BAD_BEYOND_SCHEMA: list[tuple[str, Any, str, str | None]] = [
    ("names twice", {"inline": "x", "cases": [{"name": "a"}, {"name": "b"}, {"name": "a"}]},
     "two cases have the name 'a' (the other is number 1)", None),
    ("matcher's pattern broken", expect_with(output={"a": {"matches": "("}}),
     "`a.matches` is not a regular expression: missing ), unterminated subpattern at position 0", "write a pattern for Python's `re.search`"),
    ("pattern broken", file_with({"compare": {"exclude_regex_paths": ["("]}}),
     "`compare.exclude_regex_paths[0]` is not a regular expression: missing ), unterminated subpattern at position 0", None),
]  # fmt: skip
