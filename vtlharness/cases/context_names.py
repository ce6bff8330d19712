"""Checks the names in a case's `context` against the variables that the service has.

Comes in: the `context` of a case. Goes out: the paths of names that no call on the service has, with the name that may
be meant. The lists are those of the service's documentation: the variables of templates and those of access logs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from vtlharness.nearest import nearest_name

_Names: TypeAlias = "Mapping[str, _Names | None]"
"""Names, each with those inside it; None for a plain value, and for a map whose names the API chooses."""


class UnknownName(NamedTuple):
    """A name that `$context` does not have: its path, and the known name beside it that is closest."""

    path: tuple[str, ...]
    near: str | None

    @property
    def variable(self) -> str:
        """The variable as a template writes it: `$context.identity.sourceIP`."""
        return ".".join(("$context", *self.path))


def _names(*plain: str, **inner: _Names | None) -> _Names:
    return MappingProxyType({**dict.fromkeys(plain), **inner})


_ATTEMPT = _names("error", "latency", "status")
_KNOWN = _names(
    "accountId",
    "apiId",
    "authorizer",
    "awsEndpointRequestId",
    "awsEndpointRequestId2",
    "cipherSuite",
    "class",
    "deploymentId",
    "domainName",
    "domainPrefix",
    "endpointType",
    "extendedRequestId",
    "httpMethod",
    "integrationLatency",
    "integrationStatus",
    "isCanaryRequest",
    "path",
    "protocol",
    "requestId",
    "requestTime",
    "requestTimeEpoch",
    "resourceId",
    "resourcePath",
    "responseLatency",
    "responseLength",
    "stage",
    "status",
    "tlsVersion",
    "wafResponseCode",
    "webaclArn",
    "xrayTraceId",
    authenticate=_ATTEMPT,
    authorize=_ATTEMPT,
    customDomain=_names("basePathMatched"),
    error=_names("message", "messageString", "responseType", "validationErrorString"),
    identity=_names(
        "accessKey",
        "accountId",
        "apiKey",
        "apiKeyId",
        "caller",
        "cognitoAuthenticationProvider",
        "cognitoAuthenticationType",
        "cognitoIdentityId",
        "cognitoIdentityPoolId",
        "principalOrgId",
        "sourceIp",
        "user",
        "userAgent",
        "userArn",
        "vpcId",
        "vpceId",
        clientCert=_names(
            "clientCertPem",
            "issuerDN",
            "serialNumber",
            "subjectDN",
            validity=_names("notAfter", "notBefore"),
        ),
    ),
    integration=_names(
        "error",
        "integrationStatus",
        "latency",
        "requestId",
        "responseTransferMode",
        "status",
        "timeToAllHeaders",
        "timeToFirstContent",
    ),
    requestOverride=_names("header", "path", "querystring"),
    responseOverride=_names("header", "status"),
    waf=_ATTEMPT,
)


def members_of(path: tuple[str, ...]) -> frozenset[str] | None:
    """The names inside a map of `$context`, which a path of names leads to; None for a plain value, and for a map whose
    names the API chooses. The maps inside `requestOverride` and `responseOverride` count as such.
    """
    names: _Names | None = _KNOWN
    for name in path:
        names = None if names is None else names.get(name)
    return None if names is None else frozenset(names)


def unknown_names(context: Mapping[str, object]) -> Iterator[UnknownName]:
    """The names of a given `$context` that the service does not have, in their order."""
    return _unknown((), context, _KNOWN)


def _unknown(path: tuple[str, ...], given: Mapping[str, object], known: _Names) -> Iterator[UnknownName]:
    for name, value in given.items():
        inner = known.get(name)
        if name not in known:
            yield UnknownName((*path, name), nearest_name(name, known))
        elif inner is not None and isinstance(value, Mapping):
            yield from _unknown((*path, name), value, inner)
