"""The folder of a function whose code is in its template: the file `index` and no other, as on the service."""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory

from vtlharness.backends.functions.settings import FunctionSettings
from vtlharness.errors import VtlHarnessError
from vtlharness.visible import one_line


class InlineCode:
    """A temporary folder with the code, as long as the function may be called."""

    def __init__(self, settings: FunctionSettings) -> None:
        """Writes the code. Raises VtlHarnessError for a runtime without it, and where nothing can be written."""
        runtime = settings.runtime or ""
        if not runtime.startswith(("python", "nodejs")):
            raise VtlHarnessError(
                f"the function {one_line(settings.name)} has inline code, which is for Python and Node.js alone"
            )
        try:
            self._folder = TemporaryDirectory(prefix="vtlharness-")
            name = "index.py" if runtime.startswith("python") else "index.js"
            with open(os.path.join(self.folder, name), "w", encoding="utf-8", errors="surrogatepass") as file:
                file.write(settings.inline_code or "")
        except OSError as problem:
            raise VtlHarnessError(
                f"the code of the function {one_line(settings.name)} cannot be written: {problem.strerror}"
            ) from None

    @property
    def folder(self) -> str:
        """The path of the folder."""
        return self._folder.name

    def remove(self) -> None:
        """Removes the folder."""
        self._folder.cleanup()
