"""The credentials of a role that the caller assumes. STS gives them for an hour; they are renewed before that ends."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import lru_cache
from threading import Lock

from vtlharness.backends.aws.botocore_session import botocore_session
from vtlharness.backends.aws.credentials import SigningCredentials
from vtlharness.backends.aws.role_arn import check_role
from vtlharness.errors import VtlHarnessError
from vtlharness.visible import one_line

_SESSION_NAME = "vtlharness"
_MOST = 500  # characters of a reason
_RENEWED_BEFORE = timedelta(minutes=5)


def role_credentials(role: str, caller: SigningCredentials, region: str, endpoint: str | None) -> SigningCredentials:
    """The keys of a role, by STS of the region or at the endpoint.

    Raises VtlHarnessError for a role that the caller cannot assume.
    """
    return _assumed(role, caller, region, endpoint).credentials()


class _AssumedRole:
    """A role, and its keys as long as they hold. Threads that need it at the same time assume it once."""

    def __init__(self, role: str, caller: SigningCredentials, region: str, endpoint: str | None) -> None:
        check_role(role)
        self._role, self._caller, self._region, self._endpoint = role, caller, region, endpoint
        self._held: SigningCredentials | None = None
        self._ends = datetime.min.replace(tzinfo=timezone.utc)
        self._lock = Lock()

    def credentials(self) -> SigningCredentials:
        with self._lock:
            if self._held is None or datetime.now(timezone.utc) + _RENEWED_BEFORE >= self._ends:
                self._held, self._ends = self._assume()
            return self._held

    def _assume(self) -> tuple[SigningCredentials, datetime]:
        session = botocore_session()
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, ClientError

        caller = self._caller
        try:
            sts = session.create_client(
                "sts",
                region_name=self._region,
                endpoint_url=self._endpoint,
                aws_access_key_id=caller.access_key,
                aws_secret_access_key=caller.secret_key,
                aws_session_token=caller.token,
                config=Config(connect_timeout=5, read_timeout=10, retries={"max_attempts": 2}),
            )
            found = sts.assume_role(RoleArn=self._role, RoleSessionName=_SESSION_NAME)["Credentials"]
        except ClientError as problem:
            error = problem.response.get("Error", {})
            raise _refused(self._role, f"{error.get('Code', '')}: {error.get('Message', '')}") from None
        except (BotoCoreError, KeyError, ValueError) as problem:
            raise _refused(self._role, type(problem).__name__) from None
        keys = SigningCredentials(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
        return keys, found["Expiration"]


def _refused(role: str, reason: str) -> VtlHarnessError:
    return VtlHarnessError(f"the role {one_line(role)} cannot be assumed: {one_line(reason[:_MOST])}")


@lru_cache(maxsize=64)
def _assumed(role: str, caller: SigningCredentials, region: str, endpoint: str | None) -> _AssumedRole:
    return _AssumedRole(role, caller, region, endpoint)
