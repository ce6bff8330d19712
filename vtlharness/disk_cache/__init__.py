"""A cache on disk of the results made from texts, which believes only what this user's runs have written.

Comes in: texts, and the data or code made from them. Goes out: the same data in a later run. Cached code runs as the
user, so a folder or a file that anyone else may have made is not used. `places` names the folders, `own_folder` opens
them, `opening` puts the cache and its key together, `cache` reads and writes the entries.
"""
