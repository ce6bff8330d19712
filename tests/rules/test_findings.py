"""Every finding: its cause, its rule, its place, its sentence and its hint."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.rules.running import findings_in_cases, findings_of
from vtlharness import Finding
from vtlharness.rules.registry import RULES
from vtlharness.rules.rule import CaseExample, LintExample, TemplateExample
from vtlharness.vtl.trap_messages import MESSAGES


class Row(NamedTuple):
    """A template, its payload, and its findings: rule, line, column, message, hint."""

    template: str
    output: str
    found: list[tuple[str, int | None, int | None, str, str]]
    body: str = "{}"


COMPARE = (
    'compare the value: != "" for a text, > 0 for a number, .size() > 0 for a list or a map, == true for a Boolean'
)
NEVER = (
    "this condition never holds: a literal other than `true`, or a calculation, counts as false",
    "write a comparison, such as #if($count == 1)",
)
FOREACH = "write #foreach($item in $list)"
FIELDS = "write its fields one by one, or print it with $input.json"
VELOCITY = "read the whole list, and choose its items in the template with #foreach and #if"
LAST = "read the whole list, and count in the template: #set($last = $list.size() - 1)$list.get($last)"
NO_METHOD = "a text has no list's or map's methods, and a number has no text's: look at the value's kind first"
A_LIST = '{"a": [{"b": 1, "c": [1, 2]}, {"d": 2}], "o": {"x y": 1, "k": {"z": 3}, "l": {"z": 4}}}'


def _true(name: str) -> str:
    return f"{name} is true although it is missing, empty or 0: in a mapping template only `false` and null are false"


def _map(name: str) -> str:
    return f"{name} prints a map as Java does, {{k=v}}, which is not JSON"


def _unseen(what: str, older: str) -> str:
    return f"no recording shows how the service reads {what}: Jayway JsonPath 2.0 {older}"


LANGUAGE: list[Row] = [
    Row(
        '{"a": $input.path("$.o")}',
        '{"a": {k=1}}',
        [("VTL111", 1, 7, _map('$input.path("$.o")'), FIELDS)],
        '{"o": {"k": 1}}',
    ),
    Row(
        "#set($m = {'a': 1})\n[\n  $!{m}, \"$m\"]",
        '[\n  {a=1}, "{a=1}"]',
        [("VTL111", 3, 3, _map("$!{m}"), FIELDS), ("VTL111", 3, 11, _map("$m"), FIELDS)],
    ),
    Row("#set($m = {'a': 1})text $m", "text {a=1}", []),
    Row('{"a": $input.path("$.o")}', '{"a": {}}', [], '{"o": {}}'),
    Row('{"a": $input.path("$.o")}', '{"a": [1]}', [], '{"o": [1]}'),
    Row("#if($none)a#end", "a", [("VTL201", 1, 5, _true("$none"), COMPARE)]),
    Row("\n#if(!$m.none)a#{else}b#end", "\nb", [("VTL201", 2, 6, _true("$m.none"), COMPARE)]),
    Row(
        "#if($input.path('$.a'))a#elseif($!{x})b#end",
        "a",
        [("VTL201", 1, 5, _true("$input.path('$.a')"), COMPARE)],
        '{"a": ""}',
    ),
    Row("#if(false)a#elseif($!{x} && true)b#end", "b", [("VTL201", 1, 20, _true("$!{x}"), COMPARE)]),
    *(
        Row(
            "#if($input.path('$.a'))a#end",
            "a",
            [("VTL201", 1, 5, _true("$input.path('$.a')"), COMPARE)],
            f'{{"a": {a}}}',
        )
        for a in ("0", "[]", "{}", "null", '""')
    ),
    *(Row("#if($input.path('$.a'))a#{else}b#end", out, [], f'{{"a": {a}}}') for a, out in (("1", "a"), ("false", "b"))),
    Row("#if(false)#if($none)a#end#end", "", []),
    Row("#if('a')a#end", "", [("VTL202", 1, 5, *NEVER)]),
    Row("#if(!0)a#end", "a", [("VTL202", 1, 6, *NEVER)]),
    Row("#if([])a#elseif({})b#elseif(1 + 1)c#end", "", [("VTL202", 1, at, *NEVER) for at in (5, 17, 31)]),
    Row("#if(true)a#end#if(false)b#end", "a", []),
    Row(
        "#set(${x} = 1)$x",
        "",
        [
            (
                "VTL211",
                1,
                6,
                "#set(${x} = ...) does not set $x: the name after the $ must stand alone",
                "write #set($x = ...)",
            )
        ],
    ),
    Row(
        "\n #set($!name = 1)$name",
        "\n ",
        [
            (
                "VTL211",
                2,
                7,
                "#set($!name = ...) does not set $name: the name after the $ must stand alone",
                "write #set($name = ...)",
            )
        ],
    ),
    Row(
        "#macro(say $x)a#end#say(1)",
        "#say(1)",
        [
            (
                "VTL221",
                1,
                1,
                "the service defines no macros: #say(...) prints as it stands",
                "use #define for a block without arguments, or write the text out where it is needed",
            )
        ],
    ),
    Row(
        "a #evaluate('b')",
        "a #evaluate('b')",
        [
            (
                "VTL222",
                1,
                3,
                "the service has no #evaluate: it prints as it stands",
                "write the text out: a mapping template cannot render a value as a template",
            )
        ],
    ),
    Row(
        "#foreach($i $l)a#end",
        "",
        [
            (
                "VTL223",
                1,
                13,
                "expected 'in' after the loop variable, found '$l': this #foreach runs over nothing",
                FOREACH,
            )
        ],
    ),
    Row(
        "#foreach($i in [1, 2] 'x')a#end",
        "",
        [
            (
                "VTL224",
                1,
                23,
                "an argument after the list takes the place of the loop's body: the text up to #end does not print",
                FOREACH,
            )
        ],
    ),
    Row(
        "#foreach($i in [1..1001])#end",
        "",
        [
            (
                "VTL311",
                1,
                1,
                "a #foreach runs at most 1000 rounds on the service: it leaves out the rest of the list",
                "ask the backend for pages, or let the backend build this part of the output",
            )
        ],
    ),
    # methods that a value does not have
    *(
        Row(template, output, [("VTL248", 1, column, f"this value has no method {call}: it gives nothing", NO_METHOD)])
        for template, output, column, call in (
            ('#set($x = "ab")$x.size()', "", 16, "size() without arguments"),
            ('#set($x = "ab")$!{x.get(1)}', "", 16, "get() with 1 argument"),
            ('#set($x = "ab")#set($k = "a")$x.get($k)', "", 30, "get() with 1 argument"),
            ('#set($x = "ab")#foreach($k in $x.keySet())$k#end', "", 31, "keySet() without arguments"),
            ("#set($x = 7)#foreach($i in [1..3])$x.length()#end", "", 35, "length() without arguments"),
            ("#set($x = [1, 2])[$x.substring(0, 1)]", "[]", 19, "substring() with 2 arguments"),
        )
    ),
    # a condition that asks for the kind of a value
    *(
        Row(template, output, [])
        for template, output in (
            ('#set($x = "ab")#if($x.size() > 0)list#{else}text#end', "text"),
            ('#set($x = "ab")#if($x.keySet() == $null)text#{else}map#end', "text"),
            ("#set($x = [1])#if($x.length() >= 0)text#elseif($x.size() >= 0)list#end", "list"),
            ('#set($x = "ab")#set($is_list = $x.size() >= 0)$is_list', "false"),
            ('#set($x = "a")#if($x == "a" && $x.keySet() != $null)map#{else}text#end', "text"),
        )
    ),
    Row(
        '#set($x = "ab")$!x.toUppercase()',
        "",
        [
            (
                "VTL247",
                1,
                16,
                "no value has a method toUppercase(): it gives nothing",
                "did you mean `toUpperCase`?",
            )
        ],
    ),
    Row(
        "$util.urlencode('a')",
        "",
        [("VTL242", 1, 1, "the service has no $util.urlencode(...): it is empty", "did you mean `urlEncode`?")],
    ),
    Row("$input.json()", "", [("VTL241", 1, 1, "$input.json takes 1 argument, not 0", "write $input.json(...)")]),
    *(
        Row(template, output, [])
        for template, output in (
            ('#set($x = "")#if($x.size() > 0)list#end', ""),
            ("$missing.size()$!missing.foo()", ""),
            ("#set($x = [1])$x.size()", "1"),
            ("#set($x = $input.path('$.none'))$x.size()#foreach($k in $x.keySet())$k#end", ""),
        )
    ),
    Row("#foreach($i in [1..1000])#end", "", []),
]

PATHS: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("$.a[0].c[:1]", []),
    ("$.a[?(@.b == 1 && @.d != 'x')]", []),
    ("$.a[-1]", [("VTL301", _unseen("[-1]", "finds nothing there"), LAST)]),
    ("$.a[-1,0]", [("VTL301", _unseen("[-1,0]", "finds nothing there"), LAST)]),
    ("$.a[-2:1]", [("VTL301", _unseen("[-2:1]", "finds nothing there"), "count both ends from the beginning")]),
    (
        "$.a.length()",
        [("VTL301", _unseen("the function length()", "takes it for a key"), "write .size() in the template")],
    ),
    (
        "$.o.keys()",
        [("VTL301", _unseen("the function keys()", "takes it for a key"), "write .keySet() in the template")],
    ),
    (
        "$.a[0].c.sum()",
        [
            (
                "VTL301",
                _unseen("the function sum()", "takes it for a key"),
                "calculate it in the template, or at the backend",
            )
        ],
    ),
    ("$.a[ * ]", [("VTL301", _unseen("blanks around *", "refuses them"), "write [*]")]),
    (
        "$.o['k','l'].z",
        [
            (
                "VTL301",
                _unseen("several keys before the end of a path", "refuses them"),
                "let the path end with these keys, and read what is below them in the template",
            )
        ],
    ),
    (
        '$["a"]',
        [
            (
                "VTL301",
                _unseen('a key in double quotes, ["..."]', "refuses it"),
                "write the key in single quotes: ['key']",
            )
        ],
    ),
    (
        "$['a]']",
        [
            (
                "VTL301",
                _unseen("a key with an escape or a ]", "reads another key"),
                "read the object around it, and ask that in the template: $object.get($key)",
            )
        ],
    ),
    (
        "$.it's",
        [("VTL301", _unseen("the name it's without brackets", "reads another key"), "write the key in brackets")],
    ),
    (
        "$..[0]",
        [
            (
                "VTL301",
                _unseen("an index right after ..", "mostly finds nothing"),
                "read the whole list, and take the item in the template: $list[0]",
            )
        ],
    ),
    ("$.a[?(!(@.b))]", [("VTL301", _unseen("!(...) in a filter", "does not negate it"), VELOCITY)]),
    (
        "$.a[?(@.b && (@.c || @.d))]",
        [("VTL301", _unseen("groups in parentheses in a filter", "reads the parts in another order"), VELOCITY)],
    ),
    ("$.a[?(@.b in [1])]", [("VTL301", _unseen("the operator in in a filter", "refuses it"), VELOCITY)]),
    (
        '$.a[?(@.b == "x")]',
        [
            (
                "VTL301",
                _unseen("a text in double quotes in a filter", "takes the quotes for a part of it"),
                "write the text in single quotes",
            )
        ],
    ),
    (
        "$.a[?(@.c == [1,2])]",
        [("VTL301", _unseen("an array or an object written in a filter", "finds nothing equal to it"), VELOCITY)],
    ),
    ("$.a[?(@..b)]", [("VTL301", _unseen("a path of several results in a filter", "refuses it"), VELOCITY)]),
    (
        "$.a[?(@.b)][0]",
        [
            (
                "VTL302",
                "an index right after a filter is taken from each item that the filter finds, "
                "not from the list of them",
                "read the path up to the filter, and take the item in the template: $found[0]",
            )
        ],
    ),
    (
        "$.a[0]x",
        [
            (
                "VTL303",
                "the path is read without its last character, x",
                "delete it; a key stands after a dot or in brackets",
            )
        ],
    ),
    (
        "$.a[?(@.b||@.c)]",
        [
            (
                "VTL304",
                "b||@ is read as one key, because && and || in a filter need a blank before them",
                "write a blank before and after && and ||",
            )
        ],
    ),
]


def _casing(lookup: str, name: str, line: int, column: int) -> Finding:
    message = f"${lookup} finds nothing: the client sends this header as {name}, and its casing counts"
    hint = f"write `{name}`, as the client does"
    return Finding("VTL131", message, line, column, hint, "orders.vtl.yaml (inline)")


def _unknown(path: str, line: int, column: int, near: str | None) -> Finding:
    message = f"$context.{path} does not exist on the service"
    return Finding("API481", message, line, column, near and f"did you mean `{near}`?", "orders.vtl.yaml")


CASES: list[tuple[str, str, list[Finding]]] = [
    (
        "the casing of a content type",
        """\
