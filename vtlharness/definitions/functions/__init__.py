"""CloudFormation's functions, which OpenAPI files may also contain: the names they refer to and their values."""
