"""`VTL1xx`: what a template prints.

Ids by their second digit: `VTL10x` texts inside JSON strings, `VTL11x` values outside of strings, `VTL12x` what stands
between values, `VTL13x` forms, headers and addresses, `VTL14x` the output as a whole.
"""

from __future__ import annotations

from vtlharness.rules.rule import FIDELITY, CaseExample, Evidence, Family, Rule, TemplateExample
from vtlharness.rules.unencoded import UNENCODED

_CALL = """\
integration:
  type: AWS
  httpMethod: POST
  uri: arn:aws:apigateway:us-east-1:states:action/StartExecution
  requestTemplates:
    application/json: |
%s
  responses:
    default: {statusCode: 200}
cases:
  - name: put an order
    methodRequest:
      httpMethod: POST
      body: %s
    expect:
      response: {statusCode: 200}
"""
_REFUSED = "Lambda answers 400, `Could not parse request body into json`; the other services answer 400 with a "
_SERIALIZATION = "`SerializationException`. Here the call goes on with the answer that the case gives."
_JSON_BACKENDS = Evidence("printed by users: how such backends answer", f"{FIDELITY}#json-backends")
_APOSTROPHE = """.replaceAll("\\\\'", "'")"""


def _case(template: str, body: str) -> CaseExample:
    lines = "\n".join(f"      {line}" for line in template.split("\n"))
    return CaseExample(_CALL % (lines, body))


_CASING = """\
inline: tenant=$util.urlEncode($input.params('%s'))
cases:
  - name: the client's tenant
    methodRequest: {headers: {x-tenant: acme}}
    expect:
      output: tenant=%s
"""

