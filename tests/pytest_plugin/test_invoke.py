"""`vtl.invoke`: a call through a definition; and tracebacks that show the test's line and the message."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.pytest_plugin.test_pytest_plugin import mode, run, write

__all__ = ["mode", "run"]

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.usefixtures("plugin_installed")

Run = Callable[..., pytest.RunResult]

API = """\
openapi: 3.0.1
info: {title: a, version: "1"}
paths:
  /orders/{id}:
    post:
      parameters: [{name: q, in: query, schema: {type: string}}]
      responses: {"200": {description: a}, "404": {description: b}}
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: https://${stageVariables.host}/x
        requestParameters: {integration.request.querystring.q: method.request.querystring.q}
        requestTemplates:
          application/json: |
            {"id": $input.params('id'), "body": $input.json('$'), "user": "$context.identity.user",
             "stage": "$context.stage"}
        responses:
          default: {statusCode: "200", responseTemplates: {application/json: '{"sum": $input.json("$.n")}'}}
          "404": {statusCode: "404"}
"""
BROKEN = API.replace("$input.json('$')", "$input.json('$'")
FAILING = API.replace("$input.json('$')", "$input.json('$[')")
HEAD = "import json\nimport pytest\nimport vtlharness\nfrom vtlharness import BackendReply\n"


def test_a_call(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    test = """
def test_all(vtl):
    made = vtl.invoke("openapi.yaml", "POST", "/orders/7?q=a&q=b", body={"x": [1]}, headers={"X-A": "1"},
                      backend=BackendReply(200, {}, '{"n": 12}'), stage="prod", stage_variables={"host": "a.example"},
                      context={"identity": {"user": "u"}})
    sent = made.integration_request
    assert json.loads(sent.body_text) == {"id": 7, "body": {"x": [1]}, "user": "u", "stage": "prod"}
    assert "a.example" in sent.uri and sent.query_string == {"q": ["b"]}  # the last one counts
    assert made.response.status == 200 and json.loads(made.response.body_text) == {"sum": 12}


@pytest.mark.parametrize("given, sent", [({"q": "c"}, "c"), ({"q": ["d", "e"]}, "e"), ({"r": "d"}, "a"), ({}, "a")])
def test_query_string(vtl, given, sent):
    made = vtl.invoke("openapi.yaml", "POST", "/orders/7?q=a", query_string=given, backend=BackendReply(200, {}, "{}"),
                      stage_variables={"host": "a.example"})
    assert made.integration_request.query_string == {"q": [sent]}


def test_backend_that_answers(vtl):
    called = []

    def backend(*given):
        called.append(given)
        return BackendReply(404)

    made = vtl.invoke("start.yaml", "POST", "/orders/7", backend=backend, stage_variables={"host": "a.example"})
    assert made.response.status == 404 and len(called) == 1


def test_the_gateway_answers(vtl):
    assert vtl.invoke("openapi.yaml", "GET", "/nowhere").gateway_response == "MISSING_AUTHENTICATION_TOKEN"
