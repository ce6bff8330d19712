"""The caller's credentials. They are used to sign, and stand in no message, no log and no record.

An endpoint that is not AWS gets sample credentials where the user names no profile: the caller's own never reach it by
accident.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from vtlharness.backends.aws.botocore_session import botocore_session
from vtlharness.errors import VtlHarnessError


@dataclass(frozen=True, slots=True)
class SigningCredentials:
    """Keys at one moment; its repr does not show them."""

    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    token: str | None = field(default=None, repr=False)


SAMPLE_CREDENTIALS = SigningCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
"""The keys of AWS's documentation, for endpoints that are not AWS."""


def callers_credentials(profile: str | None) -> SigningCredentials:
    """The keys of a profile, or those that botocore finds. Expired ones are renewed.

    Raises VtlHarnessError where there are none.
    """
    session = botocore_session(profile)
    from botocore.exceptions import BotoCoreError

    whose = f"the profile {profile}" if profile else "this user"
    try:
        found = session.get_credentials()
        frozen = None if found is None else found.get_frozen_credentials()
    except BotoCoreError as problem:
        raise VtlHarnessError(f"the AWS credentials of {whose} cannot be read: {type(problem).__name__}") from None
    if frozen is None or not frozen.access_key or not frozen.secret_key:
        raise VtlHarnessError(
            f"no AWS credentials of {whose} were found",
            hint="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile",
        )
    return SigningCredentials(frozen.access_key, frozen.secret_key, frozen.token)
