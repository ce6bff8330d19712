"""Jayway JsonPath 2.9 with its json-smart provider and default options, compiled, for `$input.path`.

`compile_path(text)` gives a `Query`; `Query.find(document)` gives the value. Documents are plain Python values (see
`vtlharness.java`).
"""

from vtlharness.jsonpath.errors import JsonPathError, PathNotFound
from vtlharness.jsonpath.query import Query, compile_path

__all__ = ["JsonPathError", "PathNotFound", "Query", "compile_path"]
