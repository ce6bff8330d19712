"""botocore's session: a profile's settings, and botocore's data about services.

Importing botocore's HTTP library opens a socket, so that nothing imports it before a request is signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vtlharness.errors import VtlHarnessError

if TYPE_CHECKING:
    from botocore.session import Session

# Services whose host has another name than botocore's data about them.
_MODELS = {
    "elasticloadbalancing": "elbv2",
    "elasticmapreduce": "emr",
    "email": "ses",
    "monitoring": "cloudwatch",
    "states": "stepfunctions",
    "sync-states": "stepfunctions",
}


@lru_cache(maxsize=8)
def botocore_session(profile: str | None = None) -> Session:
    """The session of a profile, or of the environment. Raises VtlHarnessError where botocore is not installed."""
    try:
        from botocore.session import Session
    except ImportError:
        raise VtlHarnessError(
            "requests to AWS services are signed with botocore, which is not installed",
            hint="pip install 'vtlharness[aws]'",
        ) from None
    return Session(profile=profile)


def service_metadata(service: str) -> Mapping[str, Any] | None:
    """What botocore says of a service, named as its host is: protocol, signing name and the like; None if nothing."""
    found = service_description(service)
    return None if found is None else found["metadata"]


@lru_cache(maxsize=256)
def service_description(service: str) -> Mapping[str, Any] | None:
    """botocore's data about a service, named as its host is: its metadata, operations and shapes; None if it has none.

    It is shared: nobody may change it.
    """
    session = botocore_session()
    from botocore.exceptions import UnknownServiceError

    try:
        description: Mapping[str, Any] = session.get_service_data(_MODELS.get(service, service))
        return description
    except UnknownServiceError:
        return None
