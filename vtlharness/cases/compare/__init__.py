"""What came out against what was expected: equality first, differences only where it fails, and the lines that wrote
them.
"""
