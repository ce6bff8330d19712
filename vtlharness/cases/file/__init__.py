"""The case file itself: where it is found, its format, its defaults, and the files that it names.

`format` is the table of all keys (`sections` and `value_kinds` are what it is made of); `structure_check`, `defaults`,
`written_numbers`, `json_schema` and `key_tables` are made from it.
"""
