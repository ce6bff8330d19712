"""Models that are not JSON schemas are refused when the definition is read, if a body is validated against them."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.definitions.definitions import loaded, message, shown

OPENAPI = """\
openapi: 3.0.3
x-amazon-apigateway-request-validators: {{all: {{validateRequestBody: {validates}}}}}
x-amazon-apigateway-request-validator: all
paths:
  /orders:
    post:
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Order'}}}}}}}}
      x-amazon-apigateway-integration: {{type: mock}}
components:
  schemas:
    Order: {{type: object, properties: {{line: {{$ref: '#/components/schemas/Line'}}}}}}
    Line: {schema}
    Other: {{type: thing}}
"""

# the schema, what is wrong in it, the sentence, the hint
WRONG = [
    ("{type: objekt}", "objekt", "JSON has no type `objekt`", "did you mean `object`?"),
    ("{type: [string, nul]}", "nul", "JSON has no type `nul`", "did you mean `null`?"),
    ("{type: [string, null]}", "null", "`type` must be the name of a type, but this is empty", 'put it in quotes: "null"'),
    ("{type: {}}", "{}", "`type` must be the name of a type, but this is a mapping", None),
    ("{minimum: '1'}", "'1'", "`minimum` must be a number, but this is the text '1'", None),
    ("{maximum: true}", "true", "`maximum` must be a number, but this is the boolean true", None),
    ("{multipleOf: 0}", "0", "`multipleOf` must be a number above 0, but this is the number 0", None),
    ("{minLength: -1}", "-1", "`minLength` must be a whole number from 0 on, but this is the number -1", None),
    ("{maxItems: 1.5}", "1.5", "`maxItems` must be a whole number from 0 on, but this is the number 1.5", None),
    ("{minProperties: many}", "many", "`minProperties` must be a whole number from 0 on, but this is the text 'many'", None),
    ("{exclusiveMinimum: [a]}", "[", "`exclusiveMinimum` must be true, false or a number, but this is a list", None),
    ("{uniqueItems: 'true'}", "'true'", "`uniqueItems` must be true or false, but this is the text 'true'", None),
    ("{pattern: '[a'}", "'[a'", "`pattern` is not a regular expression: ", None),
    ("{pattern: 1}", "1", "`pattern` must be text, but this is the number 1", None),
    ("{patternProperties: {'(a': {}}}", "'(a'", "`(a` is not a regular expression: ", None),
    ("{enum: a}", "a}", "`enum` must be a list of values, but this is the text 'a'", None),
    ("{enum: []}", "[]", "`enum` is empty: no value is valid", None),
    ("{properties: {id: {required: true}}}", "true", "`required` must be a list of names, but this is the boolean true", "list the required properties in the object: `required: [id, name]`"),
    ("{required: [id, 5]}", "5", "`required` must contain only names, but this is the number 5", None),
    ("{properties: [id]}", "[id", "`properties` must be a mapping of names to schemas, but this is a list", None),
    ("{properties: {id: string}}", "string", "`id` must be a schema, which is a mapping, but this is the text 'string'", None),
    ("{properties: null}", "null", "`properties` must be a mapping of names to schemas, but this is empty", None),
    ("{items: string}", "string", "`items` must be a schema or a list of schemas, but this is the text 'string'", None),
    ("{items: [{}, {type: x}]}", "x}", "JSON has no type `x`", "known here: array, boolean, integer, null, number, object, string"),
    ("{additionalProperties: 'no'}", "'no'", "`additionalProperties` must be true, false or a schema, but this is the text 'no'", None),
    ("{additionalItems: {type: x}}", "x}}", "JSON has no type `x`", "known here: array, boolean, integer, null, number, object, string"),
    ("{allOf: {}}", "{}", "`allOf` must be a list of schemas, but this is a mapping", None),
    ("{anyOf: []}", "[]", "`anyOf` has no schemas", None),
    ("{oneOf: [{}, 1]}", "1", "`oneOf` must be a schema, which is a mapping, but this is the number 1", None),
    ("{not: [a]}", "[a", "`not` must be a schema, which is a mapping, but this is a list", None),
    ("{dependencies: [a]}", "[a", "`dependencies` must be a mapping of names to schemas or to lists of names, but this is a list", None),
    ("{dependencies: {a: b}}", "b}}", "`a` must be a schema, which is a mapping, but this is the text 'b'", None),
    ("{dependencies: {a: [1]}}", "1", "`a` must contain only names, but this is the number 1", None),
    ("{definitions: 5}", "5", "`definitions` must be a mapping of names to schemas, but this is the number 5", None),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "word", "sentence", "hint"), WRONG, ids=[row[0] for row in WRONG])
def test_wrong(schema: str, word: str, sentence: str, hint: str | None) -> None:
    said = message(OPENAPI.format(validates="true", schema=schema))
    excerpt = f"    Line: {schema}"
    carets = 1 if word[0] in "[{" else len(word.rstrip("}"))
    expected = shown(12, excerpt.index(word) + 1, sentence, excerpt, carets, hint)
    if sentence.endswith(": "):  # what follows is the engine's own
        first, rest = said.split("\n", 1)
        assert first.startswith(expected.split("\n")[0])
        assert rest == expected.split("\n", 1)[1]
    else:
        assert said == expected


TAKEN = [
    "{type: [string, 'null'], minLength: 2.0, pattern: '^a\\d$', enum: [a, null]}",
    "{type: number, exclusiveMinimum: 5, maximum: 1.5, exclusiveMaximum: true, multipleOf: 0.01}",
    "{nullable: true, example: {type: x}, format: 5, default: [], readOnly: true, x-a: 1, discriminator: {propertyName: a}}",
    "{properties: {type: {type: string}, required: {type: boolean}, pattern: {}}, required: []}",
    "{patternProperties: {'^\\w+$': {}}, dependencies: {a: [b], c: {type: object}}, additionalProperties: false}",
    "{items: [{}, {}], additionalItems: {}, not: {}, allOf: [{$ref: '#/components/schemas/Order', type: x}]}",
    "{const: 1, if: 5, prefixItems: 1, contains: 1}",
]


@pytest.mark.parametrize("schema", TAKEN)
def test_taken(schema: str) -> None:
    assert "Line" in loaded(OPENAPI.format(validates="true", schema=schema)).models


def test_a_model_that_validates_nothing_may_be_anything() -> None:
    assert loaded(OPENAPI.format(validates="false", schema="{type: thing}")).models["Line"] == {"type": "thing"}


CLOUDFORMATION = """\
Conditions: {{Here: !Equals [a, a]}}
Resources:
  Api: {{Type: AWS::ApiGateway::RestApi}}
  Book: {{Type: AWS::ApiGateway::Model, Properties: {{RestApiId: !Ref Api, Schema: {schema}}}}}
  All: {{Type: AWS::ApiGateway::RequestValidator, Properties: {{RestApiId: !Ref Api, ValidateRequestBody: true}}}}
  Post:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: POST
      RequestValidatorId: !Ref All
      RequestModels: {{application/json: !Ref Book}}
      Integration: {{Type: MOCK}}
