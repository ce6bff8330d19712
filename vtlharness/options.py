"""The options that `vtl-run`, pytest and `run_cases` share, each declared once.

Comes in: nothing. Goes out: `SessionOptions` with the values, `SHARED_OPTIONS` with the help and choices of each. One
row becomes `--engine` of `vtl-run` and `--vtl-engine` of pytest. pytest loads this module in every project, so it
imports little.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

ENGINE_NAMES = ("native", "airspeed")
ALL_RULES = "all"
"""The word for all rules, where an option needs one."""
LOG_KINDS = ("console", "cloudwatch", "access")
"""The logs of a call: the execution log as the console's test prints it and as CloudWatch keeps it, the access log."""


class SessionOptions(NamedTuple):
    """The options of a run of cases, whoever starts it. A new option is one more field and one more row below.

    `strict` holds ids of rules, or how ids begin, with commas between them; ALL_RULES for every rule. A flag that is on
    by default has a negative: `--no-cache`, `--vtl-no-cache`. An option whose default is a tuple can be repeated.
    `cache_dir` is empty for the user's own folder for caches, `backends` where no file of backends is named,
    `assume_role` where no role is.
    """

    update: bool = False
    engine: str = "native"
    cache: bool = True
    cache_dir: str = ""
    allow_outside: tuple[str, ...] = ()
    limit: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()
    hostile: bool = False
    live: bool = False
    backends: str = ""
    allow_aws: bool = False
    assume_role: str = ""
    record: bool = False

    @property
    def rewrites(self) -> bool:
        """Whether the run writes into case files."""
        return self.update or self.record

    @property
    def conflict(self) -> str | None:
        """Why these options do not go together, in one sentence, in which `--` stands before their names."""
        if self.update and self.record:
            return "--update and --record exclude each other: record first, and update offline."
        if self.record and not self.live:
            return "--record is for --live: without it, no backend is called."
        if self.hostile and self.rewrites:
            first = "update" if self.update else "record"
            return f"--hostile and --{first} exclude each other: {first} first."
        return None


_HELP: dict[str, tuple[str, tuple[str, ...]]] = {
    "update": ("rewrite the expected values of failing cases, and fill what cases do not expect yet", ()),
    "engine": ("the engine that renders the templates", ENGINE_NAMES),
    "cache": ("keep compiled templates and the data of case files on disk", ()),
    "cache_dir": ("keep them in this folder, which may also be inside the working tree", ()),
    "allow_outside": ("a folder outside of the project whose files may be named, too; repeat for more", ()),
    "strict": ("make findings failures: all, or those of these rules (VTL1,API401)", ()),
    "hostile": ("also send hostile input through the cases that pass, and fail those that do not withstand it", ()),
    "limit": ("set one of the limits rounds, characters, items and seconds; repeat for more", ()),
    "live": ("run the cases with `backend: live`, which call their real backends", ()),
    "backends": ("for live cases: the file that says where backends are", ()),
    "assume_role": (
        "for live cases: the role that signs requests to AWS services, or `credentials` for the integration's",
        (),
    ),
    "record": ("write what the backends of live cases answer into the cases, which run offline from then on", ()),
    "allow_aws": ("for live cases: AWS itself may be called, with your credentials", ()),
}


MUTATE_SECONDS = 60.0
"""The time for all changes of `--mutate` where the user names none, in seconds."""
SETTABLE = frozenset({"engine", "cache", "limit", "strict", "hostile"})
"""The shared options that the settings of a project can give."""


class SharedOption:
    """One of the options: its name and default as in `SessionOptions`, a help text, and the choices if it has any.

    An option with a text as its default and without choices is a path, or an ARN. `value` is the word for the value of
    these, or of an option that can be repeated. An option with `value_alone` may stand without a value, and has this
    one then.
    """

    __slots__ = ("choices", "default", "help", "name", "value", "value_alone")

    def __init__(self, name: str, default: bool | str | tuple[str, ...]) -> None:
        self.name = name
        self.default = default
        self.help, self.choices = _HELP[name]
        self.value = {"limit": "NAME=NUMBER", "strict": "RULES", "backends": "FILE", "assume_role": "ARN"}.get(
            name, "DIR"
        )
        self.value_alone = ALL_RULES if name == "strict" else None

    @property
    def flag(self) -> str:
        """The name on a command line, without dashes before it: `cache-dir`."""
        return self.name.replace("_", "-")


_RULES = r"(?:[A-Z]{2,}|[A-Za-z]+[0-9][A-Za-z0-9]*)(?:, ?[A-Za-z0-9]*)*"  # compiled for a lone option: most have none

LoneOption: TypeAlias = tuple[str, Callable[[str], bool]]
"""An option that may stand without a value: the value that it has then, and whether an argument behind it is one."""


def with_values(
    arguments: Iterable[str], prefix: str = "--", others: Mapping[str, LoneOption] = MappingProxyType({})
) -> list[str]:
    """Command-line arguments in which options with `value_alone`, and the `others`, have their values behind `=`.

    The argument behind a shared option is its value if it reads like ids of rules, with commas between them, and is not
    the name of a file: `--strict tests` is strict for every rule.
    """
    shared = {f"{prefix}{one.flag}": (one.value_alone, _are_rules) for one in SHARED_OPTIONS if one.value_alone}
    alone: dict[str, LoneOption] = {**shared, **others}
    found: list[str] = []
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        if argument == "--":
            return [*found, argument, *waiting]
        if argument in alone:
            value, is_value = alone[argument]
            argument = f"{argument}={waiting.pop(0) if waiting and is_value(waiting[0]) else value}"
        found.append(argument)
    return found


def _are_rules(argument: str) -> bool:
    return re.fullmatch(_RULES, argument) is not None and not os.path.lexists(argument)


SHARED_OPTIONS = tuple(SharedOption(name, default) for name, default in SessionOptions()._asdict().items())
