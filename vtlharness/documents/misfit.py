"""A fault in data: a sentence and the path of keys and indexes to the fault.

A check that knows only its own value raises it; each outer level adds a step to the path. A caller that knows the file
adds line and column: `positions` for case files, a cursor for definitions.
"""

from __future__ import annotations

from vtlharness.visible import one_line


class MisfitError(Exception):
    """Raised for data that does not fit. With `at_key`, the last key of the path is wrong, not its value.

    A leading `{}` in the message stands for the name of the place. `others` are faults of the same data that are told
    together with this one.
    """

    def __init__(self, message: str, *path: str | int, at_key: bool = False, hint: str | None = None) -> None:
        super().__init__(message)
        self._message = message
        self.path: list[str | int] = list(path)
        self.at_key = at_key
        self.hint = hint
        self.others: tuple[MisfitError, ...] = ()

    def inside(self, step: str | int) -> MisfitError:
        """The same fault, with a path from one level further out."""
        self.path.insert(0, step)
        return self

    @property
    def message(self) -> str:
        """The sentence; a case file's places are called by their last two keys, as in `expect.output[0]`."""
        name = ""
        keys = [index for index, step in enumerate(self.path) if isinstance(step, str)]
        for step in self.path[keys[-2] if len(keys) > 1 else 0 :]:
            name = f"{name}[{step}]" if isinstance(step, int) else f"{name}.{step}" if name else step
        return self.sentence(f"`{name}`" if name else "a case file")

    @property
    def last_key(self) -> str | None:
        """The last key of the path, None when the path has no keys."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), None)

    def sentence(self, place: str) -> str:
        """The sentence with this name for the place, on one line whatever the data's keys hold."""
        return one_line(f"{place}{self._message[2:]}" if self._message.startswith("{}") else self._message)
