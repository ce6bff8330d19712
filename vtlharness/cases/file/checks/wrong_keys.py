"""All keys of a case file that no section has: the check of the structure ends at the first fault.

Comes in: the data of a file that does not fit. Goes out: one `MisfitError` for each wrong key, in the order of the
file, with the hint that fits it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vtlharness.cases.file.format.sections import (
    SUBJECTS,
    AnyKind,
    CasesOf,
    ListOf,
    NamesOf,
    PathOr,
    Section,
    Subject,
    WordOr,
    sections_below,
)
from vtlharness.cases.file.format.table import DEFAULTS, FILE, SUBJECT_KEYS
from vtlharness.documents.misfit import MisfitError
from vtlharness.documents.odd_spaces import odd_space
from vtlharness.nearest import nearest_name


def wrong_keys(data: object, subject: Subject, subject_key: str) -> Iterator[MisfitError]:
    """The faults of all wrong keys of a file about a subject, which `subject_key` names."""
    return _wrong_keys(FILE, data, subject, subject_key)


def _wrong_keys(kind: AnyKind, value: Any, subject: Subject, subject_key: str) -> Iterator[MisfitError]:
    if isinstance(kind, (CasesOf, ListOf)):
        for index, case in enumerate(value if type(value) is list else ()):
            yield from _inside(_wrong_keys(kind.section, case, subject, subject_key), index)
        return
    if isinstance(kind, NamesOf):
        for name, item in value.items() if type(value) is dict else ():
            yield from _inside(_wrong_keys(kind.section, item, subject, subject_key), name)
        return
    section = kind.section if isinstance(kind, (PathOr, WordOr)) else kind
    if not isinstance(section, Section) or section.open or type(value) is not dict:
        return
    keys = section.keys_of(subject)
    for name, item in value.items():
        if name not in keys:
            yield _wrong_key(name, section, subject, subject_key)
        else:
            yield from _inside(_wrong_keys(keys[name].kind, item, subject, subject_key), name)


def _inside(found: Iterator[MisfitError], step: str | int) -> Iterator[MisfitError]:
    return (misfit.inside(step) for misfit in found)


def _wrong_key(key: str, section: Section, subject: Subject, subject_key: str) -> MisfitError:
    known = section.keys_of(subject)
    hint = _space_hint(key, known) or _elsewhere(key, subject)
    if hint is None:
        near = nearest_name(key, known)
        hint = _home(key, known, subject, subject_key) if near is None else f"did you mean `{near}`?"
    return MisfitError(f"{section.title} has no key `{key}`", key, at_key=True, hint=hint)


def _space_hint(key: str, known: dict[str, Any]) -> str | None:
    """The hint for a key that a space other than the usual one spoils, as it comes from a web page or a text editor."""
    space = odd_space(key)
    if space is None:
        return None
    usual = " ".join(key.split())
    meant = f": `{usual}`" if usual in known else ""
    return f"the key contains {space}, which is not a space to YAML: write a space instead{meant}"


def _elsewhere(key: str, subject: Subject) -> str | None:
    """The hint for a key that files of other subjects have, and this one on purpose has not."""
    if any(key in section.keys_of(subject) for section in _homes(subject)):
        return None
    hints = (one.elsewhere for other in SUBJECTS for home in _homes(other) for one in home.keys if one.name == key)
    return next(filter(None, hints), None)


def _home(key: str, known: dict[str, Any], subject: Subject, subject_key: str) -> str:
    """The hint for an unknown key: where it belongs."""
    homes = [section.title for section in _homes(subject) if key in section.keys_of(subject)]
    if key in SUBJECT_KEYS:
        homes = [FILE.title]
    if homes:
        return f"it belongs in {homes[0]}"
    others = [other for other in SUBJECTS if any(key in home.keys_of(other) for home in _homes(other))]
    if others:
        subjects = _listed([f"`{name}`" for other in others for name, about in SUBJECT_KEYS.items() if about == other])
        return f"it is for files that have {subjects} instead of `{subject_key}`"
    return f"known here: {', '.join(known)}"


def _homes(subject: Subject) -> Iterator[Section]:
    return (section for section in sections_below(FILE, subject) if section is not DEFAULTS and not section.open)


def _listed(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
