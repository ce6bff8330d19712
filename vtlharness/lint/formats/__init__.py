"""The forms in which `vtl-lint` writes findings: text, JSON, SARIF, GitHub's annotations."""
