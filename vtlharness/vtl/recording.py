"""Whether templates count what they reach. Nothing here takes time where they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from vtlharness.vtl.counts import Recorder


class Recording:
    """The state of this process: a template that is compiled while there is a `recorder` counts there."""

    recorder: ClassVar[Recorder | None] = None