integration:
  type: MOCK
  requestTemplates: {application/json: '{"statusCode": 200}'}
  responses: {default: {statusCode: 200}}
cases:
  - name: a
    methodRequest: {headers: {content-type: Application/Json;v=1}, body: {statusCode: 200}}
""",
        [
            Finding(
                "API401",
                "the request template for application/json does not run for Application/Json: "
                "whether the service ignores the casing of a content type is not known",
                hint="send the content type as application/json, or add a template for Application/Json",
            )
        ],
    ),
    (
        "a status that is none, and a finding of the template",
        """\
integration:
  type: MOCK
  requestTemplates: {application/json: '{"statusCode": 200}'}
  responses:
    default:
      statusCode: 200
      responseTemplates:
        application/json: |
          #if($none)#end
          #set($context.responseOverride.status = 99)
cases: [{name: a}]
""",
        [
            Finding("VTL201", _true("$none"), 1, 5, COMPARE, "orders.vtl.yaml integration default application/json"),
            Finding(
                "API411",
                "$context.responseOverride.status is 99: anything other than an integer from 100 to 599 is ignored",
                hint="write a number without quotes: #set($context.responseOverride.status = 404)",
            ),
        ],
    ),
    (
        "an override that is set twice, and a status that is a text",
        """\
integration:
  type: MOCK
  requestTemplates: {application/json: '{"statusCode": 200}'}
  responses:
    default:
      statusCode: 200
      responseTemplates:
        application/json: |
          #set($context.responseOverride.header.X-Found = "no")
          #set($context.responseOverride.status = "404")
          #set($headers = $context.responseOverride.header)
          $headers.put("X-Found", "yes")
