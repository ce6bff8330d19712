"""The integration request: one module for each way to make it, and its address, its headers, its findings."""
