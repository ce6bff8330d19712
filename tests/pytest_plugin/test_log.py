"""The logs of failing cases in pytest's report."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

CASES = """\
integration: {type: HTTP_PROXY, httpMethod: ANY, uri: 'https://example.com/a'}
defaults: {methodRequest: {path: /a}, accessLogFormat: $context.status $context.path}
cases:
- name: passes
- name: fails
  expect: {response: {statusCode: 404}}
"""


@pytest.mark.parametrize(
    ("arguments", "console", "cloudwatch", "access"),
    [
        ((), 1, 0, 1),
        (("--vtl-log=console",), 1, 0, 0),
        (("--vtl-log=cloudwatch",), 0, 1, 0),
        (("--vtl-log", "access"), 0, 0, 1),
    ],
)
def test_sections(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    plugin_installed: None,
    arguments: tuple[str, ...],
    console: int,
    cloudwatch: int,
    access: int,
) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:cacheprovider -p no:hypothesispytest -p no:benchmark")
    (pytester.path / "a.vtl.yaml").write_text(CASES)
    result = pytester.runpytest_subprocess(*arguments, timeout=60)
    result.assert_outcomes(passed=1, failed=1)
    text = result.stdout.str()
    assert text.count("Execution log for request") == console
    assert text.count("Extended Request Id") == cloudwatch
    assert text.count("Captured execution log call") == console + cloudwatch
    assert text.count("Captured access log call") == text.count("\n200 /test/a\n") == access
