"""The Velocity Template Language 1.7: source text → tokens → syntax tree → a generated Python function.

This package does not depend on API Gateway: the variables of a template are given when it renders.
"""
