"""Bytes, texts and their encodings as the gateway handles them. These modules do not depend on the stages."""
