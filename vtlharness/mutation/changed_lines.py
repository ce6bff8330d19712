"""The lines of files that were changed since a revision of git.

Comes in: a revision that the user named. Goes out: for each file asked about, its changed lines. Only here a run starts
git, and git starts nothing else: no pager, no program for differences, no monitor of files.
"""

from __future__ import annotations

import os
import re
import subprocess

from vtlharness.errors import VtlHarnessError
from vtlharness.visible import one_line

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_QUIET = ("-c", "core.fsmonitor=false", "-c", "core.pager=cat", "-c", "diff.external=")
_SECONDS = 60
_INLINE = " (inline)"


class ChangedLines:
    """The changed lines of a working tree, file by file."""

    def __init__(self, revision: str) -> None:
        """`revision` is a commit, a branch or a tag: every repository that is asked must have it."""
        self._revision = revision
        self._commits: dict[str, str] = {}
        self._lines: dict[str, frozenset[int] | None] = {}

    def has(self, file: str, line: int | None) -> bool:
        """Whether a line of a file was changed, or, for None, any.

        A file that git does not know is new: all its lines are. So are those of a template that stands in a case file
        with a change. Raises VtlHarnessError where there is no git, no repository, or no such revision in it.
        """
        if file.endswith(_INLINE):
            file, line = file[: -len(_INLINE)], None
        if file not in self._lines:
            self._lines[file] = self._changed(file)
        lines = self._lines[file]
        if lines is None:
            return True
        return bool(lines) if line is None else line in lines

    def check(self, folder: str) -> None:
        """Raises VtlHarnessError as `has` does, for a folder of the run."""
        self._commit(os.path.abspath(folder))

    def _changed(self, file: str) -> frozenset[int] | None:
        """The changed lines; None for all."""
        folder, name = os.path.split(os.path.realpath(file))
        commit = self._commit(folder)
        known = self._git(folder, "ls-files", "--error-unmatch", "--", f":(literal){name}")
        if known.returncode:
            return None
        shown = self._git(
            folder,
            "diff",
            "--unified=0",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
            commit,
            "--",
            f":(literal){name}",
        )
        if shown.returncode:
            raise VtlHarnessError(f"git cannot compare {one_line(file)} with {one_line(self._revision)}")
        found: set[int] = set()
        for hunk in _HUNK.finditer(shown.stdout):
            first, count = int(hunk[1]), 1 if hunk[2] is None else int(hunk[2])
            found.update(range(first, first + count))
        return frozenset(found)

    def _commit(self, folder: str) -> str:
        """The commit of the revision, in the repository of a folder."""
        known = self._commits.get(folder)
        if known is None:
            revision = self._revision
            if self._git(folder, "rev-parse", "--is-inside-work-tree").returncode:
                raise VtlHarnessError(
                    f"--mutate-since {one_line(revision)}: {one_line(folder)} is not in a git repository"
                )
            found = self._git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
            if found.returncode:
                raise VtlHarnessError(
                    f"--mutate-since {one_line(revision)}: git does not know this revision",
                    hint="write a commit, a branch or a tag, such as `main` or `HEAD~1`",
                )
            known = self._commits[folder] = found.stdout.decode("ascii", "replace").strip()
        return known

    def _git(self, folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        try:
            return subprocess.run(
                ["git", "--no-pager", *_QUIET, *arguments],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except FileNotFoundError:
            raise VtlHarnessError("--mutate-since needs git, and git is not installed") from None
        except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
            raise VtlHarnessError(f"--mutate-since: git cannot be run: {one_line(str(problem))}") from None
