"""The subject of a certificate, as Java prints it.

Comes in: the subject as the `ssl` module reads it. Goes out: text, the most specific name first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_KEYS = {
    "commonName": "CN",
    "countryName": "C",
    "domainComponent": "DC",
    "emailAddress": "EMAILADDRESS",
    "localityName": "L",
    "organizationName": "O",
    "organizationalUnitName": "OU",
    "serialNumber": "SERIALNUMBER",
    "stateOrProvinceName": "ST",
    "streetAddress": "STREET",
}
_QUOTED = re.compile(r'[,+=\n<>#;\\"]|^ | $|  ')


def subject_text(subject: Iterable[Iterable[tuple[str, str]]]) -> str:
    """`CN=example.com, O="Example, Inc", C=US`."""
    names = [" + ".join(f"{_KEYS.get(key, key)}={_value(value)}" for key, value in pairs) for pairs in subject]
    return ", ".join(reversed(names))


def _value(text: str) -> str:
    if not _QUOTED.search(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
