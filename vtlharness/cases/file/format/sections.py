"""Records for the table of the case format: sections (mappings with fixed keys), and the keys in them.

`table` is made of these. `structure_check`, `defaults`, `json_schema` and `key_tables` read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from vtlharness.cases.file.format.value_kinds import Kind

Subject = Literal["template", "api", "integration"]
"""The subject of the cases of a file: one mapping template, an API, or one integration alone."""
SUBJECTS: tuple[Subject, ...] = ("template", "api", "integration")

Merge = Literal["replace", "names", "headers", "keys", "never"]
"""How the value of a case merges with the one in `defaults`.

`replace`: the case's value wins. `names`: mappings are merged by name, at every depth. `headers`: as `names`, with
header names that are not case-sensitive. `keys`: each key of the section merges as its own row says. `never`: the key
is not allowed in `defaults`.
"""


class Key:
    """A row of the table: a key of a section.

    `of` names the files in which it is allowed; a name with two rows has another kind of value in each. With `null`,
    null means that the key is left out; with `null_counts`, null is a value like any other, which matters beside keys
    that must be `alone`: such a key is the only one of its section, and `alone` says why. `elsewhere` is the
    hint for a user who writes the key in a file of another subject.
    """

    __slots__ = ("alone", "description", "elsewhere", "examples", "kind", "merge", "name", "null", "null_counts", "of")

    def __init__(
        self,
        name: str,
        kind: AnyKind,
        description: str = "",
        *,
        of: tuple[Subject, ...] = SUBJECTS,
        merge: Merge = "replace",
        null: bool = False,
        null_counts: bool = False,
        alone: str | None = None,
        elsewhere: str | None = None,
        examples: tuple[object, ...] = (),
    ) -> None:
        self.name = name
        self.kind = kind
        self.description = description or str(kind.description)
        self.of = of
        self.merge = merge
        self.null = null
        self.null_counts = null_counts
        self.alone = alone
        self.elsewhere = elsewhere
        self.examples = examples


class Need:
    """Keys of which a section must have one, with the message and the hint for a section that has none of them."""

    __slots__ = ("hint", "keys", "message")

    def __init__(self, keys: tuple[str, ...], message: str, hint: str | None = None) -> None:
        self.keys = keys
        self.message = message
        self.hint = hint


class Section:
    """A mapping with fixed keys.

    `name` is for the schema and the documentation, `title` for messages. With `nulls`, null leaves out any key that is
    not required. Another reader checks an `open` section: the structural check skips it, and the schema lists the known
    keys.
    """

    __slots__ = ("description", "keys", "name", "needs", "nulls", "open", "title")

    def __init__(
        self,
        name: str,
        description: str | Mapping[Subject, str],
        *keys: Key,
        title: str | None = None,
        needs: tuple[Need, ...] = (),
        nulls: bool = False,
        open: bool = False,
    ) -> None:
        self.name = name
        self.title = title or name
        self.description = description
        self.keys = keys
        self.needs = needs
        self.nulls = nulls
        self.open = open

    def keys_of(self, subject: Subject) -> dict[str, Key]:
        """The keys that it may have, in files of a subject."""
        return {key.name: key for key in self.keys if subject in key.of}

    def needs_of(self, subject: Subject) -> list[Need]:
        """The needs that files of a subject can meet, with the keys that meet them."""
        known = self.keys_of(subject)
        kept = [(tuple(name for name in need.keys if name in known), need) for need in self.needs]
        return [Need(names, need.message, need.hint) for names, need in kept if names]

    def takes_null(self, key: Key) -> bool:
        """Whether null means that the key is left out."""
        return key.null or (self.nulls and not any(key.name in need.keys for need in self.needs))

    def shared(self, name: str, description: str) -> Section:
        """The section with only the keys that `defaults` may have."""
        keys = [key for key in self.keys if key.merge != "never"]
        return Section(name, description, *keys, nulls=True)


class PathOr:
    """The path of a file, or a section; messages describe it with `words`."""

    __slots__ = ("description", "section", "words")

    def __init__(self, section: Section, words: str) -> None:
        self.section = section
        self.words = words
        self.description = section.description


class WordOr:
    """One of some words, or a section."""

    __slots__ = ("description", "section", "words")

    def __init__(self, section: Section, words: tuple[str, ...]) -> None:
        self.section = section
        self.words = words
        self.description = section.description


class CasesOf:
    """A list of cases, each with a name of its own."""

    __slots__ = ("description", "section")

    def __init__(self, section: Section) -> None:
        self.section = section
        self.description = ""


class ListOf:
    """A list of mappings of one section."""

    __slots__ = ("description", "section")

    def __init__(self, section: Section) -> None:
        self.section = section
        self.description = section.description


class EntriesOf:
    """In an open section: a mapping whose values are a section; with `or_list` also a list of them."""

    __slots__ = ("description", "or_list", "section")

    def __init__(self, section: Section, *, or_list: bool = False) -> None:
        self.section = section
        self.or_list = or_list
        self.description = ""


class NamesOf:
    """A mapping of any names, each with text or a section; `words` describes the text."""

    __slots__ = ("description", "section", "words")

    def __init__(self, section: Section, words: str) -> None:
        self.section = section
        self.words = words
        self.description = ""


AnyKind: TypeAlias = "Kind | Section | PathOr | WordOr | CasesOf | ListOf | EntriesOf | NamesOf"

ANY_NAME = "*"
"""Stands in the paths of `text_places` for any name."""


def section_in(kind: AnyKind) -> Section | None:
    """The section that values of a kind are or contain."""
    if isinstance(kind, Section):
        return kind
    return kind.section if isinstance(kind, (PathOr, WordOr, CasesOf, ListOf, EntriesOf, NamesOf)) else None


def sections_below(section: Section, subject: Subject) -> Iterator[Section]:
    """All sections below one in files of a subject, innermost first, and then the section itself."""
    for key in section.keys_of(subject).values():
        below = section_in(key.kind)
        if below is not None:
            yield from sections_below(below, subject)
    yield section


def text_places(section: Section, subject: Subject) -> Iterator[tuple[str, ...]]:
    """The paths of all mappings below a section whose values become text, except those in `expect`."""
    for key in section.keys_of(subject).values():
        below = section_in(key.kind)
        if isinstance(key.kind, Kind) and key.kind.becomes_text:
            yield (key.name,)
        elif below is not None and key.name != "expect":
            above = (key.name, ANY_NAME) if isinstance(key.kind, NamesOf) else (key.name,)
            yield from ((*above, *place) for place in text_places(below, subject))
