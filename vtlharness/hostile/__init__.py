"""Sends hostile input through the cases: what a client, an authorizer or a backend can do to the templates' output."""
