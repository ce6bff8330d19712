"""A project with a template, a definition, and cases that reach a part of both."""

from __future__ import annotations

TEMPLATE = """\
#set($x = $input.path('$'))
{
#if($x.a == 1 && $x.b == 2)
  "both": true
#elseif($x.d == 2)
  "d": 2
#end
#foreach($i in $x.list)
  $i#if($foreach.hasNext),#end

#end
}
"""

CASES = """\
template: put.vtl
cases:
  - name: both
    methodRequest: {body: {a: 1, b: 2, list: [1, 2]}}
    expect: {output: "{\\n  \\"both\\": true\\n  1,\\n  2\\n}\\n"}
"""

MORE_CASES = """\
template: put.vtl
cases:
  - name: neither
    methodRequest: {body: {a: 2, list: []}}
    expect: {output: "{\\n}\\n"}
"""

DEFINITION = """\
openapi: 3.0.1
info: {title: orders, version: "1"}
paths:
  /orders:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates:
          application/json: |
            #if($input.path('$.fail') == true)
            {"statusCode": 404}
            #else
            {"statusCode": 200}
            #end
        responses:
          default:
            statusCode: "200"
            responseTemplates:
              application/json: "{#if($stageVariables.x == 'y')1#end}"
          '4\\d{2}':
            statusCode: "400"
            responseTemplates:
              application/json: |
                {"e": 1}
"""

DEFINITION_CASES = """\
api: api.yaml
cases:
  - name: succeeds
    methodRequest: {httpMethod: POST, path: /orders, body: {}}
    expect: {response: {statusCode: 200, body: "{}"}}
"""

CONFIGURATION = """\
[tool.coverage.run]
plugins = ["vtlharness.coverage"]
branch = true
"""

PYTHON_TEST = """\
def half(x):
    if x:
        return 1
    return 2


def test_d(vtl):
    half(1)
    assert '"d": 2' in vtl.render_request("put.vtl", body={"d": 2}).text
"""

TEMPLATES = {"put.vtl": TEMPLATE, "put.vtl.yaml": CASES, "never.vtl": TEMPLATE}
ALL = {**TEMPLATES, "api.yaml": DEFINITION, "api.vtl.yaml": DEFINITION_CASES, "more.vtl.yaml": MORE_CASES}
MIXED = {**ALL, "pyproject.toml": CONFIGURATION, "test_half.py": PYTHON_TEST}
