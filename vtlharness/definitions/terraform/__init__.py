"""Reads an API from what `terraform show -json` prints of a plan or a state, and from raw states of version 4."""
