"""CloudFormation's functions, which OpenAPI files may hold as well: what they refer to and what they give."""
