"""Matchers: what a value of `expect` may say instead of a value, such as `{matches: "[0-9]+"}` or `{any: string}`."""
