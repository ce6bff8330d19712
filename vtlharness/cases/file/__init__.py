"""The case file itself: how it is found, its format, its defaults, and the files that it names.

`format` is the table of all keys, built from `sections` and `value_kinds`; `structure_check`, `defaults`,
`written_numbers`, `json_schema` and `key_tables` are made from it.
"""
