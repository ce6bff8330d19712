"""The commands as a user starts them, for these tests."""

from tests.commands import command

__all__ = ["command"]
