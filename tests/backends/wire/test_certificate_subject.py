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
        (((("commonName", "a "),),), 'CN="a "'),
        (((("commonName", "a  b"),),), 'CN="a  b"'),
        (((("commonName", "a b"),),), "CN=a b"),
        *((((("commonName", f"a{sign}b"),),), f'CN="a{sign}b"') for sign in ",+=<>#;\n"),
        (((("commonName", "a\\b"),),), 'CN="a\\\\b"'),
        (((("domainComponent", "com"),), (("domainComponent", "example"),)), "DC=example, DC=com"),
        (((("emailAddress", "me@example.com"),),), "EMAILADDRESS=me@example.com"),
        (((("localityName", "Bonn"),), (("streetAddress", "Am Hof 1"),)), "STREET=Am Hof 1, L=Bonn"),
        (((("organizationalUnitName", "Sales"),), (("serialNumber", "7"),)), "SERIALNUMBER=7, OU=Sales"),
    ],
)
def test_subjects(subject: tuple[tuple[tuple[str, str], ...], ...], text: str) -> None:
    assert subject_text(subject) == text
