"""YAML text by the rules of YAML 1.2: to data, to nodes with places, and its errors in our words."""
