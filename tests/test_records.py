"""Records behave as frozen dataclasses with slots do, also for `dataclasses` itself."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
import typing
from typing import Any

import pytest

from vtlharness.gateway.method_request import MethodRequest
from vtlharness.records import Record, field, replace
from vtlharness.source import Source


class Point(Record):
    """A point."""

    x: int
    y: int = 0
    names: dict[str, int] = field(default_factory=dict)
    note: str = field(default="", compare=False, repr=False)


class Named(Point, kw_only=True):
    """A point with a name."""

    name: str


class Checked(Record):
    """Checks itself."""

    size: int

    def __post_init__(self) -> None:
        if self.size < 0:
            raise ValueError(self.size)


class Open(Record, slots=False):
    """Has a `__dict__`."""

    a: int = 1


class Untouched(Record):
    """A record of which none is made before something else asks for its signature."""

    x: int
    y: int = 2


class Base(Record):
    """A record of which none is made."""

    x: int


class Inheriting(Base):
    """Has no fields of its own."""


class Silent(Base):
    """Has a constructor of its own, which the constructor of its base follows."""

    def __init__(self, x: int) -> None:
        super().__init__(x + 1)


@dataclasses.dataclass(frozen=True)
class Twin:
    """The same as `Point`, by dataclasses."""

    x: int
    y: int = 0
    names: dict[str, int] = dataclasses.field(default_factory=dict)
    note: str = dataclasses.field(default="", compare=False, repr=False)


@pytest.mark.parametrize(
    ("given", "named"), [((1,), {}), ((1, 2), {}), ((), {"y": 3, "x": 1}), ((1,), {"names": {"a": 1}, "note": "n"})]
)
def test_values_defaults_and_repr_are_those_of_a_dataclass(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    one, twin = Point(*given, **named), Twin(*given, **named)
    assert repr(one).removeprefix("Point") == repr(twin).removeprefix("Twin")
    assert (one.x, one.y, one.names, one.note) == (twin.x, twin.y, twin.names, twin.note)


@pytest.mark.parametrize(("given", "named"), [((), {}), ((1, 2, {}, "", 5), {}), ((1,), {"z": 1}), ((1,), {"x": 1})])
def test_wrong_arguments_are_refused_as_a_dataclass_does(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError) as ours:
        Point(*given, **named)
    with pytest.raises(TypeError) as theirs:
        Twin(*given, **named)
    assert str(ours.value) == str(theirs.value).replace("Twin", "Point")


def test_a_factory_makes_each_record_its_own_value() -> None:
    assert Point(1).names is not Point(1).names


def test_equality_and_hash_leave_out_what_is_not_compared() -> None:
    assert Point(1, note="a") == Point(1, note="b")
    assert Point(1) != Point(2)
    assert Point(1) != Twin(1)
    assert Point(1) != Named(1, name="a")
    assert hash(Checked(1)) == hash(Checked(1))
    with pytest.raises(TypeError):
        hash(Point(1))  # a field that cannot be hashed


def test_records_are_frozen() -> None:
    one = Point(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'x'"):
        one.x = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.other = 2  # type: ignore[attr-defined]
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'x'"):
        del one.x
    assert not hasattr(one, "__dict__")
    assert vars(Open(3)) == {"a": 3}


def test_a_subclass_has_the_fields_of_its_base() -> None:
    assert repr(Named(1, name="a")).endswith("Named(x=1, y=0, names={}, name='a')")
    with pytest.raises(TypeError):
        Named(1, 2, {}, "", "a")  # type: ignore[misc]


def test_a_check_runs_for_copies_too() -> None:
    with pytest.raises(ValueError, match="-1"):
        Checked(-1)
    with pytest.raises(ValueError, match="-1"):
        replace(Checked(1), size=-1)


@pytest.mark.parametrize("change", [replace, dataclasses.replace])
def test_a_changed_copy(change: Any) -> None:
    assert change(Point(1, 2, note="n"), x=5).note == "n"
    assert change(Point(1, 2), x=5) == Point(5, 2)
    assert change(Named(1, name="a"), name="b") == Named(1, name="b")
    with pytest.raises(TypeError):
        change(Point(1), z=1)


def test_dataclasses_and_inspect_know_records() -> None:
    assert dataclasses.is_dataclass(Point)
    assert [one.name for one in dataclasses.fields(Named(1, name="a"))] == ["x", "y", "names", "note", "name"]
    assert dataclasses.asdict(Point(1)) == {"x": 1, "y": 0, "names": {}, "note": ""}
    assert list(inspect.signature(Point).parameters) == list(inspect.signature(Twin).parameters)
    Point(1)
    assert typing.get_type_hints(Point.__init__) == typing.get_type_hints(Twin.__init__)
    assert Point.__init__.__module__ == __name__
    assert Point.__match_args__ == Twin.__match_args__


def test_copies_and_pickles() -> None:
    one = MethodRequest("POST", "/a", body="x")
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.deepcopy(one) == one


def test_a_plain_run_imports_no_dataclass_of_ours() -> None:
    """A definition of one costs 0.6 ms at each start."""
    code = (
        "import dataclasses, sys\n"
        "made = []\n"
        "was = dataclasses._process_class\n"
        "dataclasses._process_class = lambda cls, *a, **k: made.append(cls.__module__) or was(cls, *a, **k)\n"
        "import vtlharness.cases.running, vtlharness.running.files, vtlharness.cli.run.vtl_run\n"
        "import vtlharness.engines.native, vtlharness.cases.integration.running, vtlharness.cases.integration.loading\n"
        "print([name for name in made if name.startswith('vtlharness')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_dataclasses_asks_is_made_once() -> None:
    """`dataclasses.replace` asks for each copy: a run with hostile input makes thousands."""
    from vtlharness import MethodRequest

    fields: object = MethodRequest.__dataclass_fields__
    assert MethodRequest.__dataclass_fields__ is fields


def test_the_signature_of_a_class_without_records() -> None:
    assert str(inspect.signature(Untouched)) == "(x: 'int', y: 'int' = 2) -> None"
    assert [one.name for one in dataclasses.fields(Untouched(1))] == ["x", "y"]
    assert str(inspect.signature(Point)).endswith("names: 'dict[str, int]' = <factory>, note: 'str' = '') -> None")


def test_constructors_of_subclasses() -> None:
    assert Silent(1).x == 2
    assert Inheriting(3).x == 3
    assert Inheriting(3) != Base(3)


def test_copies_as_python_makes_them() -> None:
    """From 3.13 on, `copy.replace` calls this method."""
    changed = Point(1, 2, note="n").__replace__(y=5)
    assert (changed, changed.note) == (Point(1, 5), "n")


def test_sources_are_frozen_and_equal_by_text_and_name() -> None:
    class Own(Source):
        """A source of another kind."""

    one = Source("a", "b")
    assert (one == Source("a", "b"), hash(one) == hash(Source("a", "b"))) == (True, True)
    for other in (Source("a", "c"), Source("x", "b"), Own("a", "b"), "a", None):
        assert one != other
    with pytest.raises(AttributeError, match="cannot assign to field 'text'"):
        one.text = "x"
    with pytest.raises(AttributeError, match="cannot delete field 'name'"):
        del one.name
    assert repr(one) == "Source(text='a', name='b')"
