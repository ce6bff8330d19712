"""The options that `vtl-run`, pytest and `run_cases` share, each declared once.

Comes in: nothing. Goes out: `SessionOptions` with the values, `SHARED_OPTIONS` with the help and choices of each. One
row becomes `--engine` of `vtl-run` and `--vtl-engine` of pytest. pytest loads this module in every project, so it
imports little.
"""

from __future__ import annotations

from typing import NamedTuple

ENGINE_NAMES = ("native", "airspeed")
LOG_KINDS = ("console", "cloudwatch", "access")
"""The logs of a call: the execution log as the console's test prints it and as CloudWatch keeps it, the access log."""


class SessionOptions(NamedTuple):
    """The options of a run of cases, whoever starts it. A new option is one more field and one more row below.

    A flag that is on by default has a negative: `--no-cache`, `--vtl-no-cache`. An option whose default is a tuple can
    be repeated. `cache_dir` is empty for the user's own folder for caches.
    """

    update: bool = False
    engine: str = "native"
    cache: bool = True
    cache_dir: str = ""
    allow_outside: tuple[str, ...] = ()
    limit: tuple[str, ...] = ()


_HELP: dict[str, tuple[str, tuple[str, ...]]] = {
    "update": ("rewrite the expected values of failing cases", ()),
    "engine": ("the engine that renders the templates", ENGINE_NAMES),
    "cache": ("keep compiled templates and the data of case files on disk", ()),
    "cache_dir": ("keep them in this folder, which may also be inside the working tree", ()),
    "allow_outside": ("a folder outside of the project whose files may be named, too; repeat for more", ()),
    "limit": ("set one of the limits rounds, characters, items and seconds; repeat for more", ()),
}


class SharedOption:
    """One of the options: its name and default as in `SessionOptions`, a help text, and the choices if it has any.

    An option with a text as its default and without choices is a folder. `value` is the word for the value of an option
    that can be repeated.
    """

    __slots__ = ("choices", "default", "help", "name", "value")

    def __init__(self, name: str, default: bool | str | tuple[str, ...]) -> None:
        self.name = name
        self.default = default
        self.help, self.choices = _HELP[name]
        self.value = "NAME=NUMBER" if name == "limit" else "DIR"

    @property
    def flag(self) -> str:
        """The name on a command line, without dashes before it: `cache-dir`."""
        return self.name.replace("_", "-")


SHARED_OPTIONS = tuple(SharedOption(name, default) for name, default in SessionOptions()._asdict().items())
