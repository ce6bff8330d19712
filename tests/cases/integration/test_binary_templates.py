"""A failing case of a template on a binary body says what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.cases.integration.gateway_answer import gateway_answer
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.running import run_case
from vtlharness.engines import load_engine

CASES = """\
api: openapi.yaml
cases:
- name: a
  methodRequest: {httpMethod: POST, path: /pictures%s}
  backend: {body: {base64: /w==}, headers: {Content-Type: image/png}}
  expect: {response: {statusCode: 200}}
"""
API = """\
openapi: 3.0.1
x-amazon-apigateway-binary-media-types: [image/png]
paths:
  /pictures:
    post:
      responses: {"200": {description: stored}}
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: https://example.com/pictures
        requestTemplates: {image/png: $input.body}
        responses: {default: {statusCode: "200", responseTemplates: {image/png: $input.body}}}
"""


@pytest.mark.parametrize(
    ("headers", "where"),
    [
        (", headers: {Content-Type: image/png}", "request"),
        (", headers: {Content-Type: image/jpeg, Accept: image/png}", "response"),
    ],
)
def test_the_hint(headers: str, where: str, tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(API, encoding="utf-8")
    file = tmp_path / "pictures.vtl.yaml"
    file.write_text(CASES % headers, encoding="utf-8")
    (case,) = load_case_file(file).cases
    result = run_case(case, load_engine("native"))
    assert isinstance(case, IntegrationCase)
    assert result.invocation is not None
    answer = gateway_answer(case, result.invocation, with_error=True)
    assert answer is not None
    assert answer.reason == f"Execution failed due to configuration error: Unable to transform {where}"
    part = "integration" if where == "request" else "integration response"
    assert answer.hints == (
        "a template needs text, and binaryMediaTypes of the API make this body binary: write "
        f"`contentHandling: CONVERT_TO_TEXT` into the {part}",
    )
