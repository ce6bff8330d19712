"""CloudFormation templates: the REST APIs that their resources define, including SAM and split stacks."""
