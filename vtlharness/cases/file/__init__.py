"""The case file itself: how it is found, its format, its defaults, and the files that it names.

`format` is the table of all keys. `checks` holds a file to it; `defaults`, `json_schema` and `key_tables` are made
from it.
"""
