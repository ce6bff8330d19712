"""Sources of definitions: which file belongs to which, what each takes, and how one is added."""

from __future__ import annotations

import re

import pytest

from tests.definitions.definitions import loaded, message
from vtlharness.definitions import WrongOptionError, loading
from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.loading import SOURCES
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.source import DefinitionOptions, DefinitionSource, Option
from vtlharness.errors import CaseFileError, DefinitionError, VtlHarnessError
from vtlharness.gateway.model import RestApi

FILES = {
    "openapi: 3.0.3\npaths: {}\n": "an OpenAPI file",
    "swagger: '2.0'\npaths: {}\n": "an OpenAPI file",
    "openapi: 2\n": "an OpenAPI file",
    "Resources: {Api: {Type: AWS::ApiGateway::RestApi}}\n": "a CloudFormation template",
    "Resources: {Api: {Type: AWS::Serverless::Api, Properties: {StageName: a}}}\n": "a CloudFormation template",
    "Resources: {}\n": "a CloudFormation template",
    "items: [{path: /}]\n": "the output of the AWS CLI",
    "{httpMethod: GET, methodIntegration: {type: MOCK}}\n": "the output of the AWS CLI",
    "{type: MOCK, requestTemplates: {}}\n": "the output of the AWS CLI",
    "{type: HTTP, uri: 'https://example.com', httpMethod: GET}\n": "the output of the AWS CLI",
    **{
        f"{{type: MOCK, {key}: {{}}}}\n": "the output of the AWS CLI"
        for key in ("uri", "httpMethod", "integrationHttpMethod", "integrationResponses", "responses")
    },
}


def sources_of(text: str) -> list[DefinitionSource]:
    from vtlharness.definitions.reading.document import parsed_document
    from vtlharness.source import Source

    root = Resolver(parsed_document(Source(text)), {}).root
    return [source for source in SOURCES if source.recognises(root)]


@pytest.mark.parametrize("text", FILES)
def test_a_file_belongs_to_one_source(text: str) -> None:
    assert [source.name for source in sources_of(text)] == [FILES[text]]


@pytest.mark.parametrize(
    "text", ["{}", "a: 1\n", "Resources: [1]\n", "items: []\n", "items: [{a: 1}]\n", "items: [path]\n", "type: MOCK\n"]
)
def test_a_file_of_no_source(text: str) -> None:
    assert sources_of(text) == []
    assert message(text).split("\n")[-1] == (
        "hint: name a file of one of these kinds: OpenAPI, Swagger, CloudFormation, SAM, "
        "Terraform (what `terraform show -json` prints), "
        "the output of `aws apigateway get-integration`"
    )


GIVEN: dict[Option, object] = {"parameters": {"A": "b"}, "stage": "prod", "api": "Api", "base_path": "split"}
TAKERS = {
    "api": "only a CloudFormation template or a Terraform plan or state has APIs to choose from",
    "base_path": "only an OpenAPI file has a base path",
}


REFUSED = [
    (text, source, option)
    for text, name in FILES.items()
    for source in SOURCES
    for option in GIVEN
    if source.name == name and option not in source.options
]


@pytest.mark.parametrize(("text", "source", "option"), REFUSED)
def test_an_option_that_a_source_does_not_take(text: str, source: DefinitionSource, option: Option) -> None:
    with pytest.raises(WrongOptionError) as caught:
        loaded(text, **{option: GIVEN[option]})
    error = caught.value
    assert error.at_key
    if option == "parameters":
        assert error.option == ("parameters", "A")
        assert (
            error.message == "a value is given for the parameter `A`, but the output of the AWS CLI has no parameters"
        )
    else:
        assert error.option == (option,)
        assert error.message == f"{TAKERS[option]}, but this is {source.name}"


class Notes:
    """A source that a test adds."""

    name = "a note"
    formats = "notes"
    options: frozenset[Option] = frozenset(("stage",))

    def recognises(self, root: Cursor) -> bool:
        return "note" in root.value

    def read(self, root: Cursor, resolver: Resolver, options: DefinitionOptions) -> RestApi:
        return RestApi(name=root.need("note", of="the note").text() + (options.stage or ""))


def test_a_source_is_added_by_a_line_in_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "SOURCES", (Notes(), *SOURCES))
    assert loaded("note: a\n", stage="b").name == "ab"
    with pytest.raises(DefinitionError, match=r"`note` must be text, but this is a list"):
        loaded("note: []\n")
    with pytest.raises(WrongOptionError, match="has a base path, but this is a note"):
        loaded("note: a\n", base_path="split")
    with pytest.raises(
        DefinitionError, match=re.escape("hint: name a file of one of these kinds: notes, OpenAPI, Swagger, ")
    ):
        loaded("nothing: a\n")


def test_options_that_are_given() -> None:
    assert DefinitionOptions().given() == []
    assert DefinitionOptions({}, None, None, "ignore").given() == []
    assert DefinitionOptions({"a": "b"}, "c", "d", "split").given() == ["base_path", "api", "stage", "parameters"]


def test_what_is_wrong_in_a_definition_is_a_definition_error() -> None:
    with pytest.raises(VtlHarnessError) as caught:
        loaded("openapi: 9\n")
    assert isinstance(caught.value, DefinitionError)
    assert not isinstance(caught.value, CaseFileError)
    assert issubclass(WrongOptionError, DefinitionError)
