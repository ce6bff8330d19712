"""The text of a template to a syntax tree, in the lexical states of Velocity 1.7."""
