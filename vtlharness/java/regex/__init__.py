"""Regular expressions of java.util.regex: read, translated for Python, run."""
