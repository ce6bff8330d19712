"""Records for the table of the case format: sections (mappings with fixed keys), and the keys in them.

`format` is the table, made of these. `structure_check`, `defaults`, `json_schema` and `key_tables` read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from vtlharness.cases.file.value_kinds import Kind

Subject = Literal["template", "api", "integration"]
"""What the cases of a file are about: one mapping template, an API, or one integration alone."""
SUBJECTS: tuple[Subject, ...] = ("template", "api", "integration")

Merge = Literal["replace", "names", "headers", "keys", "never"]
"""How the value of a case joins the one in `defaults`.

`replace`: the case's value is taken. `names`: mappings are merged by name, at every depth. `headers`: so too, and a
header is the same in any casing of its name. `keys`: each key of the section as its own row says. `never`: the key may
not stand in `defaults`.
"""


class Key:
    """A row of the table: a key of a section.

    `of` says in which files it may stand; a name with two rows has another kind of value in each. With `null`, null
    stands for a key that is left out; with `null_counts` null is a value like any other, which matters beside keys that
    stand `alone`: such a key is all that its section has, and `alone` is the message for a section with more.
    `elsewhere` is the hint for somebody who writes the key in a file of another subject.
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
    """A section must have one of these keys; the message and the hint for one that has none of them."""

    __slots__ = ("hint", "keys", "message")

    def __init__(self, keys: tuple[str, ...], message: str, hint: str | None = None) -> None:
        self.keys = keys
        self.message = message
        self.hint = hint


class Section:
    """A mapping with fixed keys.

    `name` is for the schema and the documentation, `title` for messages. With `nulls`, null stands for a key that is
    left out, for every key that is not needed. An `open` section is read elsewhere, where more is known about it: the
    check leaves it alone, and the schema helps with the keys that are known.
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
        """The keys that may stand in it, in files of a subject."""
        return {key.name: key for key in self.keys if subject in key.of}

    def needs_of(self, subject: Subject) -> list[Need]:
        """The needs that files of a subject can meet, with the keys that they can meet them with."""
        known = self.keys_of(subject)
        kept = [(tuple(name for name in need.keys if name in known), need) for need in self.needs]
        return [Need(names, need.message, need.hint) for names, need in kept if names]

    def takes_null(self, key: Key) -> bool:
        """Whether null may stand for the key, as if it were left out."""
        return key.null or (self.nulls and not any(key.name in need.keys for need in self.needs))

    def shared(self, name: str, description: str) -> Section:
        """The section with just the keys that may stand in `defaults`."""
        keys = [key for key in self.keys if key.merge != "never"]
        return Section(name, description, *keys, nulls=True)


class PathOr:
    """The path of a file, or a section; `words` says so in a message."""

    __slots__ = ("description", "section", "words")

    def __init__(self, section: Section, words: str) -> None:
        self.section = section
        self.words = words
        self.description = section.description


class CasesOf:
    """A list of cases, each with a name of its own."""

    __slots__ = ("description", "section")

    def __init__(self, section: Section) -> None:
        self.section = section
        self.description = ""


class EntriesOf:
    """In an open section: a mapping whose values are a section; with `or_list` also a list of them."""

    __slots__ = ("description", "or_list", "section")

    def __init__(self, section: Section, *, or_list: bool = False) -> None:
        self.section = section
        self.or_list = or_list
        self.description = ""


AnyKind: TypeAlias = "Kind | Section | PathOr | CasesOf | EntriesOf"


def section_in(kind: AnyKind) -> Section | None:
    """The section that values of a kind are, or hold."""
    if isinstance(kind, Section):
        return kind
    return kind.section if isinstance(kind, (PathOr, CasesOf, EntriesOf)) else None


def sections_below(section: Section, subject: Subject) -> Iterator[Section]:
    """All sections that a file of a subject can have below one, innermost first, and then the section itself."""
    for key in section.keys_of(subject).values():
        below = section_in(key.kind)
        if below is not None:
            yield from sections_below(below, subject)
    yield section


def text_places(section: Section, subject: Subject) -> Iterator[tuple[str, ...]]:
    """The paths of all mappings below a section, `expect` left out, whose values become text."""
    for key in section.keys_of(subject).values():
        below = section_in(key.kind)
        if isinstance(key.kind, Kind) and key.kind.becomes_text:
            yield (key.name,)
        elif below is not None and key.name != "expect":
            yield from ((key.name, *place) for place in text_places(below, subject))
