"""Signatures for AWS services. Only modules of this package import botocore, which the extra `aws` installs."""
