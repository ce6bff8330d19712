"""Frozen records that cost a run nothing until it makes one: dataclasses without `dataclasses`.

Comes in: the fields of a class, written as for a frozen dataclass with slots. Goes out: a class with the same
constructor, comparison, `repr` and pickles, which `dataclasses.replace` and `fields` know as a dataclass. A dataclass
writes and compiles its methods where the class is defined, which takes 0.6 ms for each; a run meets fifty such classes
and makes records of a few of them. All records share their methods but the constructor, which is written at the first
use of a class.
"""

from __future__ import annotations

import sys
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from dataclasses import Field
    from inspect import Signature

    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: object) -> Callable[[type], type]:
        """What a type checker reads."""
        return lambda kind: kind


_R = TypeVar("_R")


class _Missing:
    """Stands for a value that was not given; a signature shows it as `dataclasses` does."""

    def __repr__(self) -> str:
        return "<factory>"


_MISSING: Any = _Missing()


class _Field:
    """One field: its default or what makes it, and where it counts."""

    __slots__ = ("annotation", "compare", "default", "default_factory", "kw_only", "repr")

    def __init__(self, default: Any, default_factory: Callable[[], Any] | None, *, repr: bool, compare: bool) -> None:
        self.annotation = ""
        self.default = default
        self.default_factory = default_factory
        self.repr = repr
        self.compare = compare
        self.kw_only = False


def field(
    *,
    default: Any = _MISSING,
    default_factory: Callable[[], Any] | None = None,
    repr: bool = True,
    compare: bool = True,
) -> Any:
    """A field, as `dataclasses.field` describes it."""
    return _Field(default, default_factory, repr=repr, compare=compare)


def replace(record: _R, /, **changes: Any) -> _R:
    """A copy of a record with other values for some fields. Raises TypeError for a field that it does not have."""
    kind: Any = type(record)
    names = kind._replaced
    if names is not kind.__match_args__:
        values = dict(zip(names, kind._values(record), strict=True))
        values.update(changes)
        return kind(**values)  # type: ignore[no-any-return]
    listed = [*kind._values(record)]
    for name, value in changes.items():
        if name not in names:
            return kind(*listed, **{name: value})  # type: ignore[no-any-return]  # raises TypeError
        listed[names.index(name)] = value
    return kind(*listed)  # type: ignore[no-any-return]


class _DataclassFields:
    """What `dataclasses` asks of a class, made when it first asks: `dataclasses.replace` asks for each copy."""

    def __init__(self) -> None:
        self._made: dict[RecordType, dict[str, Field[Any]]] = {}

    def __get__(self, _: object, kind: RecordType) -> dict[str, Field[Any]]:
        made = self._made.get(kind)
        if made is None:
            made = self._made[kind] = self._make(kind)
        return made

    def _make(self, kind: RecordType) -> dict[str, Field[Any]]:
        import dataclasses

        described = []
        for name, one in kind._record_fields.items():
            options: dict[str, Any] = {"repr": one.repr, "compare": one.compare}
            if one.default_factory is not None:
                options["default_factory"] = one.default_factory
            elif one.default is not _MISSING:
                options["default"] = one.default
            described.append((name, one.annotation, dataclasses.field(**options, kw_only=one.kw_only)))
        twin: Any = dataclasses.make_dataclass(kind.__name__, described)
        return twin.__dataclass_fields__  # type: ignore[no-any-return]


class _RecordSignature:
    """The signature of a class, for `inspect` and what is built on it."""

    def __get__(self, _: object, kind: RecordType) -> Signature:
        from inspect import Signature, signature

        described: Any = kind
        if described.__init__ is _first_init:
            _write_init(kind)
        own = signature(described.__init__)
        return Signature(list(own.parameters.values())[1:], return_annotation=None)


class RecordType(type):
    """The type of classes of records."""

    _record_fields: dict[str, _Field]
    _replaced: tuple[str, ...]
    _values: Callable[[Any], tuple[Any, ...]]
    _compared: Callable[[Any], tuple[Any, ...]]

    def __new__(
        mcs, name: str, bases: tuple[type, ...], body: dict[str, Any], *, kw_only: bool = False, slots: bool = True
    ) -> RecordType:
        """Makes a class from its annotations; with `slots=False` its instances have a `__dict__`."""
        fields: dict[str, _Field] = {}
        for base in reversed(bases):
            fields.update(getattr(base, "_record_fields", ()))
        own = []
        for key, annotation in body.get("__annotations__", {}).items():
            default = body.pop(key, _MISSING)
            one = default if type(default) is _Field else _Field(default, None, repr=True, compare=True)
            one.annotation, one.kw_only = annotation, kw_only
            fields[key] = one
            own.append(key)
        if slots:
            body["__slots__"] = tuple(own)
        body["_record_fields"] = fields
        names = body["_replaced"] = tuple(fields)
        positional = tuple([key for key in names if not fields[key].kw_only])
        body["__match_args__"] = names if positional == names else positional
        body["_values"] = _getter(body["_replaced"])
        compared = [key for key, one in fields.items() if one.compare]
        body["_compared"] = _getter(compared)
        body.setdefault("__init__", _first_init)
        return super().__new__(mcs, name, bases, body)

    def __init__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any], **_: bool) -> None:
        """The keywords of a class are for `__new__`."""
        super().__init__(name, bases, body)


