"""The roots that a mapping template sees: `$input`, `$util`, `$context` and `$stageVariables`."""
