"""The Velocity Template Language 1.7: source text → tokens → syntax tree → a generated Python function.

Nothing here knows of API Gateway: the variables that a template sees are given when it renders.
"""
