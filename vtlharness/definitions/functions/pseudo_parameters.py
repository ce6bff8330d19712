"""Sample values of pseudo parameters, for a stack that is not deployed."""

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


def place_of_resources(given: Mapping[str, str]) -> dict[str, str]:
    """Where resources are, for their ARNs: `region`, `account`, `partition` and `suffix`; `given` values win."""
    names = {"region": "Region", "account": "AccountId", "partition": "Partition", "suffix": "URLSuffix"}
    return {key: given.get(f"AWS::{name}", PSEUDO_PARAMETERS[f"AWS::{name}"]) for key, name in names.items()}
