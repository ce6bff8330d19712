"""Hostile inputs as data, each with what must happen, and the tests that feed them to the product."""
