"""What templates read of a call."""
