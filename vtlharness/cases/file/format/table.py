"""The case format, as one table: each key of a case file is a row.

The structural check, the merging of `defaults`, `schema.json` and the tables of `docs/cases.md` are made from it. A new
key is a new row (and the code that uses its value); `python -m vtlharness.cases.schema --write` then renews the schema,
and `python -m vtlharness.cases.file.key_tables docs/cases.md` the page.
"""

from __future__ import annotations

from collections.abc import Collection

from vtlharness.cases.file.format.accepted import HOSTILE, MUTATE
from vtlharness.cases.file.format.access import AUTHORIZER_ANSWER
from vtlharness.cases.file.format.backends import BACKENDS
from vtlharness.cases.file.format.expected_kinds import (
    EXPECTED_ADDRESS,
    EXPECTED_BODY,
    EXPECTED_BODY_OR_BYTES,
    EXPECTED_SCALAR,
    EXPECTED_SCALARS,
    EXPECTED_TEXT,
    or_matcher,
    or_part,
)
from vtlharness.cases.file.format.integration import INTEGRATION
from vtlharness.cases.file.format.marks import MARKS
from vtlharness.cases.file.format.sections import SUBJECTS, CasesOf, Key, Need, PathOr, Section, Subject, WordOr
from vtlharness.cases.file.format.value_kinds import (
    ADDRESS,
    BODY,
    BODY_OR_BYTES,
    BOOLEAN,
    MAPPING,
    PATTERNS,
    RULES,
    SCALAR,
    SCALARS,
    STRICT,
    TEXT,
    TEXT_OR_FILE,
    TEXT_OR_MAPPING,
    TEXTS,
    VISIBLE_LINE,
    mapping_of,
    name_from,
    one_of,
    or_null,
    seconds,
    whole_number,
)
from vtlharness.limits.budget import DEFAULT_LIMITS, LARGEST_LIMITS

_TEMPLATE: tuple[Subject, ...] = ("template",)
_API: tuple[Subject, ...] = ("api",)
_INTEGRATION: tuple[Subject, ...] = ("integration",)
_CALLS: tuple[Subject, ...] = ("api", "integration")
_RESOURCE: tuple[Subject, ...] = ("template", "integration")

# Kinds of value that only the case format has

_AS_JSON_WRITES = "Numbers and booleans become text as JSON writes them; null removes a default."
_STATUS = whole_number(100, 599)
_NAMES = mapping_of(
    or_null(SCALAR), name="names", description=f"Names, each with one value. {_AS_JSON_WRITES}", text=True
)
_MULTI_NAMES = mapping_of(
    or_null(SCALARS),
    name="multiNames",
    description="Names, each with one value, or with a list of values when the name is sent several times. "
    + _AS_JSON_WRITES,
    text=True,
)
_SET_NAMES = or_part(
    mapping_of(
        EXPECTED_SCALARS,
        name="setNames",
        description="Names, each with its expected value or a list of expected values; or {contains: ...} with some of "
        "them.",
    )
)
_EXPECTED_HEADERS = mapping_of(
    or_null(EXPECTED_SCALARS),
    name="expectedHeaders",
    description="Headers that must be present with these values; their names are not case-sensitive. Other headers are "
    "not compared. Null: the header must be absent.",
)


_API_KEYS = mapping_of(
    or_null(SCALAR),
    name="apiKeys",
    description="API keys: names, each with the key's value. A name that the definition has too (the logical id or the "
    "name of an API key) is subject to its usage plans.",
    text=True,
)


def _response_types() -> Collection[str]:
    from vtlharness.gateway.gateway_response_types import RESPONSE_TYPES

    return RESPONSE_TYPES


_GATEWAY_RESPONSE_TYPE = name_from(_response_types, "a type of gateway response")

# The messages of a case

