"""Definition files for the tests of this folder, written where the test runs."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from vtlharness.definitions import load_definition
from vtlharness.errors import DefinitionError
from vtlharness.gateway.model import Method, RestApi


def write(name: str, text: str) -> Path:
    """A file with the text, its common indentation taken away."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


def loaded(text: str, name: str = "api.yaml", **options: object) -> RestApi:
    """The API of a text."""
    return load_definition(write(name, text), **options)  # type: ignore[arg-type]


def only_method(text: str, **options: object) -> Method:
    """The only method of a text's API."""
    (method,) = loaded(text, **options).methods  # type: ignore[arg-type]
    return method


def operation(text: str, more: str = "") -> str:
    """An OpenAPI file with one operation, GET /orders, that says `text`, and with `more` behind."""
    inside = "".join(f"      {line}\n" for line in dedent(text).strip("\n").split("\n"))
    return f"openapi: 3.0.3\npaths:\n  /orders:\n    get:\n{inside}{dedent(more)}"


def integration(text: str) -> str:
    """An OpenAPI file whose one integration says `text`."""
    inside = "".join(f"  {line}\n" for line in dedent(text).strip("\n").split("\n"))
    return operation(f"x-amazon-apigateway-integration:\n{inside}")


def message(text: str, name: str = "api.yaml", **options: object) -> str:
    """The message about a text that is not a definition."""
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_definition(path, **options)  # type: ignore[arg-type]
    return str(caught.value)


def shown(line: int, column: int, sentence: str, excerpt: str, carets: int, hint: str | None = None) -> str:
    """The whole message at a place of api.yaml."""
    gutter = f"{line} | "
    cut = max(0, column - 81)  # a long line is cut around the caret
    caret = " " * (len(gutter) + column - 1 - cut) + "^" * carets
    lines = [f"api.yaml:{line}:{column}: {sentence}", gutter + excerpt[cut:], caret]
    return "\n".join([*lines, *([f"hint: {hint}"] if hint else [])])


def told(marked: str, sentence: str, hint: str | None = None) -> tuple[str, str]:
    """A text, and the whole message about it, whose carets stand under what `^` and `^` enclose in the marked text."""
    before, under, after = marked.split("^")
    text = before + under + after
    line = before.count("\n")
    column = len(before) - before.rfind("\n")
    return text, shown(line + 1, column, sentence, text.split("\n")[line], len(under), hint)


def only_finding(marked: str, **options: str) -> tuple[str, str, str | None]:
    """The rule, sentence and hint of a text's only finding, which stands at the place between `^` and `^`."""
    before, under, after = marked.split("^")
    (finding,) = loaded(before + under + after, **options).findings
    assert (finding.line, finding.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
    return finding.rule, finding.message, finding.hint
