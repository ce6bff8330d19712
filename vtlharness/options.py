"""The options that `vtl-run`, pytest and `run_cases` share, each declared once.

Comes in: nothing. Goes out: `SessionOptions`, the values, and `SHARED_OPTIONS`, what each is for and may be. Of one row
`vtl-run` makes `--engine`, pytest `--vtl-engine`. pytest loads this module in every project: it imports little.
"""

from __future__ import annotations

from typing import NamedTuple

ENGINE_NAMES = ("native", "airspeed")


class SessionOptions(NamedTuple):
    """What a run of cases is told, whoever starts it. A new option is one more field and one more row below it.

    A flag that is on unless told otherwise has a negative: `--no-cache`, `--vtl-no-cache`.
    """

    update: bool = False
    engine: str = "native"
    cache: bool = True


_HELP: dict[str, tuple[str, tuple[str, ...]]] = {
    "update": ("rewrite the expected values of failing cases", ()),
    "engine": ("the engine that renders the templates", ENGINE_NAMES),
    "cache": ("keep compiled templates and the data of case files on disk", ()),
}


class SharedOption:
    """One of the options: its name and default as in `SessionOptions`, a help text, and the choices if it has any."""

    __slots__ = ("choices", "default", "help", "name")

    def __init__(self, name: str, default: bool | str) -> None:
        self.name = name
        self.default = default
        self.help, self.choices = _HELP[name]


SHARED_OPTIONS = tuple(SharedOption(name, default) for name, default in SessionOptions()._asdict().items())
