"""The names that a mapping template can use: of the roots, their members, and Java's methods.

They are those of the service's documentation and of Velocity 1.7. `$context` is in `cases.context_names`.
"""

from __future__ import annotations

INPUT_PROPERTIES = frozenset({"body", "Body", "class", "Class"})
ROOTS = frozenset({"input", "util", "context", "stageVariables"})
LOOP_VARIABLES = frozenset({"foreach", "velocityCount", "velocityHasNext"})
FOREACH_MEMBERS = frozenset({"index", "count", "hasNext", "first", "last", "parent", "topmost"})
NAMES_OF_NULL = frozenset({"null", "nil", "none", "undefined"})
"""Variables that templates leave unset on purpose, to compare values with them (in lower case)."""

OVERRIDES = {
    "requestOverride": frozenset({"header", "path", "querystring"}),
    "responseOverride": frozenset({"header", "status"}),
}

TEXT_METHODS = frozenset(
    [
        "concat",
        "replace",
        "replaceAll",
        "replaceFirst",
        "substring",
        "toLowerCase",
        "toString",
        "toUpperCase",
        "trim",
        "valueOf",
        "subSequence",
        "intern",
        "join",
    ]
)
"""Methods of a String that give a String."""

BOOLEAN_METHODS = frozenset(
    [
        "contains",
        "containsAll",
        "containsKey",
        "containsValue",
        "contentEquals",
        "endsWith",
        "equals",
        "equalsIgnoreCase",
        "hasNext",
        "hasPrevious",
        "isEmpty",
        "matches",
        "regionMatches",
        "startsWith",
        "add",
        "addAll",
        "removeAll",
        "retainAll",
        "removeIf",
        "isNaN",
        "isInfinite",
        "isDigit",
        "isLetter",
        "isLetterOrDigit",
        "isUpperCase",
        "isLowerCase",
        "isWhitespace",
        "isFirst",
        "isLast",
    ]
)
NUMBER_METHODS = frozenset(
    [
        "size",
        "length",
        "indexOf",
        "lastIndexOf",
        "hashCode",
        "compareTo",
        "compareToIgnoreCase",
        "parseInt",
        "parseLong",
        "parseDouble",
        "intValue",
        "longValue",
        "doubleValue",
        "floatValue",
        "shortValue",
        "byteValue",
        "codePointAt",
    ]
)
COMMON_METHODS = (
    TEXT_METHODS
    | BOOLEAN_METHODS
    | NUMBER_METHODS
    | frozenset(
        [
            "charAt",
            "entrySet",
            "get",
            "getKey",
            "getValue",
            "keySet",
            "put",
            "putAll",
            "remove",
            "set",
            "split",
            "values",
            "iterator",
            "subList",
            "clear",
            "next",
            "clone",
            "toArray",
            "getOrDefault",
            "putIfAbsent",
            "getBytes",
        ]
    )
)
"""Methods that some value has, so that the full table need not be asked."""

CHANGING_METHODS = frozenset(
    ["add", "addAll", "addFirst", "addLast", "clear", "put", "putAll", "putIfAbsent", "remove", "removeAll", "set"]
)
"""Methods that are called for what they change, whatever they give."""