OUTPUT = Family(
    "VTL1",
    "Output",
    "A template prints something that its reader, a backend or a client, cannot read.",
    (
        Rule(
            id="VTL101",
            name="unescaped-in-json-string",
            what=(
                "A request to a backend that takes JSON is not JSON, because a reference prints a quote, a backslash "
                "or a line end into a string of the output."
            ),
            why=(
                "The text ends the string, or breaks it. " + _REFUSED + _SERIALIZATION + " And a client that chooses "
                "the text can write further keys into the request."
            ),
            instead=f"Escape the value: `$util.escapeJavaScript($x){_APOSTROPHE}`.",
            evidence=(
                _JSON_BACKENDS,
                Evidence("a user who met it", "https://github.com/serverless/serverless/issues/1991"),
            ),
            wrong=_case('{"name": "$input.path(\'$.name\')"}', '{name: the "new" one}'),
            message=(
                "$input.path('$.name') prints a quote into a JSON string, and nothing escapes it: "
                "Step Functions refuses the request"
            ),
            right=_case(
                f'{{"name": "$util.escapeJavaScript($input.path(\'$.name\')){_APOSTROPHE}"}}',
                '{name: the "new" one}',
            ),
        ),
        Rule(
            id="VTL102",
            name="escaped-apostrophe",
            what=(
                "A request to a backend that takes JSON is not JSON, because `$util.escapeJavaScript` prints `\\'` "
                "for an apostrophe."
            ),
            why="JavaScript has the escape `\\'`, and JSON does not. " + _REFUSED + _SERIALIZATION,
            instead=f"Make an apostrophe of it again: `$util.escapeJavaScript($x){_APOSTROPHE}`.",
            evidence=(
                _JSON_BACKENDS,
                Evidence(
                    "a user who met it",
                    "https://github.com/serverless-operations/serverless-step-functions/issues/140",
                ),
            ),
            wrong=_case('{"name": "$util.escapeJavaScript($input.path(\'$.name\'))"}', "{name: O'Neill}"),
            message=(
                "$util.escapeJavaScript($input.path('$.name')) prints \\' into a JSON string, and JSON has no such "
                "escape: Step Functions refuses the request"
            ),
            right=_case(
                f'{{"name": "$util.escapeJavaScript($input.path(\'$.name\')){_APOSTROPHE}"}}', "{name: O'Neill}"
            ),
        ),
        Rule(
            id="VTL103",
            name="json-inside-quotes",
            what=(
                "A request to a backend that takes JSON is not JSON, because a reference that prints JSON, such as "
                "`$input.json('$')`, stands in quotes."
            ),
            why="`$input.json` writes the quotes of a text itself. " + _REFUSED + _SERIALIZATION,
            instead=(
                "Remove the quotes. Where the backend takes JSON inside of a text, as `input` of Step Functions does, "
                f"escape it: `\"$util.escapeJavaScript($input.json('$')){_APOSTROPHE}\"`."
            ),
            evidence=(
                _JSON_BACKENDS,
                Evidence("users who met it", "https://github.com/99x/serverless-react-boilerplate/pull/23"),
            ),
            wrong=_case('{"order": "$input.json(\'$\')"}', "{id: 4}"),
            message=(
                "$input.json('$') stands in quotes, but prints JSON, which has quotes of its own: "
                "Step Functions refuses the request"
            ),
            right=_case("{\"order\": $input.json('$')}", "{id: 4}"),
        ),
        Rule(
            id="VTL111",
            name="java-map-in-json",
            what="A reference prints a map that is not empty, in a template that begins as JSON does, with `{` or `[`.",
            why=(
                "An object of the payload is a Java map, and prints as Java prints it: `{id=4, name=Ann}`, without "
                "quotes and with `=` for `:`. That is not JSON. The service sends it without an error, so the "
                "backend or the client is the first to notice. A list hides the fault, because it prints as JSON."
            ),
            instead=(
                "Print a part of the payload with `$input.json('$.path')`, which writes JSON. Print a map that the "
                "template made itself field by field."
            ),
            evidence=(
                Evidence("recorded on the service: a map prints as Java does", f"{FIDELITY}#text-of-maps"),
                Evidence("a user who met it", "https://github.com/dherault/serverless-offline/issues/141"),
            ),
            wrong=TemplateExample(
                "{\"customer\": $input.path('$.customer')}",
                '{"customer": {id=4, name=Ann}}',
                '{"customer": {"id": 4, "name": "Ann"}}',
            ),
            message="$input.path('$.customer') prints a map as Java does, {k=v}, which is not JSON",
            right=TemplateExample(
                "{\"customer\": $input.json('$.customer')}",
                '{"customer": {"id":4,"name":"Ann"}}',
                '{"customer": {"id": 4, "name": "Ann"}}',
            ),
        ),
        Rule(
            id="VTL112",
            name="no-json-value",
            what=(
                "A request to a backend that takes JSON is not JSON, because a reference outside of a string prints "
                "nothing, or text without quotes."
            ),
            why="A missing value prints nothing, and a text prints without quotes. " + _REFUSED + _SERIALIZATION,
            instead=(
                "Print a part of the payload with `$input.json('$.path')`, which writes `\"\"` for a missing value and "
                "the quotes of a text. Or leave out the key, or write a default, with `#if`."
            ),
            evidence=(_JSON_BACKENDS,),
            wrong=_case("{\"count\": $input.path('$.count')}", "{id: 4}"),
            message=(
                "$input.path('$.count') prints nothing where JSON needs a value: Step Functions refuses the request"
            ),
            right=_case("{\"count\": $input.json('$.count')}", "{id: 4}"),
        ),
        Rule(
            id="VTL121",
            name="no-comma",
            what="A request to a backend that takes JSON is not JSON, because no comma stands between two values.",
            why="A loop prints its items one after another, with nothing between them. " + _REFUSED + _SERIALIZATION,
            instead="End each item with `#if($foreach.hasNext),#end`.",
            evidence=(_JSON_BACKENDS,),
            wrong=_case("[#foreach($id in $input.path('$.ids')){\"id\": $id}#end]", "{ids: [1, 2]}"),
            message=(
                "the output is not JSON, because a comma is missing between two values: "
                "Step Functions refuses the request"
            ),
            right=_case(
                "[#foreach($id in $input.path('$.ids')){\"id\": $id}#if($foreach.hasNext),#end#end]", "{ids: [1, 2]}"
            ),
        ),
        Rule(
            id="VTL122",
            name="trailing-comma",
            what="A request to a backend that takes JSON is not JSON, because nothing follows a comma.",
            why="A loop prints a comma after its last item, too. " + _REFUSED + _SERIALIZATION,
            instead="Print a comma only between items: `#if($foreach.hasNext),#end`.",
            evidence=(_JSON_BACKENDS,),
            wrong=_case("[#foreach($id in $input.path('$.ids'))$id,#end]", "{ids: [1, 2]}"),
            message=(
                "the output is not JSON, because nothing follows the comma before `]`: "
                "Step Functions refuses the request"
            ),
            right=_case("[#foreach($id in $input.path('$.ids'))$id#if($foreach.hasNext),#end#end]", "{ids: [1, 2]}"),
        ),
        Rule(
            id="VTL131",
            name="header-in-another-casing",
            what="A template reads a header by a name that the client sends in another casing.",
            why=(
                "The names in `$input.params` count in their own casing, those of headers too. The lookup gives an "
                "empty text, although the header is there."
            ),
            instead=(
                "Write the name in the casing in which clients send it. Where they differ, loop over "
                "`$input.params().header.keySet()` and compare `$name.toLowerCase()`."
            ),
            evidence=(Evidence("what we decided, and a simulator too", f"{FIDELITY}#mapping-sources"),),
            wrong=CaseExample(_CASING % ("X-Tenant", "")),
            message=(
                "$input.params('X-Tenant') finds nothing: the client sends this header as x-tenant, and its casing "
                "counts"
            ),
            right=CaseExample(_CASING % ("x-tenant", "acme")),
        ),
        *UNENCODED,
        Rule(
            id="VTL141",
            name="output-not-json",
            what="A request to a backend that takes JSON is not JSON, for a reason that no other rule names.",
            why=_REFUSED + _SERIALIZATION,
            instead="Write JSON. A case that expects `integrationRequest: {body: ...}` as data shows the place.",
            evidence=(_JSON_BACKENDS,),
            wrong=_case('{"id": 4', "{}"),
            message=(
                "the output is not JSON, because the text ends before the JSON does: Step Functions refuses the request"
            ),
            right=_case('{"id": 4}', "{}"),
        ),
        Rule(
            id="VTL142",
            name="byte-order-mark",
            what="A template begins with a byte order mark, as some editors write it.",
            why=(
                "The mark is a character like any other, and begins the output. A backend or a client that reads JSON "
                "refuses it, and no editor shows it."
            ),
            instead="Save the template as UTF-8 without a byte order mark.",
            evidence=(
                Evidence("whitespace and characters are kept as they stand", f"{FIDELITY}#white-space-and-comments"),
            ),
            wrong=TemplateExample('\ufeff{"id": 4}', '\ufeff{"id": 4}'),
            message="the template begins with a byte order mark (U+FEFF), and so does its output",
            right=TemplateExample('{"id": 4}', '{"id": 4}'),
        ),
    ),
)
