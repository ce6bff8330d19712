"""Request validators: required parameters, bodies against models, and the words of the service about both."""
