"""The options of the plugin: what they are called, what they give, and which do not go together.

After a change of an option, `python -m tests.pytest_plugin.test_options` writes `options.txt` anew: read it.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.options import SessionOptions
from vtlharness.pytest_plugin.arguments import body_text, check_arguments
from vtlharness.pytest_plugin.hooks import may_be_subject, pytest_addoption
from vtlharness.pytest_plugin.mutation import MutationPlan, mutation_plan

_HELP = Path(__file__).parent / "options.txt"


class _Parser:
    """The group of options that the plugin asks pytest for."""

    def __init__(self) -> None:
        self._parser = argparse.ArgumentParser(
            "pytest", add_help=False, formatter_class=lambda prog: argparse.HelpFormatter(prog, width=100)
        )
        self._title = ""

    def getgroup(self, name: str, description: str) -> _Parser:
        self._title = f"{name}: {description}"
        return self

    def addoption(self, *names: str, **settings: Any) -> None:
        self._parser.add_argument(*names, **settings)

    def help(self) -> str:
        """The options in order, each with its text."""
        text = self._parser.format_help()
        return f"{self._title}\n{text[text.index('  --vtl') :]}"

    def given(self, *arguments: str) -> dict[str, Any]:
        """What the arguments change."""
        plain, found = (vars(self._parser.parse_args(one)) for one in ([], [*arguments]))
        return {name: value for name, value in found.items() if plain[name] != value}


@pytest.fixture
def parser() -> _Parser:
    return _made()


def _made() -> _Parser:
    made = _Parser()
    pytest_addoption(cast(Any, made))
    return made


def test_the_help_of_the_options(parser: _Parser) -> None:
    assert parser.help() == _HELP.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        ("--vtl-update", {"vtl_update": True}),
        ("--vtl-engine airspeed", {"vtl_engine": "airspeed"}),
        ("--vtl-cache", {"vtl_cache": True}),
        ("--vtl-no-cache", {"vtl_cache": False}),
        ("--vtl-cache-dir d", {"vtl_cache_dir": "d"}),
        ("--vtl-allow-outside a --vtl-allow-outside b", {"vtl_allow_outside": ["a", "b"]}),
        ("--vtl-limit rounds=1 --vtl-limit items=2", {"vtl_limit": ["rounds=1", "items=2"]}),
        ("--vtl-strict", {"vtl_strict": ["all"]}),
        ("--vtl-strict=VTL1 --vtl-strict=API401", {"vtl_strict": ["VTL1", "API401"]}),
        ("--vtl-no-strict", {"vtl_strict": []}),
        ("--vtl-hostile", {"vtl_hostile": True}),
        ("--vtl-no-hostile", {"vtl_hostile": False}),
        ("--vtl-live", {"vtl_live": True}),
        ("--vtl-backends b", {"vtl_backends": "b"}),
        ("--vtl-allow-aws", {"vtl_allow_aws": True}),
        ("--vtl-assume-role r", {"vtl_assume_role": "r"}),
        ("--vtl-record", {"vtl_record": True}),
        ("--vtl-log access", {"vtl_log": "access"}),
        ("--vtl-report json=a --vtl-report html=b", {"vtl_report": ["json=a", "html=b"]}),
        ("--vtl-mutate", {"vtl_mutate": True}),
        ("--vtl-mutate-since main", {"vtl_mutate_since": "main"}),
        ("--vtl-mutate-seconds 2.5", {"vtl_mutate_seconds": 2.5}),
    ],
)
def test_what_an_option_gives(parser: _Parser, arguments: str, given: dict[str, Any]) -> None:
    assert parser.given(*arguments.split()) == given


_EXCLUDED = {
    "--vtl-mutate and --vtl-update exclude each other.": {"vtl_mutate": True, "update": True},
    "--vtl-mutate and --vtl-record exclude each other.": {"vtl_mutate": True, "record": True},
    "--vtl-mutate and --collect-only exclude each other.": {"vtl_mutate": True, "collectonly": True},
    "--vtl-mutate-seconds is for --vtl-mutate: without it, nothing is changed.": {"vtl_mutate_seconds": 5.0},
    "--vtl-mutate-seconds expects a number above 0, found 0.": {"vtl_mutate": True, "vtl_mutate_seconds": 0.0},
    "--vtl-mutate-seconds expects a number above 0, found -1.5.": {"vtl_mutate_seconds": -1.5},
    "--vtl-mutate-seconds expects a number above 0, found nan.": {"vtl_mutate_seconds": float("nan")},
    "--vtl-mutate-since expects a revision of git, such as main or HEAD~1.": {"vtl_mutate_since": ""},
    "--vtl-mutate changes templates for the native engine: leave out --vtl-engine.": {
        "vtl_mutate": True,
        "engine": "airspeed",
    },
}


def _plan(**given: Any) -> MutationPlan | None:
    """The plan for what is given, as `pytest_configure` asks for it."""
    config = SimpleNamespace(getoption=given.get, option=SimpleNamespace(collectonly=given.get("collectonly", False)))
    options = {name: value for name, value in given.items() if name in ("engine", "record", "update")}
    mutates = bool(given.get("vtl_mutate") or given.get("vtl_mutate_since"))
    return mutation_plan(
        cast(Any, config), cast(Any, SimpleNamespace(given=SessionOptions(**options), mutates=mutates))
    )


@pytest.mark.parametrize("message", _EXCLUDED)
def test_options_that_do_not_go_together(message: str) -> None:
    with pytest.raises(pytest.UsageError) as problem:
        _plan(**_EXCLUDED[message])
    assert str(problem.value) == message


@pytest.mark.parametrize(
    ("given", "plan"),
    [
        ({}, None),
        ({"update": True, "engine": "airspeed"}, None),
        ({"vtl_mutate": True}, (60, "")),
        ({"vtl_mutate": True, "vtl_mutate_seconds": 0.5}, (0.5, "")),
        ({"vtl_mutate_since": "main"}, (60, "main")),
    ],
)
def test_what_the_options_plan(given: dict[str, Any], plan: tuple[float, str] | None) -> None:
    assert _plan(**given) == plan


_TEXTS = ("http_method", "path", "resource_path", "text", "stage", "api")
_MAPPINGS = ("path_parameters", "query_string", "headers", "context", "stage_variables", "parameters")
_PATHS = ("template", "definition")


@pytest.mark.parametrize(
    ("names", "kind", "right"),
    [
        (_TEXTS, "text", "a"),
        (_MAPPINGS, "a mapping", {}),
        (_PATHS, "the path of a file", "a"),
        (_PATHS, "the path of a file", Path("a")),
        (("backend",), "a BackendReply or a function", BackendReply(200, {}, "")),
        (("backend",), "a BackendReply or a function", len),
    ],
)
def test_what_an_argument_of_the_fixture_is(names: tuple[str, ...], kind: str, right: object) -> None:
    for name in names:
        check_arguments(**{name: right})
        with pytest.raises(TypeError) as problem:
            check_arguments(**{name: 3})
        assert str(problem.value) == f"{name} must be {kind}, but this is int"
        if name not in ("http_method", "path", "definition"):
            check_arguments(**{name: None})
            continue
        with pytest.raises(TypeError) as problem:
            check_arguments(**{name: None})
        assert str(problem.value) == f"{name} must be {kind}, but this is NoneType"


def test_a_body_is_text_or_json() -> None:
    assert [body_text(body) for body in (None, "a", {"a": [1]}, 5)] == [None, "a", '{"a":[1]}', "5"]
    with pytest.raises(TypeError, match=r"\Athe body can't be sent as JSON: ."):
        body_text({"a": object()})


@pytest.mark.parametrize(
    ("name", "may_be"),
    [
        ("put.vtl", True),
        ("put.vtl::one", True),
        ("api.yaml", True),
        ("put.vtl.yaml", False),
        ("put.vtl.yml", False),
        ("put.vtl.json", False),
        ("test_a.py", False),
        ("a.pyi", False),
        ("a.pyc", False),
        ("a.txt", False),
        ("a.rst", False),
        ("a.md", False),
        ("a.ipynb", False),
        ("put", False),
        (".hidden", False),
    ],
)
def test_files_that_stand_for_their_cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, may_be: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    assert not may_be_subject(name)
    Path(name.partition("::")[0]).write_text("", "utf-8")
    assert may_be_subject(name) is may_be
    Path("folder.d").mkdir()
    assert not may_be_subject("folder.d")


if __name__ == "__main__":
    _HELP.write_text(_made().help(), "utf-8")
