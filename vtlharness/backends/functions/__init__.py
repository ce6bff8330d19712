"""Lambda functions on this computer: processes of their own that speak Lambda's Runtime API."""