"""
    write(pytester, {"t/test_a.py": HEAD + test, "t/openapi.yaml": API, "start.yaml": API})
    run(*mode).assert_outcomes(passed=7)


def test_findings_and_strictness(pytester: pytest.Pytester, run: Run) -> None:
    api = API.replace('"stage":', '#if($missing)"m": 1,#end "stage":')
    test = "def test_a(vtl):\n    vtl.invoke('a.yaml', 'POST', '/orders/7', stage_variables={'host': 'a.example'})\n"
    write(pytester, {"test_a.py": test, "a.yaml": api})
    result = run()
    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(["*VtlTemplateWarning: *VTL201*"])
    strict = run("--vtl-strict")
    strict.assert_outcomes(failed=1)
    strict.stdout.fnmatch_lines([">   *vtl.invoke('a.yaml'*", "E * strict: the call has findings"])
    assert "fixture.py" not in strict.stdout.str()


def test_limits(pytester: pytest.Pytester, run: Run) -> None:
    api = API.replace('"stage":', '#foreach($i in [1..1000])#foreach($j in [1..1000])x#end#end "stage":')
    test = "def test_a(vtl):\n    vtl.invoke('a.yaml', 'POST', '/orders/7', stage_variables={'host': 'a.example'})\n"
    write(pytester, {"test_a.py": test, "a.yaml": api})
    result = run("--vtl-limit", "rounds=100")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E *LimitError: *"])


WRONG = {
    "no file": ("'missing.yaml', 'GET', '/'", "*missing.yaml*"),
    "no definition": ("'a.vtl', 'GET', '/'", "*a.vtl*"),
    "a parameter": ("'a.yaml', 'GET', '/', parameters={'Nix': 'x'}", "*Nix*"),
    "a syntax error": ("'broken.yaml', 'POST', '/orders/7'", "*VtlSyntaxError*"),
    "lower case": ("'a.yaml', 'get', '/'", "*write 'GET'*"),
    "a body": ("'a.yaml', 'POST', '/orders/7', body=object()", "*TypeError*"),
    "a word": ("'a.yaml', 'POST', '/orders/7', bdy=1", "*TypeError*bdy*"),
    "a backend": ("'a.yaml', 'POST', '/orders/7', backend=7", "*TypeError*backend*"),
    "its path": ("7, 'POST', '/orders/7'", "*TypeError*"),
    "a path": ("'a.yaml', 'POST', 7", "*TypeError*"),
    "a method": ("'a.yaml', None, '/'", "*TypeError*"),
    "headers": ("'a.yaml', 'POST', '/orders/7', headers=['a']", "*TypeError: * must be *"),
    "query": ("'a.yaml', 'POST', '/orders/7', query_string='a=1'", "*TypeError: * must be *"),
    "context": ("'a.yaml', 'POST', '/orders/7', context='a=1'", "*TypeError: * must be *"),
    "variables": ("'a.yaml', 'POST', '/orders/7', stage_variables=[1]", "*TypeError: * must be *"),
    "parameters": ("'a.yaml', 'POST', '/orders/7', parameters=[1]", "*TypeError: * must be *"),
}


@pytest.mark.parametrize("style", ["auto", "long", "short", "line", "native", "no"])
def test_tracebacks(pytester: pytest.Pytester, run: Run, style: str) -> None:
    tests = [
        f"def test_{name.replace(' ', '_')}(vtl):\n    vtl.invoke({arguments})\n"
        for name, (arguments, _) in WRONG.items()
    ]
    tests += [
        "def test_text(vtl):\n    vtl.render_request(text='#if($a')\n",
        "def test_fails(vtl):\n    vtl.render_response(text='#foreach($i in 1..)x#end')\n",
        "def test_nothing(vtl):\n    vtl.render_request()\n",
        "def test_both(vtl):\n    vtl.render_request('a.vtl', text='a')\n",
        "def test_no_template(vtl):\n    vtl.render_request('missing.vtl')\n",
        "def fails(*given):\n    raise RuntimeError('my own')\n\n"
        "def test_backend(vtl):\n    vtl.invoke('a.yaml', 'POST', '/orders/7', backend=fails,"
        " stage_variables={'host': 'a.example'})\n",
    ]
    write(pytester, {"test_a.py": HEAD + "\n\n".join(tests), "a.yaml": API, "broken.yaml": BROKEN, "a.vtl": "a"})
    result = run(f"--tb={style}")
    text = result.stdout.str()
    result.assert_outcomes(failed=len(tests))
    assert "internal error" not in text
    most = len(tests) if style == "native" else 0  # only the frame that pytest can't leave out
    assert text.count("tracebacks.py") <= most, text
    for name in ("fixture.py", "calls.py", "invocation.py", "deadline.py", "errors.py", "loading.py"):
        assert f"{name}:" not in text
        assert f'{name}"' not in text
    if style in ("auto", "long", "short"):
        for arguments, message in WRONG.values():
            assert f"vtl.invoke({arguments})" in text
            result.stdout.fnmatch_lines([f"E  {message}"])
        assert "raise RuntimeError('my own')" in text
