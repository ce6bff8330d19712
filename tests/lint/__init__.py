"""Tests of `vtlharness.lint` and of `vtl-lint`."""