_FROM_PATH = "leave it out: routing finds the resource and its path parameters from `path`"
METHOD_REQUEST = Section(
    "methodRequest",
    "The call, as the client makes it. Every key is optional.",
    Key("httpMethod", TEXT, "The verb; `GET` when left out.", examples=("GET", "POST", "PUT", "DELETE", "PATCH")),
    Key("path", TEXT, "The path of the call, without the stage: `/orders/42`. `/` when left out.", of=_TEMPLATE),
    Key(
        "path",
        ADDRESS,
        "The path of the call, without the stage and the query string: `/orders/42`. `/` when left out.",
        of=_CALLS,
    ),
    Key("queryStringParameters", _MULTI_NAMES, "The parameters of the query string, not encoded.", merge="names"),
    Key("headers", _MULTI_NAMES, "The headers.", merge="headers"),
    Key(
        "resourcePath",
        TEXT,
        "The resource that the call reaches: `/orders/{id}`. The path itself when left out.",
        of=_RESOURCE,
        elsewhere=_FROM_PATH,
    ),
    Key(
        "pathParameters",
        _NAMES,
        "The values of the resource's path parameters.",
        of=_RESOURCE,
        merge="names",
        elsewhere=_FROM_PATH,
    ),
    Key("body", BODY, "The payload. Null: no payload.", of=_TEMPLATE),
    Key("body", BODY_OR_BYTES, "The payload. Null: no payload.", of=_CALLS),
    nulls=True,
)
INTEGRATION_RESPONSE = Section(
    "integrationResponse",
    "The backend's reply. With it the template is a response template, and `$input` reads this body.",
    Key("statusCode", _STATUS, "The status; 200 when left out."),
    Key("headers", _MULTI_NAMES, "The headers.", merge="headers"),
    Key("body", BODY, "The body. Null: no body."),
    nulls=True,
)
BACKEND = Section(
    "backend",
    "What the backend answers: a reply, the result of a Lambda function, its error, or nothing. "
    "200 without a body when left out.",
    Key("statusCode", _STATUS, "The status of the reply; 200 when left out."),
    Key("headers", _MULTI_NAMES, "The headers of the reply."),
    Key("body", BODY_OR_BYTES, "The body of the reply. Null: no body."),
    Key(
        "lambdaResult",
        BODY,
        "The value that the Lambda function returns: data, or `{file: path}` of a JSON file. It must be the only key.",
        null_counts=True,
        alone="it is the whole answer",
    ),
    Key(
        "lambdaError",
        TEXT_OR_MAPPING,
        "The error that the Lambda function raises: its errorMessage, or a mapping with errorMessage, errorType and "
        "stackTrace. It must be the only key.",
        alone="it is the whole answer",
    ),
    Key(
        "failure",
        one_of("timeout", "unreachable"),
        "Why the backend gives no answer. It must be the only key.",
        alone="it is the whole answer",
    ),
    nulls=True,
)
COMPARE = Section(
    "compare",
    "How to compare less strictly. The names for data are deepdiff's; the last two are for output that is expected as "
    "text.",
    Key("ignore_order", BOOLEAN, "Ignore the order of lists, but not how often an item occurs."),
    Key("exclude_paths", TEXTS, "Paths that are not compared.", examples=(["root['ts']", "root['items'][0]['id']"],)),
    Key(
        "exclude_regex_paths",
        PATTERNS,
        "Paths that match one of these regular expressions are not compared.",
        examples=(["\\['ts'\\]$"],),
    ),
    Key("significant_digits", whole_number(0), "Numbers are compared to this many digits after the decimal point."),
    Key(
        "final_newline",
        one_of("ignore"),
        "`ignore`: the line end at the end of a text does not count, as a YAML block with `|` has it.",
    ),
    Key("whitespace", one_of("ignore"), "`ignore`: blanks, tabs and line ends in a text do not count."),
    nulls=True,
)

# What a case expects

