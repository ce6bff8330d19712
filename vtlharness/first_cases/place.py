"""Where first case files go, and how they may name what they are about.

Comes in: a folder, and the definition or template. Goes out: paths of case files, the name by which these name it, and
what a run needs so that it may read it. A case file names files of its own project alone: where no project holds both,
the nearest folder above both is marked as the root of one, if it is the user's current folder or stands below it; else
the run has to be allowed to read the other folder.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from vtlharness.cases.file.named_files import name_from
from vtlharness.cases.update.replacing import create_file
from vtlharness.cases.update.target import CannotUpdateError
from vtlharness.documents.readable_files import ReadableFiles, ReadingRule
from vtlharness.errors import VtlHarnessError
from vtlharness.project_root import marked_folder

ROOT_MARK = "vtlharness.toml"
_ROOT_TEXT = "# This folder is the root of a project: its case files may name the files below it.\n"


class Place:
    """The folder of the case files.

    `outside` is the folder that a run has to be allowed to read, None if it needs none; `root` is the folder that has
    to be marked as the root of a project, None if none has to.
    """

    def __init__(self, folder: Path, subject: Path) -> None:
        self.folder = folder
        self.subject = subject
        self.root: Path | None = None
        self.outside: Path | None = None
        own, other = os.path.abspath(folder), os.path.dirname(os.path.abspath(subject))
        root = marked_folder(own)
        if _holds(root or own, other):
            return
        shared = os.path.commonpath([own, other])
        if root is None and (shared == other or _holds(os.getcwd(), shared)):
            self.root = Path(os.path.relpath(shared))
        else:
            self.outside = Path(marked_folder(other) or other)

    def readable(self, target: Path) -> ReadableFiles:
        """The files that a case file there may name in a run as it is recommended."""
        if self.outside is not None:
            return ReadingRule([self.folder], allow_outside=[self.outside]).beside(target)
        return ReadingRule([self.folder if self.root is None else self.root]).beside(target)

    @property
    def name_of_subject(self) -> str:
        """The definition or template as a case file names it: relative to the folder."""
        return name_from(self.folder, self.subject)

    def create(self, target: Path, text: str) -> None:
        """Writes a new case file, and marks the root of the project first. Raises VtlHarnessError."""
        try:
            if self.root is not None and not os.path.lexists(self.root / ROOT_MARK):
                create_file(self.root / ROOT_MARK, _ROOT_TEXT, self._model_of_modes())
            create_file(target, text, self._model_of_modes())
        except CannotUpdateError as error:
            raise VtlHarnessError(str(error)) from None

    def _model_of_modes(self) -> Path:
        if not self.subject.is_dir():
            return self.subject
        return next((one for one in sorted(self.subject.iterdir()) if one.is_file()), self.subject)


class FileNames:
    """Names of case files, none twice in a folder, whatever its casing."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, resource: str) -> str:
        """A readable name for the cases of a resource: `/orders/{id}` is `orders-id`."""
        plain = re.sub(r"[^A-Za-z0-9._]+", "-", resource).strip("-.") or "root"
        found, number = plain, 2
        while found.lower() in self._taken:
            found, number = f"{plain}-{number}", number + 1
        self._taken.add(found.lower())
        return f"{found}.vtl.yaml"


def _holds(folder: str, inside: str) -> bool:
    """Whether a path is a folder or stands below it."""
    real = os.path.realpath(folder)
    try:
        return os.path.commonpath([real, os.path.realpath(inside)]) == real
    except ValueError:  # another drive
        return False
