"""The keys of an integration inside a case file, as rows of the table.

`definitions` reads and checks such an integration, with all its spellings. These rows serve the JSON Schema, so that
editors complete its keys, and the documentation.
"""

from __future__ import annotations

from vtlharness.cases.file.format.sections import EntriesOf, Key, Section
from vtlharness.cases.file.format.value_kinds import ANYTHING, TEXT, Kind, mapping_of, one_of


def _of_types(words: str, *types: str) -> Kind:
    return Kind(ANYTHING.check, lambda: {"type": list(types)}, words)


_ANY_TEXT = Kind(ANYTHING.check, dict, "text")
_TEMPLATES = Kind(
    ANYTHING.check,
    lambda: {"type": "object", "additionalProperties": {"type": ["string", "null", "object"]}},
    "content types, each with text or `{file: path}`",
)
_INTEGRATION_RESPONSE = Section(
    "integrationResponseEntry",
    "An integration response.",
    Key("statusCode", _of_types("a status", "string", "integer"), "The status of the method response."),
    Key(
        "selectionPattern",
        TEXT,
        "Which statuses of the backend, or which errorMessages of a Lambda function, this response is for. Without it, "
        "this is the default response.",
        null=True,
    ),
    Key(
        "responseParameters",
        mapping_of(TEXT),
        "`method.response.header.{name}`, and the source of its value.",
        null=True,
    ),
    Key("responseTemplates", _TEMPLATES, "Content types and their templates.", null=True),
    Key("contentHandling", one_of("CONVERT_TO_TEXT", "CONVERT_TO_BINARY"), "How the body is converted.", null=True),
    open=True,
)
INTEGRATION = Section(
    "integration",
    "The integration: the path of what `aws apigateway get-integration` prints, or the integration itself, with the "
    "keys of that output, of `x-amazon-apigateway-integration` or of CloudFormation.",
    Key("file", TEXT, "The path of the integration's file, instead of all other keys."),
    Key(
        "type",
        _ANY_TEXT,
        "The type of the integration.",
        examples=("MOCK", "HTTP", "HTTP_PROXY", "AWS", "AWS_PROXY"),
    ),
    Key("httpMethod", TEXT, "The verb with which the backend is called.", null=True),
    Key(
        "uri",
        TEXT,
        "An address, or `arn:aws:apigateway:{region}:{service}:action/{name}`, or the same with `path/{path}`.",
        null=True,
    ),
    Key(
        "requestParameters",
        mapping_of(TEXT),
        "`integration.request.{header,querystring,path}.{name}`, and the source of its value, such as "
        "`method.request.path.id`.",
        null=True,
    ),
    Key("requestTemplates", _TEMPLATES, "Content types and their templates.", null=True),
    Key(
        "passthroughBehavior",
        _ANY_TEXT,
        "What happens to a payload whose content type has no template.",
        examples=("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"),
    ),
    Key(
        "contentHandling",
        _ANY_TEXT,
        "How the payload is converted.",
        examples=("CONVERT_TO_TEXT", "CONVERT_TO_BINARY"),
    ),
    Key("credentials", TEXT, "The role that calls the backend.", null=True),
    Key(
        "timeoutInMillis",
        _of_types("a number of milliseconds", "integer", "string"),
        "How long the gateway waits for the backend.",
        null=True,
    ),
    Key(
        "integrationResponses",
        EntriesOf(_INTEGRATION_RESPONSE, or_list=True),
        "Statuses with their integration responses, as the AWS CLI prints them.",
        null=True,
    ),
    Key(
        "responses",
        EntriesOf(_INTEGRATION_RESPONSE),
        "Selection patterns (or `default`) with their integration responses, as in OpenAPI's extension.",
        null=True,
    ),
    open=True,
)
