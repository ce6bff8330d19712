"""Finds case files: searches folders, and takes a template or a definition for the case files that use it.

Comes in: paths as a user gives them. Goes out: the paths of case files. Next: `loading`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from vtlharness.cases.file.subject_name import subject_name
from vtlharness.documents.readable_files import ReadableFiles, ReadingRule
from vtlharness.documents.reading import UnreadableFileError
from vtlharness.errors import CaseFileError
from vtlharness.nearest import nearest_file
from vtlharness.visible import one_line

CASE_SUFFIXES = (".vtl.yaml", ".vtl.yml", ".vtl.json")
DATA_SUFFIXES = (".yaml", ".yml", ".json")
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})


def is_case_file(path: str | Path) -> bool:
    """Whether the path has the name of a case file."""
    return str(path).endswith(CASE_SUFFIXES)


def reading_rule(paths: Iterable[str | Path], allow_outside: Iterable[str]) -> ReadingRule:
    """The rule for what the case files for the paths may name: the paths are what the user gave.

    Where a template or a definition is given, so is the folder that is searched for its case files. Raises
    VtlHarnessError for a folder of `allow_outside` that is not one.
    """
    given = [Path(path) for path in paths]
    subjects = [path for path in given if path.is_file() and not is_case_file(path)]
    return ReadingRule([*given, *search_roots(subjects)], allow_outside)


def find_case_files(
    paths: Iterable[str | Path], *, allow_unused: bool = False, rule: ReadingRule | None = None
) -> list[Path]:
    """The case files for the paths, sorted, each once, in the form in which the paths were given.

    A folder is searched recursively; hidden folders and node_modules inside it are left out. A file that is
    not a case file is taken for a template or an API's definition: the case files that use it, or use a definition that
    mentions it, are searched for in the working directory if it contains the file, otherwise in its folder. `rule`
    says which files are read for that, by default those of the projects. Raises
    CaseFileError for a path that does not exist, for a folder that cannot be read, and, unless that is allowed, for a
    YAML or JSON file that is neither a case file nor used by one.
    """
    found: list[Path] = []
    subjects: list[Path] = []
    given = [Path(path) for path in paths]
    for path in given:
        if path.is_dir():
            found.extend(_walk(path))
        elif not path.exists():
            one_case = "::" in str(path)
            hint = "name the file, and select the case with -k" if one_case else _near(path)
            raise CaseFileError(f"{one_line(str(path))} does not exist", hint=hint)
        elif is_case_file(path):
            found.append(path)
        else:
            subjects.append(path)
    if subjects:
        found.extend(_users_of(subjects, rule or reading_rule(given, ()), allow_unused=allow_unused))
    once: dict[str, Path] = {}
    for path in sorted(found):
        once.setdefault(os.path.realpath(path), path)
    return list(once.values())


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, onerror=_unreadable):
        folders[:] = sorted(name for name in folders if name[0] != "." and name not in SKIPPED_FOLDERS)
        for name in files:
            if name.endswith(CASE_SUFFIXES):
                yield Path(place, name)


def _unreadable(error: OSError) -> None:
    raise CaseFileError(f"the folder {one_line(str(error.filename))} cannot be read: {error.strerror}")


def _users_of(subjects: list[Path], rule: ReadingRule, *, allow_unused: bool) -> list[Path]:
    """The case files that use these files. One search serves all files that share a root."""
    wanted = {os.path.realpath(subject): subject for subject in subjects}
    used: set[str] = set()
    users: list[Path] = []
    mentions: dict[str, set[str]] = {}
    for root in search_roots(subjects):
        for case_file in _walk(root):
            subject = _subject_of(case_file, rule)
            if subject is None:
                continue
            if subject not in mentions:
                mentions[subject] = _mentioned(subject, wanted, rule.beside(case_file))
            if mentions[subject]:
                used |= mentions[subject]
                users.append(case_file)
    for real, subject_path in wanted.items():
        if real not in used and not allow_unused and subject_path.name.endswith(DATA_SUFFIXES):
            where = ", ".join(one_line(str(root)) for root in search_roots([subject_path]))
            raise CaseFileError(
                f"{one_line(str(subject_path))} is not a case file, and no case file in {where} or below uses it",
                hint=f"case file names end in {', '.join(CASE_SUFFIXES)}; for a definition of an API, "
                f"`vtl-init {one_line(str(subject_path))}` writes first cases",
            )
    return users


def _mentioned(subject: str, wanted: Iterable[str], readable: ReadableFiles) -> set[str]:
    """The wanted files that the subject of a case file is, has in it, or mentions by name if it is a definition."""
    found = {real for real in wanted if real == subject}
    if os.path.isdir(subject):
        return found.union(real for real in wanted if real.startswith(os.path.join(subject, "")))
    others = [real for real in wanted if real not in found]
    if not others or not subject.endswith(DATA_SUFFIXES):
        return found
    try:
        text = readable.read_source(subject, CaseFileError).text
    except (UnreadableFileError, CaseFileError):
        return found
    return found.union(real for real in others if os.path.basename(real) in text)


def search_roots(subjects: list[Path]) -> list[Path]:
    """The folders to search: the working directory for files in it, else the file's own folder; none inside another."""
    here = os.path.realpath(".")
    roots = []
    for subject in subjects:
        folder = os.path.dirname(os.path.realpath(subject))
        inside = os.path.commonpath([here, folder]) == here if _same_drive(here, folder) else False
        roots.append(Path(".") if inside else subject.parent)
    return list(dict.fromkeys(roots))


def _same_drive(one: str, other: str) -> bool:
    return os.path.splitdrive(one)[0] == os.path.splitdrive(other)[0]


def _subject_of(case_file: Path, rule: ReadingRule) -> str | None:
    """The real path of the file that a case file is about: its own where it holds an integration with its templates."""
    try:
        source = rule.beside(case_file).read_source(str(case_file), CaseFileError)
    except (UnreadableFileError, CaseFileError):
        return None  # running this file reports the fault
    name = subject_name(source, json=case_file.name.endswith(".json"))
    if name is None or "\0" in name:  # no path has this character: running this file reports the fault
        return None
    return os.path.realpath(os.path.join(case_file.parent, name or case_file.name))


def _near(path: Path) -> str | None:
    try:
        near = nearest_file(os.fspath(path))
    except OSError:
        return None
    return f"did you mean {one_line(str(path.with_name(near)))}?" if near else None
