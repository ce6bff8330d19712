"""Signs a request with Signature Version 4; botocore computes the signature.

Comes in: a `WireRequest`, credentials, the service and its region. Goes out: the request with X-Amz-Date, Authorization
and, for temporary credentials, X-Amz-Security-Token; for S3 with X-Amz-Content-SHA256 too.
"""

from __future__ import annotations

from dataclasses import replace

from vtlharness.backends.aws.credentials import SigningCredentials
from vtlharness.backends.aws.signing_names import signing_name
from vtlharness.backends.wire.encoding import canonical_path
from vtlharness.backends.wire.request import WireRequest

_S3 = ("s3", "s3-outposts", "s3-object-lambda")


def signed(request: WireRequest, credentials: SigningCredentials, service: str, region: str) -> WireRequest:
    """The request, signed; `service` is named as in the ARN of an integration.

    The path of a request to S3 becomes canonical, because S3 decodes a path before it verifies the signature.
    """
    from botocore.auth import S3SigV4Auth, SigV4Auth
    from botocore.awsrequest import AWSRequest

    name = signing_name(service)
    if name in _S3:
        path, mark, query = request.target.partition("?")
        request = replace(request, target=f"{canonical_path(path)}{mark}{query}")
    unsigned = AWSRequest(method=request.method, url=request.url, data=request.body)
    for header, value in request.headers:
        unsigned.headers[header] = value
    signer = S3SigV4Auth if name in _S3 else SigV4Auth
    signer(credentials, name, region).add_auth(unsigned)
    return replace(request, headers=tuple((header, str(value)) for header, value in unsigned.headers.items()))
