"""The stages of a call: routing, `access`, integration `requests`, and `responses` of integration, method and gateway.

An `Exchange` goes from stage to stage. Requests and responses share `parameter_mapping` and `template_run`.
"""
