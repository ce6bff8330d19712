"""Compares results with expectations: equality first, then the differences, and the template lines that wrote them."""