REQUEST_OVERRIDE = Section(
    "requestOverride",
    "Everything that the template sets in `$context.requestOverride`. It must set nothing else.",
    Key("header", _SET_NAMES, "The headers that it sets."),
    Key("path", _SET_NAMES, "The path parameters that it sets."),
    Key("querystring", _SET_NAMES, "The parameters of the query string that it sets."),
)
RESPONSE_OVERRIDE = Section(
    "responseOverride",
    "Everything that the template sets in `$context.responseOverride`. It must set nothing else.",
    Key("status", EXPECTED_SCALAR, "The status. The service takes whole numbers only."),
    Key("header", _SET_NAMES, "The headers that it sets."),
)
_EXPECTED_BODY = "The body: data is compared as JSON, text and bytes are compared byte for byte."
INTEGRATION_REQUEST = Section(
    "integrationRequest",
    "What the backend must receive. Null: the backend must not be called.",
    Key("httpMethod", EXPECTED_TEXT, "The verb."),
    Key("uri", EXPECTED_ADDRESS, "The address without its query string."),
    Key("queryStringParameters", _SET_NAMES, "The whole query string, decoded."),
    Key("headers", _EXPECTED_HEADERS),
    Key("body", EXPECTED_BODY_OR_BYTES, _EXPECTED_BODY),
)
RESPONSE = Section(
    "response",
    "What the client must receive.",
    Key("statusCode", or_matcher(_STATUS), "The status."),
    Key("headers", _EXPECTED_HEADERS),
    Key("body", EXPECTED_BODY_OR_BYTES, _EXPECTED_BODY),
)
EXPECT = Section(
    "expect",
    {
        "template": "The expected result. When it is empty, the template only has to render.",
        "api": "What each side must receive. Parts that are left out are not compared.",
        "integration": "What each side must receive. Parts that are left out are not compared.",
    },
    Key(
        "output",
        EXPECTED_BODY,
        "The text that the template renders: data is compared as JSON, text byte for byte. A file whose name ends "
        "in .json holds data, any other holds text.",
        of=_TEMPLATE,
        null_counts=True,
    ),
    Key("requestOverride", REQUEST_OVERRIDE, of=_TEMPLATE, null=True),
    Key("responseOverride", RESPONSE_OVERRIDE, of=_TEMPLATE, null=True),
    Key(
        "error",
        EXPECTED_TEXT,
        "Rendering must fail, and the message must contain this text. It must be the only key.",
        of=_TEMPLATE,
        null=True,
        alone="when rendering fails, nothing else can be expected",
    ),
    Key("integrationRequest", INTEGRATION_REQUEST, of=_CALLS, null=True),
    Key("response", RESPONSE, of=_CALLS, null=True),
    Key(
        "gatewayResponse",
        or_matcher(_GATEWAY_RESPONSE_TYPE),
        "The gateway itself must answer, with this type of gateway response. Null: the gateway must not answer itself.",
        of=_CALLS,
        null=True,
    ),
    Key(
        "accessLog",
        EXPECTED_BODY,
        "The line of the access log, without a line end: text is compared byte for byte, data as JSON. A file whose "
        "name ends in .json holds data, any other holds text.",
        of=_CALLS,
    ),
)

# The limits

LIMITS = Section(
    "limits",
    "What each case may use, where the defaults do not suffice. A limit that the run sets is not exceeded.",
    Key(
        "rounds",
        whole_number(1, LARGEST_LIMITS.rounds),
        f"The rounds that all loops of a rendering run together; {DEFAULT_LIMITS.rounds:,} when left out.",
    ),
    Key(
        "characters",
        whole_number(1, LARGEST_LIMITS.characters),
        f"The length of any text that a rendering makes; {DEFAULT_LIMITS.characters:,} when left out.",
    ),
    Key(
        "items",
        whole_number(1, LARGEST_LIMITS.items),
        "The items that a rendering puts into collections, prints, compares or finds by a path; "
        f"{DEFAULT_LIMITS.items:,} when left out.",
    ),
    Key(
        "seconds",
        seconds(LARGEST_LIMITS.seconds),
        f"The time that a case takes; {DEFAULT_LIMITS.seconds:g} when left out.",
    ),
    nulls=True,
)

# The case, and the file around it

