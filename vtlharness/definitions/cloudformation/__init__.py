"""CloudFormation templates: functions, parameters and the REST APIs that resources make, those of SAM included."""
