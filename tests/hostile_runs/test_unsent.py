"""Which parameters a case's templates read and the case does not send."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.cases.loading import load_case_file
from vtlharness.hostile.unsent import unsent_parameters


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("$input.params('q')", []),
        ("$input.params('id')", []),
        ("$input.params('X-Tenant')", []),
        ("$input.params('r')", [("querystring", "r")]),
        ("$input.params('r')$input.params('r')", [("querystring", "r")]),
        ("$input.params().header.get('x-tenant')", []),  # another casing is the same header
        ("$input.params().header.Other", [("header", "Other")]),
        ("$input.params().header['Host']", [("header", "Host")]),
        ("$input.params().header.get('Content-Length')", []),  # it never reaches a template
        ("$input.params().querystring.Q", [("querystring", "Q")]),
        ("$input.params().querystring.q", []),
        ("$input.params().path.get('id')", []),
        ("$input.params().path.get('ID')", [("path", "ID")]),
        ("$input.params('r')$input.params().header.r", [("header", "r")]),
        ("$input.params($r)$input.params().header.size()", []),
        ("$input.path('$.params')", []),
    ],
)
def test_what_a_template_reads_and_a_case_does_not_send(
    template: str, found: list[tuple[str, str]], tmp_path: Path
) -> None:
    (tmp_path / "t.vtl").write_text(template, encoding="utf-8")
    file = tmp_path / "t.vtl.yaml"
    file.write_text(
        "template: t.vtl\ncases:\n- name: a\n  methodRequest:\n    headers: {X-Tenant: t}\n"
        "    queryStringParameters: {q: a}\n    pathParameters: {id: '7'}\n  expect: {output: ''}\n",
        encoding="utf-8",
    )
    (case,) = load_case_file(file).cases
    assert list(unsent_parameters(case)) == found
