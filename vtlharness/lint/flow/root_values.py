"""The values of the roots and of their members: who controls them, and what kind they are."""

from __future__ import annotations

from vtlharness.lint.flow.samples import from_util
from vtlharness.lint.flow.values import BOOLEAN, HOSTILE_JSON, NUMBER, TEXT, UNKNOWN, Value, outside
from vtlharness.vtl.missing_methods import UTIL_METHODS

CLIENT = "the client"
_PLACES = ("path", "querystring", "header")
_SAFE_CLAIMS = frozenset(
    {"sub", "aud", "iss", "exp", "iat", "jti", "origin_jti", "event_id", "auth_time", "token_use", "email_verified"}
)
"""Claims that Cognito makes itself: ids, times, addresses."""

MADE_BY_AWS = frozenset({"MessageId", "MD5OfMessageBody", "SequenceNumber", "executionArn"})
"""Members that services answer with, and make themselves: ids, checksums, ARNs."""

_ROOTS = {
    "input": Value("map", role="input"),
    "util": Value("map", role="util"),
    "context": Value("map", role="context"),
    "stageVariables": Value("map", role="stage"),
    "foreach": Value("map", role="foreach"),
    "velocityCount": NUMBER,
    "velocityHasNext": BOOLEAN,
}
_NOT_SET = Value(missing=True)
_CONTEXT_TEXT = Value("text", role="context text")


def root_value(name: str) -> Value:
    """The value of a root, or of a variable that nothing has set so far."""
    return _ROOTS.get(name, _NOT_SET)


def root_member(value: Value, name: str, arguments: list[Value] | None, controller: str) -> Value | None:
    """A member of a root: a property, or a method if there are arguments. None for a value that has none of its own."""
    role = value.role
    if role == "input":
        return _input(name, arguments, controller)
    if role == "util":
        return _util(name, arguments)
    if role == "foreach":
        return _foreach(name)
    if arguments is not None and name in ("get", "getOrDefault") and arguments:
        return root_member(value, arguments[0].text or "", None, controller)
    if role == "stage":
        if name == "entrySet":  # an entry has a key and a value
            return Value("collection", items=UNKNOWN)
        return Value("collection", items=TEXT) if name in ("keySet", "values") else Value("text", role="stage text")
    if role in ("context", "authorizer", "claims", "identity", "override"):
        return _context(role, name)
    if role.startswith("params"):
        return _params(role, name, arguments)
    return None


def _input(name: str, arguments: list[Value] | None, controller: str) -> Value:
    if arguments is None:
        return outside(controller, "text", missing=False) if name in ("body", "Body") else UNKNOWN
    if name == "getBody":
        return outside(controller, "text", missing=False)
    if name == "json":
        return Value("json", HOSTILE_JSON, controller)
    if name == "params":
        return outside(CLIENT, "text") if arguments else Value("map", role="params")
    if name == "path":
        path = (arguments[0].text or "").strip() if arguments else ""
        if controller != CLIENT and path in ("$.Count", "$.ScannedCount"):
            return NUMBER
        if controller != CLIENT and path.rpartition(".")[2] in MADE_BY_AWS:
            return Value("text", missing=True)
        whole = path == "$"
        return outside(controller, missing=not whole)._replace(role="payload" if whole else "")
    return UNKNOWN


def _util(name: str, arguments: list[Value] | None) -> Value:
    if arguments is None or name not in UTIL_METHODS:
        return UNKNOWN
    given = arguments[0] if arguments else UNKNOWN
    if name == "parseJson":
        return UNKNOWN if given.who is None else outside(given.who)
    if name in ("urlDecode", "base64Decode"):
        return TEXT if given.who is None else outside(given.who, "text", missing=given.missing)
    samples = tuple(dict.fromkeys(from_util(name, sample) for sample in given.samples))
    return Value("text", samples, given.who, given.missing)


def _foreach(name: str) -> Value:
    if name in ("parent", "topmost", "getParent", "getTopmost"):
        return _ROOTS["foreach"]
    return NUMBER if name in ("index", "count", "getIndex", "getCount") else BOOLEAN


def _context(role: str, name: str) -> Value:
    if role == "context":
        if name in ("authorizer", "identity"):
            return Value("map", role=name)
        if name in ("requestOverride", "responseOverride"):
            return Value("map", role="override")
        if name == "path":
            return outside(CLIENT, "text", missing=False)
        return NUMBER if name == "requestTimeEpoch" else UNKNOWN if name in ("error", "waf") else _CONTEXT_TEXT
    if role == "identity":
        return outside(CLIENT, "text") if name == "userAgent" else UNKNOWN
    if role == "override":
        return Value("map", role="override") if name in _PLACES else UNKNOWN
    if role == "authorizer":
        if name == "claims":
            return Value("map", role="claims")
        return NUMBER if name == "integrationLatency" else outside("the authorizer", "text")
    return Value("text", missing=True) if name in _SAFE_CLAIMS else outside("the authorizer", "text")


def _params(role: str, name: str, arguments: list[Value] | None) -> Value:
    if arguments is not None:
        if name == "entrySet":
            return Value("collection", items=outside(CLIENT, missing=False))
        if name in ("keySet", "values"):
            if role == "params":
                return Value("collection", items=TEXT if name == "keySet" else Value("map", role="params.any"))
            written_by_author = name == "keySet" and role == "params.path"
            return Value("collection", items=TEXT if written_by_author else outside(CLIENT, "text", missing=False))
        return NUMBER if name == "size" else BOOLEAN
    if role == "params":
        return Value("map", role=f"params.{name}" if name in _PLACES else "params.any")
    return outside(CLIENT, "text")
