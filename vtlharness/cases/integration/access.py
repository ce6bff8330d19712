"""What a case says about access to the API.

Comes in: the checked data of a case, and the API keys of its file. Goes out: an `Access`. Used by
`integration.loading`.
"""

from __future__ import annotations

from typing import Any

from vtlharness.cases.file.request_values import without_nulls
from vtlharness.gateway.access import Access, AuthorizerAnswer, CognitoClaims, IamIdentity, LambdaOutput
from vtlharness.gateway.codecs.text_values import text_values


def access_of(data: dict[str, Any], keys_of_file: dict[str, Any] | None) -> Access:
    """The authorizer's answer, the API keys of file and case together, and the refusal."""
    keys = data.get("apiKeys")
    known = None if keys is None and keys_of_file is None else text_values({**(keys_of_file or {}), **(keys or {})})
    answer = data.get("authorizer")
    return Access(None if answer is None else _answer(answer), known, data.get("refused"))


def _answer(given: Any) -> AuthorizerAnswer:
    if type(given) is str:
        return given  # type: ignore[return-value]
    if given.get("claims") is not None:
        return CognitoClaims(given["claims"])
    if given.get("iam") is not None:
        return IamIdentity(without_nulls(given["iam"]))
    return LambdaOutput(without_nulls(given))