cases: [{name: a}]
""",
        [
            Finding(
                "API412",
                "$context.responseOverride.header.X-Found is set twice in one template: the service answers that with "
                "a 5XX, as its documentation says",
                4,
                1,
                "keep the value in a variable, and set the override once",
                "orders.vtl.yaml integration default application/json",
            ),
            Finding(
                "API413",
                "$context.responseOverride.status is the text '404': the service is said to take a text of digits, "
                "but nobody has shown it",
                hint="write a number without quotes: #set($context.responseOverride.status = 404)",
            ),
        ],
    ),
    (
        "headers in another casing: of the client in mappings, of the backend",
        """\
integration:
  type: HTTP
  httpMethod: GET
  uri: https://example.com
  requestParameters:
    integration.request.header.A: method.request.header.X-A
    integration.request.header.B: method.request.multivalueheader.x-b
    integration.request.header.C: method.request.header.x-c
    integration.request.header.Q: method.request.querystring.X-C
  responses:
    default: {statusCode: 200, responseParameters: {method.response.header.E: integration.response.header.ETag}}
cases:
  - name: a
    methodRequest: {headers: {x-a: a, X-B: b, x-c: c}}
    backend: {headers: {etag: e}}
""",
        [
            Finding(
                "API421",
                "method.request.header.X-A maps nothing: the client sends this header as x-a, and its casing counts",
                hint="write `method.request.header.x-a`, as the client does",
            ),
            Finding(
                "API421",
                "method.request.multivalueheader.x-b maps nothing: the client sends this header as X-B, and its casing "
                "counts",
                hint="write `method.request.multivalueheader.X-B`, as the client does",
            ),
            Finding(
                "API421",
                "integration.response.header.ETag maps nothing: the backend sends this header as etag, and its casing "
                "counts",
                hint="write `integration.response.header.etag`, as the backend does",
            ),
        ],
    ),
    (
        "a header that HTTP_PROXY maps",
        """\
