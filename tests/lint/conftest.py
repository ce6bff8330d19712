"""The commands as a user starts them, for these tests."""

from tests.commands import command, write

__all__ = ["command", "write"]
