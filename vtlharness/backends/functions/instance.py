"""One process of a function, warm between invocations.

Comes in: the function's settings, and events. Goes out: `Answer`s.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from queue import Empty
from threading import Thread
from time import monotonic, time
from uuid import uuid4

from vtlharness.backends.functions.environment import environment
from vtlharness.backends.functions.output import Output
from vtlharness.backends.functions.process_group import ProcessGroup
from vtlharness.backends.functions.program import Program
from vtlharness.backends.functions.runtime_api import Delivery, Message, RuntimeApi
from vtlharness.backends.functions.settings import FunctionSettings
from vtlharness.errors import VtlHarnessError
from vtlharness.visible import one_line

_INIT_S = 10.0  # for the start of a process, as on the service
_END_S = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an invocation; `message` is None if the process takes longer than it may.

    `was_gone` says that the process had ended before it got the event.
    """

    request_id: str
    message: Message | None
    output: tuple[str, ...]
    was_gone: bool = False

    @property
    def stays(self) -> bool:
        """Whether the process is good for another invocation."""
        return self.message is not None and self.message.kind in ("response", "error")


class Instance:
    """A process that runs one invocation at a time."""

    def __init__(self, settings: FunctionSettings, program: Program) -> None:
        """Starts the process. Raises VtlHarnessError."""
        self._settings = settings
        self._started = monotonic()
        self._has_served = False
        with ExitStack() as to_undo:
            try:
                self._api = RuntimeApi()
                to_undo.callback(self._api.close)
                self._output = Output()
                to_undo.callback(self._output.close)
                variables = environment(settings, program, self._api.address)
                self._process = ProcessGroup(program.command, program.folder, variables, self._output.descriptor)
            except (OSError, ValueError) as problem:  # ValueError: a NUL in a name
                why = getattr(problem, "strerror", None) or str(problem)
                raise VtlHarnessError(
                    f"the function {one_line(settings.name)} cannot be started in {one_line(program.folder)}: {why}"
                ) from None
            to_undo.pop_all()
        self._watching = Thread(target=self._watch, daemon=True)
        self._watching.start()

    def invoke(self, event: bytes, most_s: float) -> Answer:
        """The outcome of an invocation, which may take as long as the function's timeout and `most_s`."""
        request_id = str(uuid4())
        end = monotonic() + most_s
        ready = self._next_message(min(end, self._started + _INIT_S) if not self._has_served else end)
        if ready is None or ready.kind != "asks":
            return self._answer(request_id, ready, was_gone=self._has_served and ready is not None)
        self._has_served = True
        timeout = self._settings.timeout
        deadline = int((time() + timeout) * 1000)
        self._api.deliveries.put(Delivery(request_id, event, deadline, self._settings.arn))
        return self._answer(request_id, self._next_message(min(monotonic() + timeout, end)))

    def end(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._watching.join(_END_S)
        self._api.close()
        self._output.close()

    def _answer(self, request_id: str, message: Message | None, *, was_gone: bool = False) -> Answer:
        return Answer(request_id, message, self._output.taken(), was_gone)

    def _next_message(self, end: float) -> Message | None:
        try:
            return self._api.messages.get(timeout=max(end - monotonic(), 0.001))
        except Empty:
            return None

    def _watch(self) -> None:
        code = self._process.wait()
        self._api.messages.put(Message("exit", exit_code=code))
