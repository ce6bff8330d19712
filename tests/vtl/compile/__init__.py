"""Tests of vtl.compile."""
