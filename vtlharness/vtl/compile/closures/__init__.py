"""The first form of a template: functions made from the syntax tree, without generated code."""
