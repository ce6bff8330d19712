"""Requests on the wire: a request as it is sent, sending it within one deadline, and the reply that comes back."""
