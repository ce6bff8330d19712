"""The backends that answer integration requests: replies of test cases, and real backends, called over the wire."""
