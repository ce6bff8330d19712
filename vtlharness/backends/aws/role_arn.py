"""The ARN of a role. This module imports no botocore, so that an option is checked before anything is called."""

from __future__ import annotations

import re

from vtlharness.errors import VtlHarnessError
from vtlharness.visible import one_line

_ROLE = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/[!-~]+")


def check_role(role: str) -> None:
    """Raises VtlHarnessError for a text that is not the ARN of a role."""
    if not _ROLE.fullmatch(role):
        raise VtlHarnessError(
            f"'{one_line(role)}' is not the ARN of a role",
            hint="write arn:aws:iam::123456789012:role/NAME, or `credentials` for the role that the integration names",
        )