integration:
  type: HTTP_PROXY
  httpMethod: GET
  uri: https://example.com
  requestParameters: {integration.request.header.A: method.request.header.X-A}
cases: [{name: a, methodRequest: {headers: {x-a: a}}}]
""",
        [
            Finding(
                "API421",
                "method.request.header.X-A maps nothing: the client sends this header as x-a, and its casing counts",
                hint="write `method.request.header.x-a`, as the client does",
            ),
        ],
    ),
    (
        "headers in another casing in a template",
        """\
inline: |
  $input.params('X-A') $input.params("x-b")
  $!{input.params().header.X-C} $input.params().header.get('X-D') $input.params().header["X-E"]
cases: [{name: a, methodRequest: {headers: {x-a: 1, X-B: 2, x-c: 3, x-d: 4, x-e: 5}}}]
""",
        [
            _casing("input.params('X-A')", "x-a", 1, 1),
            _casing('input.params("x-b")', "X-B", 1, 22),
            _casing("input.params().header.X-C", "x-c", 2, 1),
            _casing("input.params().header.get('X-D')", "x-d", 2, 31),
            _casing('input.params().header["X-E"]', "x-e", 2, 65),
        ],
    ),
    (
        "headers that are not missed",
        """\
inline: |
  $input.params('X-A') $input.params('x-a') $input.params('Q') $input.params('id') $input.params('Absent')
  $input.params('expect') $input.params().header.keySet() $input.params($name) $input.params('x-$name')
