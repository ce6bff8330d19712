"""Connects to an endpoint, with TLS where it asks for it.

Comes in: an `Endpoint` and a `Deadline`. Goes out: a `DeadlineSocket`. Evidence for a certificate that is not trusted:
docs/fidelity.md#backends-called-for-real.
"""

from __future__ import annotations

import socket
import ssl
from functools import lru_cache
from queue import Empty, SimpleQueue
from threading import Thread

from vtlharness.backends.wire.certificate_subject import subject_text
from vtlharness.backends.wire.deadline import Deadline, DeadlineSocket
from vtlharness.backends.wire.request import Endpoint
from vtlharness.gateway.backend import BackendTimeout, BackendUnreachable
from vtlharness.gateway.gateway_failure import GatewayFailure, configuration_error
from vtlharness.visible import one_line

_WRONG_NAME = (62, 64)  # OpenSSL's codes for a certificate of another host, and of another address


def connect(endpoint: Endpoint, deadline: Deadline) -> DeadlineSocket:
    """A connection.

    Raises BackendUnreachable, BackendTimeout, and GatewayFailure (500) for a certificate that is not trusted.
    """
    connection = DeadlineSocket(_connected(endpoint, deadline), deadline)
    if not endpoint.secure:
        return connection
    try:
        connection.start_tls(_trust(), endpoint.host)
    except ssl.SSLError as problem:
        connection.close()
        raise _not_trusted(problem, endpoint, deadline) from None
    except OSError as problem:
        connection.close()
        raise unreachable(endpoint, problem) from None
    except BackendTimeout:
        connection.close()
        raise
    return connection


def unreachable(endpoint: Endpoint, problem: OSError | str) -> BackendUnreachable:
    """What to raise for an endpoint, with what is wrong: `127.0.0.1:9100: Connection refused`."""
    said = problem if isinstance(problem, str) else (problem.strerror or type(problem).__name__)
    return BackendUnreachable(one_line(f"{endpoint.host_and_port}: {said}"))


def _connected(endpoint: Endpoint, deadline: Deadline) -> socket.socket:
    """A socket that is connected to the first of the host's addresses that answers."""
    problem: OSError | str = "no such host"
    for family, kind, protocol, _, address in _addresses(endpoint, deadline):
        try:
            made = socket.socket(family, kind, protocol)
        except OSError as missing:  # an address family that the system lacks
            problem = missing
            continue
        try:
            made.settimeout(deadline.remaining())
            made.connect(address)
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return made
        except TimeoutError as limit:
            made.close()
            if not _is_over(deadline):
                problem = limit  # the system's own
                continue
            raise BackendTimeout from None
        except OSError as refused:
            made.close()
            problem = refused
        except BackendTimeout:
            made.close()
            raise
    raise unreachable(endpoint, problem)


def _is_over(deadline: Deadline) -> bool:
    try:
        deadline.remaining()
        return False
    except BackendTimeout:
        return True


_Addresses = list[tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[object, ...]]]


def _addresses(endpoint: Endpoint, deadline: Deadline) -> _Addresses:
    """The addresses of a host. A look-up takes no timeout, so that it runs in a thread, which may outlive this call."""
    try:
        return _look_up(endpoint, socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        pass  # a name
    found: SimpleQueue[_Addresses] = SimpleQueue()

    def look_up() -> None:
        try:
            found.put(_look_up(endpoint, 0))
        except (OSError, UnicodeError):  # no such host, or no host's name
            found.put([])

    Thread(target=look_up, daemon=True, name="vtlharness-look-up").start()
    try:
        return found.get(timeout=deadline.remaining())
    except Empty:
        raise BackendTimeout from None


def _look_up(endpoint: Endpoint, flags: int) -> _Addresses:
    return socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM, flags=flags)  # type: ignore[return-value]


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """The system's trust, which takes long to read."""
    return ssl.create_default_context()


@lru_cache(maxsize=1)
def _trust_of_any_host() -> ssl.SSLContext:
    """The system's trust, for a look at the certificate of another host. Nothing is sent over such a connection."""
    context = ssl.create_default_context()
    context.check_hostname = False
    return context


def _not_trusted(problem: ssl.SSLError, endpoint: Endpoint, deadline: Deadline) -> GatewayFailure:
    if isinstance(problem, ssl.SSLCertVerificationError) and problem.verify_code in _WRONG_NAME:
        subject = _subject(endpoint, deadline)
        return configuration_error(
            f"Host name '{endpoint.host}' does not match the certificate subject provided by the peer"
            + (f" ({subject})" if subject else "")
        )
    return configuration_error("General SSLEngine problem")


def _subject(endpoint: Endpoint, deadline: Deadline) -> str:
    """The subject of the certificate, which a failed handshake does not tell; empty if a second one fails, too."""
    try:
        connection = DeadlineSocket(_connected(endpoint, deadline), deadline)
    except (BackendUnreachable, BackendTimeout):
        return ""
    try:
        connection.start_tls(_trust_of_any_host(), endpoint.host)
        return one_line(subject_text(connection.peer_subject()))
    except (OSError, BackendTimeout):
        return ""
    finally:
        connection.close()
