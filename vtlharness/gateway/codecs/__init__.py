"""Bytes, texts and their encodings as the gateway handles them. Nothing here knows of a stage."""
