"""The subject of a certificate, as a log prints it."""

from __future__ import annotations

import pytest

from vtlharness.backends.wire.certificate_subject import subject_text


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ((), ""),
        (((("commonName", "*.example.com"),),), "CN=*.example.com"),
        (
            (
                (("countryName", "US"),),
                (("stateOrProvinceName", "MD"),),
                (("organizationName", "Sonatype, Inc"),),
                (("commonName", "repo.example.com"),),
            ),
            'CN=repo.example.com, O="Sonatype, Inc", ST=MD, C=US',
        ),
        (((("commonName", "a"), ("unknown", 'say "b"')),), 'CN=a + unknown="say \\"b\\""'),
        (((("commonName", " a"),),), 'CN=" a"'),
    ],
)
def test_subjects(subject: tuple[tuple[tuple[str, str], ...], ...], text: str) -> None:
    assert subject_text(subject) == text
