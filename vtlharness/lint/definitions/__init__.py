"""The rules of definitions: content types, responses, patterns, CORS, authorizers."""
