"""What a function of this computer is: its code, its settings, its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_SAMPLE_ACCOUNT = "123456789012"


@dataclass(frozen=True)
class FunctionSettings:
    """A function of this computer: `handler` as Lambda has it, below `folder`.

    `timeout` is in seconds, `memory` in MB (told to the function, not enforced). `runtime` is Lambda's name of one,
    such as `nodejs20.x`; without it, the file that exists decides. `inline_code` replaces the folder: it is the file
    `index` of a folder of its own. `built_folder` is where a tool has built the code: it counts if the folder
    itself has no program. `unresolved` names variables whose values are not known.
    """

    name: str
    handler: str
    folder: str
    timeout: float = 3.0
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    region: str = "us-east-1"
    runtime: str | None = None
    memory: int = 128
    inline_code: str | None = field(default=None, repr=False)
    built_folder: str | None = None
    unresolved: tuple[str, ...] = ()

    @property
    def arn(self) -> str:
        """The function's ARN, in the sample account."""
        return f"arn:aws:lambda:{self.region}:{_SAMPLE_ACCOUNT}:function:{self.name}"
