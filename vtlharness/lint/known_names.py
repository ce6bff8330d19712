"""The names that a mapping template can use: of the roots, their members, and Java's methods.

They are those of the service's documentation and of Velocity 1.7. `$context` is in `cases.context_names`.
"""

from __future__ import annotations

INPUT_PROPERTIES = frozenset({"body", "Body", "class", "Class"})
INPUT_METHODS = {"json": (1,), "path": (1,), "params": (0, 1), "getBody": (0,)}
"""The methods of `$input`, with their numbers of arguments."""

UTIL_METHODS = dict.fromkeys(
    ("escapeJavaScript", "parseJson", "urlEncode", "urlDecode", "base64Encode", "base64Decode"), (1,)
)
OBJECT_METHODS = frozenset({"equals", "getClass", "hashCode", "toString"})
ROOTS = frozenset({"input", "util", "context", "stageVariables"})
LOOP_VARIABLES = frozenset({"foreach", "velocityCount", "velocityHasNext"})
FOREACH_MEMBERS = frozenset({"index", "count", "hasNext", "first", "last", "parent", "topmost"})
FOREACH_METHODS = frozenset({"getIndex", "getCount", "hasNext", "isFirst", "isLast", "getParent", "getTopmost", "stop"})
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

NEWER_METHODS = {
    **dict.fromkeys(("isBlank", "lines", "repeat", "strip", "stripLeading", "stripTrailing"), 11),
    **dict.fromkeys(("indent", "transform", "describeConstable", "resolveConstantDesc"), 12),
    **dict.fromkeys(("formatted", "stripIndent", "translateEscapes"), 15),
    "toList": 16,
    **dict.fromkeys(("reversed", "getFirst", "getLast", "removeFirst", "removeLast", "splitWithDelimiters"), 21),
    **dict.fromkeys(("copyOf", "of", "ofEntries", "entry"), 9),
}
"""Methods that came after Java 8, and the version that brought them."""

INSTEAD = {
    "isBlank": '.trim() == ""',
    "strip": ".trim()",
    "stripLeading": '.replaceFirst("^\\s+", "")',
    "stripTrailing": '.replaceFirst("\\s+$", "")',
    "getFirst": ".get(0)",
    "lines": '.split("\\n")',
}
CHANGING_METHODS = frozenset(
    ["add", "addAll", "addFirst", "addLast", "clear", "put", "putAll", "putIfAbsent", "remove", "removeAll", "set"]
)
"""Methods that are called for what they change, whatever they give."""
