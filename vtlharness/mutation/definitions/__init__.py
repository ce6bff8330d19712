"""The changes of definitions: of methods, of authorizers, of gateway responses."""
