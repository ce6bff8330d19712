"""CloudFormation templates: the REST APIs that their resources make, those of SAM and of split stacks included."""
