"""The commands as a user starts them, for these tests."""

from tests.commands import command, plugin_installed, write

__all__ = ["command", "plugin_installed", "write"]