CASE = Section(
    "case",
    {
        "template": "One evaluation of the template.",
        "api": "One call of the API.",
        "integration": "One call through the integration.",
    },
    Key("name", VISIBLE_LINE, "The name of the case, unique in the file.", merge="never"),
    *MARKS,
    Key("methodRequest", METHOD_REQUEST, merge="keys"),
    Key("integrationResponse", INTEGRATION_RESPONSE, of=_TEMPLATE, merge="keys"),
    Key(
        "backend",
        WordOr(BACKEND, ("live",)),
        "What the backend answers; 200 without a body when left out. `live`: the backend itself is called, in runs "
        "with `--live`; other runs skip the case.",
        of=_CALLS,
    ),
    Key(
        "authorizer",
        AUTHORIZER_ANSWER,
        "What the authorizer of the method answers: `deny`, `unauthorized`, `fails`, or what it returns.",
        of=_API,
        elsewhere="give what an authorizer returns as `context: {authorizer: ...}`",
    ),
    Key("apiKeys", _API_KEYS, "The API keys that are good, beside those of the file.", of=_API, merge="names"),
    Key(
        "refused",
        _GATEWAY_RESPONSE_TYPE,
        "The gateway itself refuses the call, with this type of gateway response.",
        of=_CALLS,
        examples=("THROTTLED", "WAF_FILTERED"),
    ),
    Key(
        "context",
        MAPPING,
        "Values of `$context`, merged over the values of a plain call, which are the same on every run.",
        merge="names",
        examples=({"stage": "prod", "authorizer": {"claims": {"sub": "abc"}}},),
    ),
    Key("stageVariables", _NAMES, "The stage variables, as text.", merge="names"),
    Key(
        "accessLogFormat",
        TEXT_OR_FILE,
        "The format of the stage's access log, where the definition has none or another one: text with `$context` "
        "variables, or the file that holds it. The output of `aws apigateway get-stage` is such a file, too.",
        of=_CALLS,
        examples=("$context.requestId $context.identity.sourceIp $context.status",),
    ),
    Key("compare", COMPARE, merge="keys"),
    Key(
        "ignore",
        RULES,
        "Rules whose findings do not count here, by their ids or by how ids begin.",
        examples=(["VTL201", "API4"],),
    ),
    Key("expect", EXPECT, "The expected result.", merge="never"),
    title="a case",
    needs=(Need(("name",), "this case has no `name`", "add `name:` with a text that is unique in the file"),),
    nulls=True,
)
DEFAULTS = CASE.shared(
    "defaults",
    "Values that the cases share. Mappings are merged, and the case wins; a list, a text, a body or a backend's answer "
    "replaces the default. Null in a case removes a default.",
)
API = Section(
    "api",
    "The API's definition: OpenAPI 3 or Swagger 2, CloudFormation or SAM, what `terraform show -json` or the AWS CLI "
    "prints; or a folder with one, such as the CDK's `cdk.out`. Its path, or a mapping.",
    Key("file", TEXT, "The path of the definition, or of a folder with one, relative to the case file."),
    Key("stack", TEXT, "The stack in the CDK's folder, when several may define the API."),
    Key(
        "parameters",
        mapping_of(SCALAR, text=True),
        "Values of the template's parameters, of pseudo parameters such as `AWS::Region`, and of what only a deployed "
        "stack knows (`Nested.Outputs.Url`, the name of an export); in an OpenAPI file, of its `${name}` places; in a "
        "plan of Terraform, of what is known only after apply (`aws_api_gateway_integration.get.uri`).",
    ),
    Key("stage", TEXT, "The stage that is called."),
    Key("logicalId", TEXT, "The logical id of the API, when a template defines several; its address, for Terraform."),
    Key(
        "basePath",
        one_of("ignore", "prepend", "split"),
        "What the import does with the base path of an OpenAPI file; `ignore` when left out.",
    ),
    needs=(Need(("file",), "{} names no file", "add `file: <path of the definition>`"),),
)
FILE = Section(
    "file",
    {
        "template": "Cases of one mapping template",
        "api": "Cases of an API",
        "integration": "Cases of one integration",
    },
    Key("$schema", TEXT, "The path or URL of this schema, for editors."),
    Key("template", TEXT, "The path of the template, relative to the case file.", of=_TEMPLATE),
    Key("inline", TEXT, "The text of the template, instead of its path.", of=_TEMPLATE),
    Key("api", PathOr(API, "the path of a definition, or a mapping with `file`"), of=_API),
    Key("integration", PathOr(INTEGRATION, "the path of a file, or an integration's keys"), of=_INTEGRATION),
    Key(
        "apiKeys",
        _API_KEYS,
        "The API keys that are good for all cases: names, each with the key's value. Without any, every key is good.",
        of=_API,
        null=True,
    ),
    Key("backends", BACKENDS, of=_CALLS, null=True),
    Key("limits", LIMITS, null=True),
    Key(
        "strict",
        STRICT,
        "True: findings fail the cases, as with `--strict`. A list of rules: only findings of these do.",
        null=True,
        examples=(True, ["VTL1", "API402"]),
    ),
    Key("hostile", HOSTILE, null=True),
    Key("mutate", MUTATE, null=True),
    Key("defaults", DEFAULTS, null=True),
    Key("cases", CasesOf(CASE), "The cases, each with a name of its own."),
    title="a case file",
    needs=(
        Need(
            ("template", "inline", "integration", "api"),
            "the file names nothing to test",
            "add `template: <path>`, `inline: |` with a template's text, `api: <path>` or `integration: <path>`",
        ),
        Need(("cases",), "the file has no `cases`", "add `cases:` with a list of cases, each with a `name`"),
    ),
)
SUBJECT_KEYS: dict[str, Subject] = {
    name: subject for name in FILE.needs[0].keys for subject in SUBJECTS if name in FILE.keys_of(subject)
}
"""The keys that name the subject of a file, which has exactly one of them, and the subject of each."""
