"""The backends that answer integration requests: a reply from a test case, or Lambda's reply to a result or error."""
