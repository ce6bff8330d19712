"""Forms in which other programs take findings: GitHub's workflow commands, SARIF."""