cases:
  - name: a
    methodRequest:
      headers: {x-a: 1, q: 2, ID: 3, Expect: x}
      queryStringParameters: {Q: 1}
      pathParameters: {id: 4}
""",
        [],
    ),
    (
        "unknown names in the context, of a case and of the defaults",
        """\
inline: a
defaults:
  context: {identiy: {}}
cases:
  - name: a
    context:
      identity: {sourceIP: 1, clientCert: {validity: {notbefore: x}}, userAgent: b}
      routeKey: x
      authorizer: {anything: {at: all}}
      requestOverride: {header: {Any: 1}, headers: {}}
""",
        [
            _unknown("identiy", 3, 13, "identity"),
            _unknown("identity.sourceIP", 7, 18, "sourceIp"),
            _unknown("identity.clientCert.validity.notbefore", 7, 55, "notBefore"),
            _unknown("routeKey", 8, 7, None),
            _unknown("requestOverride.headers", 10, 43, "header"),
        ],
    ),
    (
        "known names in the context",
        """\
inline: a
cases:
  - name: a
    context:
      identity: {sourceIp: 1, apiKey: k, clientCert: {subjectDN: d, validity: {notAfter: x}}}
      authorizer: {claims: {sub: x}, principalId: p}
      error: {message: m, responseType: t}
      isCanaryRequest: true
      wafResponseCode: WAF_ALLOW
      responseOverride: {status: 1, header: {}}
      integration: {latency: 1}
      class: {name: c}
  - {name: b, context: {identity: text, stage: null}}
  - {name: c, context: {}}
  - {name: d, context: null}
