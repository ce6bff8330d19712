"""Values for what templates read: samples, data that models allow, examples."""
