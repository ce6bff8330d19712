"""Bytes to text, or an error of the reader's own kind at the first byte that is not UTF-8."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.documents.reading import UnreadableFileError, read_main_file, read_source, without_bom
from vtlharness.documents.utf8 import utf8_text
from vtlharness.errors import CaseFileError, DefinitionError, VtlHarnessError, VtlSyntaxError
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.source import Source


@pytest.mark.parametrize("text", ["", "a\r\nb\r", "\ufeffa", "é€😀", "\0"])
def test_text_is_kept_as_it_is(text: str) -> None:
    assert utf8_text(text.encode(), "a", VtlHarnessError) == text


WRONG = [
    (b"\xff", (1, 1), "byte 0xFF at byte offset 0"),
    (b"a\r\ncaf\xe9\n", (2, 4), "byte 0xE9 at byte offset 6"),
    ("é\n€".encode() + b"\xc3(", (2, 2), "byte 0xC3 at byte offset 6"),
    (b"\xed\xa0\x80", (1, 1), "byte 0xED at byte offset 0"),
    (b"a\xc3", (1, 2), "byte 0xC3 at byte offset 1"),
]


@pytest.mark.parametrize(("data", "place", "byte"), WRONG)
@pytest.mark.parametrize("kind", [CaseFileError, DefinitionError, VtlHarnessError])
def test_the_first_byte_that_is_not_utf8(
    data: bytes, place: tuple[int, int], byte: str, kind: type[VtlHarnessError]
) -> None:
    with pytest.raises(VtlHarnessError) as caught:
        utf8_text(data, "a.txt", kind)
    assert type(caught.value) is kind
    assert (caught.value.file, caught.value.line, caught.value.column) == ("a.txt", *place)
    assert caught.value.message == f"the text is not UTF-8: {byte}"


def test_every_reader_of_files_says_the_same(tmp_path: Path) -> None:
    file = tmp_path / "a.vtl"
    file.write_bytes(b"a\n\xe9")
    said = set()
    for kind in (CaseFileError, DefinitionError):
        with pytest.raises(kind) as caught:
            read_source(file, kind)
        said.add(str(caught.value))
    with pytest.raises(VtlSyntaxError) as refused:
        MappingTemplate.from_file(file)
    said.add(str(refused.value))
    (message,) = said
    assert message.startswith(f"{file}:2:1: the text is not UTF-8: byte 0xE9 at byte offset 2\n")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "case.vtl").touch()
    path = tmp_path / "cases.vtl"
    with pytest.raises(UnreadableFileError) as unreadable:
        read_source(path, CaseFileError)
    assert unreadable.value.missing
    with pytest.raises(DefinitionError) as caught:
        read_main_file(path, DefinitionError)
    assert str(caught.value) == f"{path} does not exist\nhint: did you mean case.vtl?"
    with pytest.raises(UnreadableFileError) as folder:
        read_source(tmp_path, CaseFileError)
    assert not folder.value.missing


def test_a_byte_order_mark_goes_where_it_is_asked_to() -> None:
    assert without_bom(Source("\ufeffa\ufeff", "x")) == Source("a\ufeff", "x")
    plain = Source("a", "x")
    assert without_bom(plain) is plain
