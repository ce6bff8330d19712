"""The key `backends` of a case file has the keys that a file of backends has."""

from __future__ import annotations

from vtlharness.backends import function_settings, settings
from vtlharness.cases.file.format.backends import AWS, BACKENDS, FUNCTION, MOST_SECONDS
from vtlharness.cases.file.format.sections import Section


def _names(section: Section) -> list[str]:
    return [key.name for key in section.keys]


def test_the_keys_are_those_of_a_file_of_backends() -> None:
    assert sorted(_names(BACKENDS)) == sorted(settings._KEYS)
    assert sorted(_names(AWS)) == sorted(settings._AWS_KEYS)
    assert sorted(_names(FUNCTION)) == sorted(function_settings._KEYS)
    assert function_settings._MOST_S == MOST_SECONDS
