"""The scoreboard: every engine on the same work, in one run. `python -m benchmarks`."""
