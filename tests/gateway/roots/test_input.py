"""`$input` through the method table and through what generated code calls."""

from __future__ import annotations

import pytest

from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.roots.input import Input, input_query
from vtlharness.java.methods.table import call, get_property
from vtlharness.java.scalars import Character
from vtlharness.java.values import JavaError

EOF = "Could not process payloadnet.minidev.json.parser.ParseException: Unexpected End Of File position 1: null"


@pytest.mark.parametrize(
    ("body", "path", "value", "json"),
    [
        ('{"a": 1}', "$", {"a": 1}, '{"a":1}'),
        ('{"a": 1}', "$.a", 1, "1"),
        ('{"a": 1}', "a", 1, "1"),
        ('{"a": 1}', " $ ", {"a": 1}, '{"a":1}'),
        ('{"a": 1}', "\t$\n", {"a": 1}, '{"a":1}'),
        ('{"a": 1}', "$.missing", None, '""'),
        ('{"a": null}', "$.a", None, '""'),
        ('{"a": "x/\u20ac"}', "$.a", "x/\u20ac", '"x/\\u20AC"'),
        ("[1, 2]", "$[1]", 2, "2"),
        ("[1, 2]", "$.a", None, '""'),
        ("", "$", {}, "{}"),
        (None, "$", {}, "{}"),
        ("null", "$", None, '""'),
        ("null", "$[", None, '""'),
        ("  ", "$", "", '""'),
        ("a=b", "$", "a=b", '"a=b"'),
        ("a=b", "$.x", None, '""'),
        ('"text"', "$.x", None, '""'),
    ],
)
def test_paths(body: str | None, path: str, value: object, json: str) -> None:
    for root in (Input(body), Input(body)):
        assert call(root, "path", (path,)) == value
        assert call(root, "json", (path,)) == json
    if path != "$[":
        query = input_query(path)
        assert Input(body).path_query(query) == value
        assert Input(body).json_query(query) == json


@pytest.mark.parametrize("method", ["path", "json"])
@pytest.mark.parametrize("argument", [5, 1.5, True, {}, Character("$")])
def test_paths_take_text_only_and_do_not_parse_for_anything_else(method: str, argument: object) -> None:
    assert call(Input("{a"), method, (argument,)) is None


@pytest.mark.parametrize(
    ("body", "path", "java_class", "message"),
    [
        ("{a", "$", "java.lang.RuntimeException", EOF),
        ("{a", "$[", "java.lang.RuntimeException", EOF),
        ("{a", None, "java.lang.RuntimeException", EOF),
        ("{}", None, "java.lang.NullPointerException", "the JSONPath is null"),
        ("{}", "$.", "com.jayway.jsonpath.InvalidPathException", "JSONPath '$.': "),
        ("{}", "", "com.jayway.jsonpath.InvalidPathException", "JSONPath '': "),
    ],
)
@pytest.mark.parametrize("method", ["path", "json"])
def test_failures(method: str, body: str, path: str | None, java_class: str, message: str) -> None:
    root = Input(body)
    with pytest.raises(JavaError) as failed:
        call(root, method, (path,))
    assert failed.value.java_class == java_class
    assert (failed.value.message or "").startswith(message)


def test_null_as_path_of_a_null_document() -> None:
    assert call(Input("null"), "path", (None,)) is None
    assert call(Input("null"), "json", (None,)) == '""'


def test_the_payload_is_parsed_once() -> None:
    root = Input('{"id": 7}')
    document = root.path("$")
    assert isinstance(document, dict)
    document["url"] = "x/y"
    assert root.json("$") == '{"id":7,"url":"x/y"}'
    assert root.body == '{"id": 7}'


@pytest.mark.parametrize(("body", "text"), [(None, "{}"), ("", "{}"), (" ", " "), ('{ "a":1}', '{ "a":1}')])
def test_the_body_is_the_raw_text(body: str | None, text: str) -> None:
    root = Input(body)
    assert get_property(root, "body") == text
    assert call(root, "getBody", ()) == text
    assert get_property(text, "foo") is None


@pytest.mark.parametrize("name", ["path", "json", "params", "foo", "document", "_document", "__class__"])
def test_methods_and_attributes_are_no_properties(name: str) -> None:
    assert get_property(Input("{}"), name) is None


@pytest.mark.parametrize("name", ["document", "path_query", "json_query", "param", "_remember", "__init__"])
def test_python_methods_are_out_of_reach(name: str) -> None:
    assert call(Input("{}"), name, ("$",)) is None


def test_params() -> None:
    root = Input(
        None, MethodRequest(path_parameters={"a": "p"}, query_string={"a": "q", "b": "qb"}, headers={"H": "h"})
    )
    assert [call(root, "params", (name,)) for name in ("a", "b", "H", "h", None)] == ["p", "qb", "h", "", ""]
    map_ = call(root, "params", ())
    assert map_ == {"path": {"a": "p"}, "querystring": {"a": "q", "b": "qb"}, "header": {"H": "h"}}
    assert call(root, "params", ()) is map_
    assert [call(root, "params", (name,)) for name in ("a", "b", "H", "h", None)] == ["p", "qb", "h", "", ""]


def test_what_a_template_changes_in_the_map_shows() -> None:
    root = Input(None, MethodRequest(path_parameters={"a": "p"}, query_string={"a": "q"}))
    map_ = root.params()
    map_["path"] = "text"
    map_["more"] = {"z": 5}
    assert [root.param(name) for name in ("a", "z")] == ["q", 5]


@pytest.mark.parametrize("argument", [5, True, {}, Character("a")])
def test_params_with_something_else_than_text(argument: object) -> None:
    with pytest.raises(JavaError, match="wrong number of arguments"):
        call(Input(None), "params", (argument,))


def test_prints_as_an_empty_object() -> None:
    assert str(Input("[1]")) == "{}" == call(Input("[1]"), "toString", ())
