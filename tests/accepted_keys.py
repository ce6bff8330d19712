"""What is wrong with the keys that accept findings (`hostile.accept`) and changes (`mutate.accept`)."""

from __future__ import annotations

from pathlib import Path

from vtlharness import run_cases

WRONG_KEYS = [
    ("SECTION: yes please", "`SECTION` must be a mapping, but this is text"),
    ("SECTION: {accpt: []}", "SECTION has no key `accpt`"),
    ("SECTION: {accept: {}}", "must be a list, but this is"),
    ("SECTION: {accept: [body]}", "must be a mapping, but this is text"),
    ("SECTION: {accept: [{reason: r}]}", "the accepted WHAT names no PLACE"),
    ("SECTION: {accept: [{KEY: body}]}", "the accepted WHAT has no reason"),
    ("SECTION: {accept: [{KEY: body, reason: ''}]}", "must be one line of visible text"),
    ("SECTION: {accept: [{KEY: body, reason: r, why: x}]}", "an accepted WHAT has no key `why`"),
    ("SECTION: {accept: [{KEY: 1, reason: r}]}", "must be text, but this is"),
]
"""A line of a case file, and a part of the message about it."""


def wrong_keys(section: str, key: str, what: str, place: str) -> list[tuple[str, str]]:
    """The lines and messages for a section of the case file: `key` names a place in it, `what` is accepted there."""
    words = {"SECTION": section, "KEY": key, "WHAT": what, "PLACE": place}

    def written(text: str) -> str:
        for word, own in words.items():
            text = text.replace(word, own)
        return text

    return [(written(head), written(message)) for head, message in WRONG_KEYS]


def assert_is_wrong(text: str, message: str, folder: Path) -> None:
    """Asserts that a case file is broken in its second line."""
    file = folder / "own.vtl.yaml"
    file.write_text(text, "utf-8")
    (record,) = run_cases(file, cache=False)
    assert record.outcome == "broken file"
    assert record.error is not None
    assert message in record.error.text
    assert record.error.line == 2
