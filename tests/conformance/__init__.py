"""The conformance suite: templates with the answers of the real engine, for this renderer and for any other.

Each line of a `*.jsonl` file here is a case; docs/protocol.md describes it and tells how to run the suite.
"""
