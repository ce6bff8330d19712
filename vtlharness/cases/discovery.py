"""Paths to case files: folders are searched, a template stands for the case files that use it.

Comes in: paths as a user gives them. Goes out: the paths of case files. Next: `loading`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from vtlharness.cases.template_name import template_name
from vtlharness.documents.reading import UnreadableFileError, read_source
from vtlharness.errors import CaseFileError

CASE_SUFFIXES = (".vtl.yaml", ".vtl.yml", ".vtl.json")
DATA_SUFFIXES = (".yaml", ".yml", ".json")
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})


def is_case_file(path: str | Path) -> bool:
    """Whether the path's name is that of a case file."""
    return str(path).endswith(CASE_SUFFIXES)


def find_case_files(paths: Iterable[str | Path]) -> list[Path]:
    """The case files that the paths stand for, sorted, each once, in the form in which they were given.

    A folder is searched recursively; hidden folders and node_modules inside it are left out. A file that is no case
    file is taken for a template: the case files that use it are looked for in the working directory if it holds the
    template, otherwise in the template's folder. Raises CaseFileError for a path that does not exist, for a folder
    that cannot be read, and for a YAML or JSON file that is neither a case file nor anyone's template.
    """
    found: list[Path] = []
    templates: list[Path] = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found.extend(_walk(path))
        elif not path.exists():
            one_case = "::" in str(given)
            hint = "name the file, and select the case with -k" if one_case else _near(path)
            raise CaseFileError(f"there is no file or folder {path}", hint=hint)
        elif is_case_file(path):
            found.append(path)
        else:
            templates.append(path)
    if templates:
        found.extend(_users_of(templates))
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
    raise CaseFileError(f"the folder {error.filename} cannot be read: {error.strerror}")


def _users_of(templates: list[Path]) -> list[Path]:
    """The case files whose `template` is one of these. One search serves the templates that share a root."""
    wanted: dict[str | None, Path] = {os.path.realpath(template): template for template in templates}
    names = {os.path.basename(template) for template in wanted if template}
    used: set[str | None] = set()
    users: list[Path] = []
    for root in _search_roots(templates):
        for case_file in _walk(root):
            used_template = _template_of(case_file, names)
            if used_template in wanted:
                used.add(used_template)
                users.append(case_file)
    for real, template in wanted.items():
        if real not in used and template.name.endswith(DATA_SUFFIXES):
            raise CaseFileError(
                f"{template} is no case file, and no case file has it for its template",
                hint=f"the names of case files end in {', '.join(CASE_SUFFIXES)}",
            )
    return users


def _search_roots(templates: list[Path]) -> list[Path]:
    """Where to look: the working directory for what lies in it, else the template's own folder; none inside another."""
    here = os.path.realpath(".")
    roots = []
    for template in templates:
        folder = os.path.dirname(os.path.realpath(template))
        inside = os.path.commonpath([here, folder]) == here if _same_drive(here, folder) else False
        roots.append(Path(".") if inside else template.parent)
    return list(dict.fromkeys(roots))


def _same_drive(one: str, other: str) -> bool:
    return os.path.splitdrive(one)[0] == os.path.splitdrive(other)[0]


def _template_of(case_file: Path, names: set[str]) -> str | None:
    """The real path of a case file's template, if the file mentions one of the names at all."""
    try:
        source = read_source(case_file)
    except (UnreadableFileError, CaseFileError):
        return None  # whoever runs this file will hear of it
    if not any(name in source.text for name in names):
        return None
    name = template_name(source, json=case_file.name.endswith(".json"))
    return None if name is None else os.path.realpath(os.path.join(case_file.parent, name))


def _near(path: Path) -> str | None:
    from difflib import get_close_matches

    try:
        names = sorted(os.listdir(path.parent))
    except OSError:
        return None
    near = get_close_matches(path.name, names, n=1)
    return f"did you mean {path.parent / near[0]}?" if near else None