def _getter(names: Sequence[str]) -> Any:
    """The function that gives the values of these fields."""
    get = attrgetter(*names) if names else None
    if get is not None and len(names) > 1:
        return staticmethod(get)
    return staticmethod(lambda record: () if get is None else (get(record),))


def _first_init(self: Any, *args: Any, **values: Any) -> None:
    """The constructor of a class of which no record was made yet."""
    kind: Any
    for kind in type(self).__mro__:
        if kind.__dict__.get("__init__") is _first_init:
            _write_init(kind)
            kind.__init__(self, *args, **values)
            return


def _write_init(kind: Any) -> None:
    """Writes the constructor of a class; as in a dataclass, it sets the fields in their order."""
    names: dict[str, Any] = {"_M": _MISSING}
    positional: list[str] = []
    by_name: list[str] = []
    lines: list[str] = []
    for key, one in kind._record_fields.items():
        names[f"_s_{key}"] = _setter(kind, key)
        value = parameter = key
        if one.default_factory is not None:
            names[f"_f_{key}"] = one.default_factory
            parameter, value = f"{key}=_M", f"_f_{key}() if {key} is _M else {key}"
        elif one.default is not _MISSING:
            names[f"_d_{key}"] = one.default
            parameter = f"{key}=_d_{key}"
        (by_name if one.kw_only else positional).append(parameter)
        lines.append(f"  _s_{key}(self, {value})")
    if hasattr(kind, "__post_init__"):
        lines.append("  self.__post_init__()")
    parameters = ", ".join(["self", *positional, *(["*", *by_name] if by_name else [])])
    text = [
        f"def made({', '.join(names)}):",
        f" def __init__({parameters}):",
        *(lines or ["  pass"]),
        " return __init__",
    ]
    local: dict[str, Any] = {}
    exec("\n".join(text), vars(sys.modules[kind.__module__]), local)  # the constructor belongs to the class's module
    init = local["made"](**names)
    init.__qualname__ = f"{kind.__qualname__}.__init__"
    init.__annotations__ = {key: one.annotation for key, one in kind._record_fields.items()}
    init.__annotations__["return"] = None
    kind.__init__ = init


def _setter(kind: type, key: str) -> Callable[[Any, Any], None]:
    """What sets a field of a new record."""
    descriptor = getattr(kind, key, None)
    setter = getattr(descriptor, "__set__", None)
    if setter is not None:
        return setter  # type: ignore[no-any-return]
    return lambda record, value: object.__setattr__(record, key, value)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record(metaclass=RecordType):
    """The base of frozen records. A class that derives from it declares fields as a dataclass does."""

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
        _record_fields: ClassVar[dict[str, _Field]]
    else:  # without annotations, which would count as those of each class
        __dataclass_fields__ = _DataclassFields()
        __signature__ = _RecordSignature()

    def __eq__(self, other: object) -> bool:
        """As for a dataclass: of the same class, with equal fields."""
        kind = self.__class__
        if other.__class__ is not kind:
            return NotImplemented
        compared = kind._compared
        return compared(self) == compared(other)

    def __hash__(self) -> int:
        compared = self.__class__._compared(self)
        return hash(compared)

    def __repr__(self) -> str:
        shown = [f"{key}={getattr(self, key)!r}" for key, one in self._record_fields.items() if one.repr]
        return f"{self.__class__.__qualname__}({', '.join(shown)})"

    def __setattr__(self, name: str, value: object) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __getstate__(self) -> list[Any]:
        return [getattr(self, key) for key in self._record_fields]

    def __setstate__(self, state: list[Any]) -> None:
        for key, value in zip(self._record_fields, state, strict=True):
            object.__setattr__(self, key, value)

    def __replace__(self: _R, /, **changes: Any) -> _R:
        return replace(self, **changes)
