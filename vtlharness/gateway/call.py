"""The service's data about a call, besides the client's request."""

from __future__ import annotations

from vtlharness.records import Record


class Call(Record):
    """The service's data about a call, besides the client's request: its clock, its ids, the caller's address.

    The defaults look like the service's and are the same on every run; times are in milliseconds. The latency is that
    of the backend; only the execution log shows it.
    """

    account_id: str = "123456789012"
    api_id: str = "abcdef1234"
    region: str = "us-east-1"
    stage: str = "test"
    deployment_id: str = "6kxy8b"
    resource_id: str = "abc123"
    request_id: str = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
    extended_request_id: str = "JJbxIEPNIAMFRxQ="
    request_time_epoch: int = 1747753650123
    source_ip: str = "203.0.113.7"
    integration_latency: int = 25


SAMPLE_CALL = Call()
"""The call of every test that does not give another one."""
