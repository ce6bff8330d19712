"""moto's server on a free port, which stands in for AWS in tests."""

from __future__ import annotations

import logging
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@contextmanager
def moto_server() -> Iterator[str]:
    """The address of a server with nothing in it: the servers of one process share their memory.

    The test is skipped where moto is not installed.
    """
    server_module = pytest.importorskip("moto.server", reason="needs moto's server: the extra `test` installs it")
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    urllib.request.urlopen(urllib.request.Request(f"{address}/moto-api/reset", method="POST")).close()
    try:
        yield address
    finally:
        server.stop()


def client(service: str, address: str) -> Any:
    """botocore's own client of a service, to prepare what the calls need and to see what they did."""
    from botocore.session import Session

    return Session().create_client(
        service, "us-east-1", endpoint_url=address, aws_access_key_id="test", aws_secret_access_key="test"
    )
