"""The public API is whole: each type that a public name takes or gives is public, listed, loaded late, on the page."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
import typing
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import vtlharness

PAGE = Path(__file__).resolve().parents[1] / "docs" / "api.md"


def _classes(annotation: object) -> Iterator[type]:
    """The classes of this package in an annotation, aliases expanded."""
    if isinstance(annotation, (list, tuple)):
        for part in annotation:
            yield from _classes(part)
        return
    for part in (typing.get_origin(annotation), *typing.get_args(annotation)):
        yield from _classes(part) if part is not None else ()
    if isinstance(annotation, type) and annotation.__module__.startswith("vtlharness"):
        yield annotation


def _names_of_module(module: str) -> dict[str, object]:
    """The names that a module's annotations may use, those included that only type checkers import."""
    loaded = import_module(module)
    names = dict(vars(loaded))
    for node in ast.walk(ast.parse(Path(str(loaded.__file__)).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            source = import_module(node.module)
            names.update({alias.asname or alias.name: getattr(source, alias.name, None) for alias in node.names})
    return names


def _hints(owner: Any) -> dict[str, object]:
    return typing.get_type_hints(owner, globalns=_names_of_module(owner.__module__))


def _functions(value: Any) -> Iterator[Callable[..., object]]:
    """A function itself; of a class its constructor, its public methods and properties, and those of its parents."""
    if inspect.isfunction(value):
        yield value
    if isinstance(value, type):
        members: dict[str, Any] = {}
        for parent in reversed(value.__mro__):
            if parent.__module__.startswith("vtlharness"):
                members |= vars(parent)
        for name, member in members.items():
            if name.startswith("_") and name not in ("__init__", "__call__"):
                continue
            if isinstance(member, property):
                assert member.fget is not None
                yield member.fget
            elif isinstance(member, cached_property):
                yield member.func
            elif isinstance(member, (classmethod, staticmethod)):
                yield member.__func__
            elif inspect.isfunction(member):
                yield member


@pytest.mark.parametrize("name", vtlharness.__all__)
def test_types_of_a_public_name_are_public(name: str) -> None:
    value = getattr(vtlharness, name)
    found = [cls for function in _functions(value) for hint in _hints(function).values() for cls in _classes(hint)]
    if isinstance(value, type):
        fields = _hints(value).items()
        found += [cls for field, hint in fields if not field.startswith("_") for cls in _classes(hint)]
    assert sorted({cls.__qualname__ for cls in found} - set(vtlharness.__all__)) == []


def test_the_walk_sees_methods_of_parents_of_protocols_and_cached_properties() -> None:
    public = [getattr(vtlharness, name) for name in vtlharness.__all__]
    names = {function.__qualname__ for value in public for function in _functions(value)}
    assert names >= {"Template.render", "MappingTemplate.__init__", "Backend.__call__", "Source.line_starts"}
    assert "Template.__init__" not in names  # MappingTemplate has its own


def test_type_checkers_see_what_a_program_gets() -> None:
    seen = _names_of_module("vtlharness")
    assert [name for name in vtlharness.__all__ if seen[name] is not getattr(vtlharness, name)] == []


def _is_alias(name: str) -> bool:
    return typing.get_origin(getattr(vtlharness, name)) is not None


@pytest.mark.parametrize("name", [name for name in vtlharness.__all__ if not _is_alias(name)])
def test_public_names_have_docstrings(name: str) -> None:
    """Aliases, which cannot have one, are on the page."""
    assert inspect.getdoc(getattr(vtlharness, name))


def test_every_public_name_is_listed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import vtlharness; print(*dir(vtlharness))"], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == {*vtlharness.__all__, "__version__"}


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys, vtlharness; print(*(name for name in sys.modules if name.startswith('vtlharness')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["vtlharness"]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'vtlharness' has no attribute 'nothing'"):
        _ = vtlharness.nothing


def test_the_page_names_every_public_name() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in vtlharness.__all__ if f"`{name}" not in text] == []
