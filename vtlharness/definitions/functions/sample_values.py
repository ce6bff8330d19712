"""Sample values for what only a deployed stack knows: pseudo parameters, and placeholders such as `<Network.VpcId>`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vtlharness.definitions.reading.cursor import NO_VALUE

PSEUDO_PARAMETERS: Mapping[str, Any] = {
    "AWS::AccountId": "123456789012",
    "AWS::NoValue": NO_VALUE,
    "AWS::NotificationARNs": [],
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::StackId": "arn:aws:cloudformation:us-east-1:123456789012:stack/stack/sample",
    "AWS::StackName": "stack",
    "AWS::URLSuffix": "amazonaws.com",
}
"""Sample values; a value from the user replaces the one with the same name."""


def placeholder(name: str) -> str:
    """The placeholder for a value that only a deployed stack knows."""
    return f"<{name}>"


def is_placeholder(text: str) -> bool:
    """Whether a text contains a placeholder."""
    return "<" in text