""",
        [],
    ),
    (
        "a byte order mark",
        'inline: "\\uFEFFa"\ncases: [{name: a, expect: {output: "\\uFEFFa"}}]\n',
        [
            Finding(
                "VTL142",
                "the template begins with a byte order mark (U+FEFF), and so does its output",
                1,
                1,
                "save the template as UTF-8 without a byte order mark",
                "orders.vtl.yaml (inline)",
            )
        ],
    ),
    (
        "a byte order mark in the middle",
        'inline: "a\\uFEFF"\ncases: [{name: a}]\n',
        [],
    ),
]

API = "api: orders.yaml\ncases: [{name: a, methodRequest: {path: /}, expect: {response: {statusCode: %s}}}]\n"
MOCK = "x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{\"statusCode\": 200}'}"
RESPONSES = "responses: {default: {statusCode: '200'}}"
DOCUMENT = "openapi: 3.0.1\npaths:\n  /:\n    get:\n      responses: {'200': {}}\n"
SCHEMA = "      requestBody: {content: {a/b: {schema: {$ref: '#/components/schemas/A'}}}}\n"
METHOD = (
    "Resources:\n  A:\n    Type: AWS::ApiGateway::RestApi\n    Type: AWS::ApiGateway::RestApi\n"
    "  M: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref B, HttpMethod: GET, ResourceId: x}}\n"
    "  B: {Type: AWS::SNS::Topic}\n"
)

DEFINITIONS: list[tuple[str, str, list[Finding]]] = [
    (
        "what the import drops",
        f"{DOCUMENT}{SCHEMA}      {MOCK},\n"
        f"        credential: a, requestParameters: {{integration.request.header.a: [1]}}, {RESPONSES}}}\n",
        [
            Finding(
                "API471",
                "an integration has no key `credential`: the import drops it",
                8,
                9,
                "did you mean `credentials`?",
                "orders.yaml",
            ),
            Finding(
                "API472",
                "Invalid format for 'requestParameters'. Expected type string for property "
                "'integration.request.header.a' of resource '/' and method 'GET' but got '[1]'",
                8,
                44,
                "put a fixed value in two kinds of quotes: \"'true'\"",
                "orders.yaml",
            ),
            Finding("API473", "Reference to model 'A' not found. Ignoring.", 6, 52, None, "orders.yaml"),
        ],
    ),
    (
        "a part of another API",
        METHOD.replace("    Type: AWS::ApiGateway::RestApi\n", "", 1)
        .replace("!Ref B", "!Ref A")
        .replace("ResourceId: x", "ResourceId: !GetAtt A.RootResourceId, Integration: {Type: MOCK}")
        + "  S: {Type: AWS::ApiGateway::Model, Properties: {RestApiId: !Ref B}}\n"
        + "  T: {Type: AWS::ApiGateway::Methd, Properties: {RestApiId: !Ref A}}\n",
        [
            Finding(
                "API476",
                "the resource `T` is not read: `AWS::ApiGateway::Methd` is not a type of resources",
                7,
                13,
                "did you mean `AWS::ApiGateway::Method`?",
                "orders.yaml",
            ),
            Finding(
                "API476",
                "the resource `S` is not read: it belongs to the API `arn:aws:sns:us-east-1:123456789012:B`, "
                "which the template does not define",
                6,
                61,
                "write `!Ref A`",
                "orders.yaml",
            ),
        ],
    ),
    (
        "a template",
        METHOD,
        [
            Finding(
                "API474",
                "the key 'Type' is repeated: the last one counts",
                4,
                5,
                "keep one of them",
                "orders.yaml",
            ),
            Finding(
                "API475",
                "the API `A` has no method: `M` belongs to the API `arn:aws:sns:us-east-1:123456789012:B`",
                5,
                62,
                "write `RestApiId: !Ref A`",
                "orders.yaml",
            ),
        ],
    ),
]


EXAMPLES: set[str] = {rule.id for rule in RULES.values() if isinstance(rule.wrong, CaseExample)}
"""Rules of whole calls, whose own tests are in tests/gateway/stages."""


@pytest.mark.parametrize("row", LANGUAGE, ids=[f"{row.template} on {row.body}" for row in LANGUAGE])
def test_of_the_language(row: Row) -> None:
    found = findings_of(TemplateExample(row.template, row.output, row.body))
    assert found == [
        Finding(rule, message, line, column, hint, "put.vtl") for rule, line, column, message, hint in row.found
    ]


@pytest.mark.parametrize(("path", "expected"), PATHS, ids=[path for path, _ in PATHS])
def test_of_paths(path: str, expected: list[tuple[str, str, str]]) -> None:
    quote = '"' if "'" in path else "'"
    template = f"\n#set($found = $input.path({quote}{path}{quote}))"
    found = findings_of(TemplateExample(template, "\n", A_LIST))
    assert found == [Finding(rule, message, 2, 28, hint, "put.vtl") for rule, message, hint in expected]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_of_integrations(text: str, expected: list[Finding]) -> None:
    assert findings_in_cases(text) == expected


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in DEFINITIONS], ids=[row[0] for row in DEFINITIONS])
def test_of_definitions(text: str, expected: list[Finding]) -> None:
    status = {"API475": 403, "API476": 500}.get(expected[-1].rule, 200)
    assert findings_in_cases(API % status, ("orders.yaml", text)) == expected


def test_each_rule_has_a_row() -> None:
    rules = {found[0] for row in LANGUAGE for found in row.found}
    rules |= {found[0] for _, findings in PATHS for found in findings}
    rules |= {found.rule for *_, findings in (*CASES, *DEFINITIONS) for found in findings}
    by_lint = {rule.id for rule in RULES.values() if isinstance(rule.wrong, LintExample)}  # tests/lint has their rows
    assert (rules - by_lint) | EXAMPLES == set(RULES) - by_lint


def test_the_messages_of_traps_belong_to_rules() -> None:
    assert set(MESSAGES) <= set(RULES)


# The record


@pytest.mark.parametrize(
    ("finding", "place", "line"),
    [
        (Finding("VTL201", "said", 3, 5, "do", "put.vtl"), "put.vtl:3:5", "put.vtl:3:5: VTL201 said"),
        (Finding("VTL301", "said", file="put.vtl"), "put.vtl", "put.vtl: VTL301 said"),
        (Finding("API411", "said", hint="do"), "", "API411 said"),
    ],
)
def test_a_finding_in_one_line(finding: Finding, place: str, line: str) -> None:
    assert finding.place == place
    assert str(finding) == line