"""


@pytest.mark.parametrize(
    ("schema", "word", "carets"),
    [
        ("{items: {type: strin}}", "strin", 5),
        ("!If [Here, {oneOf: [!Ref AWS::NoValue, {type: strin}]}, {}]", "strin", 5),
        ("""'{"items": {"type": "strin"}}'""", "'{", 30),
    ],
)
def test_a_model_of_cloudformation(schema: str, word: str, carets: int) -> None:
    excerpt = CLOUDFORMATION.format(schema=schema).split("\n")[3]
    expected = shown(4, excerpt.index(word) + 1, "JSON has no type `strin`", excerpt, carets, "did you mean `string`?")
    assert message(CLOUDFORMATION.format(schema=schema)) == expected


def test_a_reference_inside_a_model_that_leads_nowhere() -> None:
    taken = CLOUDFORMATION.format(schema="{definitions: {Line: {}}, items: {$ref: '#/definitions/Line'}}")
    assert "Book" in loaded(taken).models
    text = CLOUDFORMATION.format(schema="{definitions: {Lines: {}}, items: {$ref: '#/definitions/Line'}}")
    excerpt = text.split("\n")[3]
    sentence = "the reference '#/definitions/Line' leads nowhere"
    assert message(text) == shown(4, excerpt.index("'#/") + 1, sentence, excerpt, 20)


def test_a_number_that_a_parameter_gives_is_text() -> None:
    text = CLOUDFORMATION.format(schema="{minimum: !Ref Least}") + "Parameters: {Least: {Type: Number, Default: 1}}\n"
    excerpt = text.split("\n")[3]
    sentence = "`minimum` must be a number, but this is the text '1'"
    assert message(text) == shown(4, excerpt.index("!Ref Least") + 1, sentence, excerpt, 10)


def test_a_model_of_sam() -> None:
    text = """\
Resources:
  A: {Type: AWS::Serverless::Api, Properties: {StageName: a, Models: {Book: {type: objec}}}}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        E: {Type: Api, Properties: {RestApiId: !Ref A, Path: /, Method: post, RequestModel: {Model: Book, ValidateBody: true}}}
"""
    excerpt = text.split("\n")[1]
    expected = shown(2, excerpt.index("objec") + 1, "JSON has no type `objec`", excerpt, 5, "did you mean `object`?")
    assert message(text) == expected


def test_the_library_of_schemas_stays_unimported() -> None:
    loaded(OPENAPI.format(validates="true", schema="{type: object}"))
    program = (
        "import sys; from vtlharness.definitions import load_definition; load_definition('api.yaml');"
        "print([name for name in ('jsonschema', 'regex', 'deepdiff') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


CONTAINS = """\
openapi: 3.0.1
x-amazon-apigateway-request-validator: b
x-amazon-apigateway-request-validators: {b: {validateRequestBody: true}}
paths:
  /:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
      x-amazon-apigateway-integration: {type: mock}
components:
  schemas:
"""


@pytest.mark.parametrize(
    "schemas",
    [
        ["A: {allOf: [{type: object}, {$ref: ^'#/components/schemas/A'}]}"],
        ["A: {$ref: ^'#/components/schemas/B'}", "B: {$ref: '#/components/schemas/A'}"],
        ["A: {properties: {x: {$ref: '#/components/schemas/B'}}}", "B: {not: {$ref: ^'#/components/schemas/B'}}"],
    ],
)
def test_a_reference_that_leads_back_to_itself(schemas: list[str]) -> None:
    (line,) = (number for number, text in enumerate(schemas) if "^" in text)
    column = schemas[line].index("^") + 5
    text = CONTAINS + "".join(f"    {schema}\n".replace("^", "") for schema in schemas)
    sentence = "this reference leads back to itself"
    assert message(text) == shown(11 + line, column, sentence, f"    {schemas[line]}".replace("^", ""), 24)


def test_a_model_that_contains_itself_is_read() -> None:
    assert loaded(CONTAINS + "    A: {properties: {mother: {$ref: '#/components/schemas/A'}}}\n").models["A"]
