"""Request validators: required parameters, bodies against models, and the service's messages about both."""
