"""The plugin as pytest finds it, for these tests."""

from tests.commands import plugin_installed

__all__ = ["plugin_installed"]
