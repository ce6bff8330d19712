"""What is wrong with a case file, and the path of keys to it; `loading` gives it its line and column."""

from __future__ import annotations


class MisfitError(Exception):
    """What is wrong, and the path to it; with `at_key` the path's last key itself is wrong, not its value.

    `{}` in the message stands for the name of the place.
    """

    def __init__(self, message: str, *path: str | int, at_key: bool = False, hint: str | None = None) -> None:
        super().__init__(message)
        self._message = message
        self.path: list[str | int] = list(path)
        self.at_key = at_key
        self.hint = hint

    def inside(self, step: str | int) -> MisfitError:
        """The same, seen from one level further out."""
        self.path.insert(0, step)
        return self

    @property
    def message(self) -> str:
        """The sentence, with the place's name."""
        name = ""
        keys = [index for index, step in enumerate(self.path) if isinstance(step, str)]
        for step in self.path[keys[-2] if len(keys) > 1 else 0 :]:
            name = f"{name}[{step}]" if isinstance(step, int) else f"{name}.{step}" if name else step
        return self._message.replace("{}", f"`{name}`" if name else "a case file")
