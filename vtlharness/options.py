"""The options that `vtl-run`, pytest and `run_cases` share, each declared once.

Comes in: nothing. Goes out: `SessionOptions`, whose fields say what each option is called, may be, and is for. Of one
field `vtl-run` makes `--engine`, pytest `--vtl-engine`. pytest loads this module in every project: it imports little.
"""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from typing import Any

ENGINE_NAMES = ("native", "airspeed")


def _option(default: object, help_text: str, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"help": help_text, "choices": choices})


@dataclass(frozen=True)
class SessionOptions:
    """What a run of cases is told, whoever starts it. A new option is one more field.

    A flag that is on unless told otherwise has a negative: `--no-cache`, `--vtl-no-cache`.
    """

    update: bool = _option(False, "rewrite the expected values of failing cases")
    engine: str = _option("native", "what renders the templates", ENGINE_NAMES)
    cache: bool = _option(True, "keep compiled templates and the data of case files on disk")


def shared_options() -> tuple[Field[Any], ...]:
    """The options in their order: each has `name`, `default`, and `help` and `choices` in its `metadata`."""
    return fields(SessionOptions)
