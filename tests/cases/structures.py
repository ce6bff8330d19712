"""Case files, right and wrong, as a table: what the structural check and the JSON Schema must agree on.

Each wrong one: a name, the data of the file, the message of the structural check, its hint (None: no matter).
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
    ("no overrides", expect_with(requestOverride={}, responseOverride={})),
    ("overrides of null", expect_with(requestOverride=None, responseOverride=None, error=None)),
    ("status as text", expect_with(responseOverride={"status": "404"})),
    ("error", expect_with(error="x")),
    ("name with all kinds of text", file_with({"name": " é 😀 / :: [x] \"q\" "})),
    ("defaults", file_with(defaults={
        "methodRequest": {"headers": {"A": "b"}}, "integrationResponse": {}, "context": {}, "stageVariables": {"a": 1},
        "compare": {"ignore_order": False}})),
]  # fmt: skip

BAD: list[tuple[str, Any, str, str | None]] = [
    ("empty", None, "the file is empty", "a case file has `template:` (or `inline:`) and `cases:`"),
    ("text", "x", "a case file must be a mapping, and this is text", None),
    ("list", [], "a case file must be a mapping, and this is a list", None),
    ("no template", {"cases": [{"name": "a"}]}, "the file names no template", None),
    ("two templates", file_with(template="a"), "a case file has `template` or `inline`, not both", None),
    ("no cases", {"inline": "x"}, "the file has no `cases`", None),
    ("cases empty", {"inline": "x", "cases": []}, "`cases` has no case in it", None),
    ("cases null", {"inline": "x", "cases": None}, "`cases` must be a list of cases, and this is empty", None),
    ("cases mapping", {"inline": "x", "cases": {}}, "`cases` must be a list of cases, and this is a mapping", None),
    ("case text", {"inline": "x", "cases": ["a"]}, "`cases[0]` must be a mapping, and this is text", None),
    ("case null", {"inline": "x", "cases": [None]}, "`cases[0]` must be a mapping, and this is empty", None),
    ("no name", {"inline": "x", "cases": [{}]}, "this case has no `name`", None),
    ("name empty", file_with({"name": ""}), "`cases[0].name` must be one line of visible text", None),
    ("name blank", file_with({"name": "  "}), "`cases[0].name` must be one line of visible text", None),
    ("name with a line end", file_with({"name": "a\nb"}), "`cases[0].name` must be one line of visible text", None),
    ("name with an escape", file_with({"name": "a\x1b[2J"}), "`cases[0].name` must be one line of visible text", None),
    ("name a number", file_with({"name": 1}), "`cases[0].name` must be text, and this is the number 1", "put it in quotes"),
    ("name null", file_with({"name": None}), "`cases[0].name` must be text, and this is empty", None),
    ("unknown at the top", file_with(tempalte="x"), "a case file has no key `tempalte`", "did you mean `template`?"),
    ("unknown in a case", file_with({"methodrequest": {}}), "a case has no key `methodrequest`", "did you mean `methodRequest`?"),
    ("snake case", file_with({"stage_variables": {}}), "a case has no key `stage_variables`", "did you mean `stageVariables`?"),
    ("at home elsewhere", file_with({"headers": {}}), "a case has no key `headers`", "it belongs in methodRequest"),
    ("case key at the top", file_with(expect={}), "a case file has no key `expect`", "it belongs in a case"),
    ("unknown anywhere", file_with({"zzz": {}}), "a case has no key `zzz`",
     "known here: name, methodRequest, integrationResponse, context, stageVariables, compare, expect"),
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
     "`template` must be text, and this is the number 1", "put it in quotes"),
    ("inline null", {"inline": None, "cases": [{"name": "a"}]}, "`inline` must be text, and this is empty", None),
    ("request text", file_with({"methodRequest": "GET /"}), "`cases[0].methodRequest` must be a mapping, and this is text", None),
    ("method a number", request_with(httpMethod=1), "`methodRequest.httpMethod` must be text, and this is the number 1", None),
    ("path a boolean", request_with(path=True), "`methodRequest.path` must be text, and this is the boolean true", None),
    ("path parameter a list", request_with(pathParameters={"a": ["b"]}),
     "`pathParameters.a` must be text, a number or a boolean, and this is a list", None),
    ("parameters a list", request_with(queryStringParameters=["a=b"]),
     "`methodRequest.queryStringParameters` must be a mapping of names to values, and this is a list", None),
    ("header a mapping", request_with(headers={"A": {"b": "c"}}),
     "`headers.A` must be text, a number, a boolean or a list of these, and this is a mapping", None),
    ("header with a list of null", request_with(headers={"A": ["b", None]}),
     "`headers.A[1]` must be text, a number or a boolean, and this is empty", None),
    ("body file a number", request_with(body={"file": 3}), "`body.file` must be the path of a file, and this is the number 3",
     "a body that has just the key `file` must be written as text"),
    ("status text", file_with({"integrationResponse": {"statusCode": "200"}}),
     "`integrationResponse.statusCode` must be a whole number, and this is text", None),
    ("status boolean", file_with({"integrationResponse": {"statusCode": True}}),
     "`integrationResponse.statusCode` must be a whole number, and this is the boolean true", None),
    ("status fraction", file_with({"integrationResponse": {"statusCode": 200.5}}),
     "`integrationResponse.statusCode` must be a whole number, and this is the number 200.5", None),
    ("status too high", file_with({"integrationResponse": {"statusCode": 600}}),
     "`integrationResponse.statusCode` must be a whole number from 100 to 599, and this is 600", None),
    ("context text", file_with({"context": "x"}), "`cases[0].context` must be a mapping, and this is text", None),
    ("stage variable a list", file_with({"stageVariables": {"a": []}}),
     "`stageVariables.a` must be text, a number or a boolean, and this is a list", None),
    ("ignore_order text", file_with({"compare": {"ignore_order": "yes"}}),
     "`compare.ignore_order` must be true or false, and this is text", None),
    ("digits negative", file_with({"compare": {"significant_digits": -1}}),
     "`compare.significant_digits` must be a whole number from 0 on, and this is -1", None),
    ("paths of numbers", file_with({"compare": {"exclude_paths": ["a", 1]}}),
     "`compare.exclude_paths[1]` must be text, and this is the number 1", None),
    ("paths a mapping", file_with({"compare": {"exclude_paths": {}}}),
     "`compare.exclude_paths` must be text, and this is a mapping", None),
    ("expect text", file_with({"expect": "x"}), "`cases[0].expect` must be a mapping, and this is text", None),
    ("error and output", expect_with(error="x", output="y"),
     "`error` stands alone: where rendering fails there is nothing else to expect", None),
    ("error a list", expect_with(error=["x"]), "`expect.error` must be text, and this is a list", None),
    ("override null", expect_with(requestOverride={"header": {"A": None}}),
     "`header.A` must have a value, and this is empty", None),
    ("override section null", expect_with(requestOverride={"header": None}),
     "`requestOverride.header` must be a mapping of names to values, and this is empty", None),
    ("override status a list", expect_with(responseOverride={"status": [404]}),
     "`responseOverride.status` must be text, a number or a boolean, and this is a list", None),
    ("output file null", expect_with(output={"file": None}), "`output.file` must be the path of a file, and this is empty", None),
    ("defaults a list", file_with(defaults=[]), "`defaults` must be a mapping, and this is a list", None),
]  # fmt: skip

# What only the structural check says: JSON Schema has no words for it.
BAD_BEYOND_SCHEMA: list[tuple[str, Any, str, str | None]] = [
    ("names twice", {"inline": "x", "cases": [{"name": "a"}, {"name": "b"}, {"name": "a"}]},
     "the name 'a' is given to two cases (the other is number 1)", None),
    ("pattern broken", file_with({"compare": {"exclude_regex_paths": ["("]}}),
     "`compare.exclude_regex_paths[0]` is no regular expression: missing ), unterminated subpattern at position 0", None),
]  # fmt: skip
