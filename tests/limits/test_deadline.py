"""The time limit: whatever runs too long is stopped at its next step, and nothing after it is."""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from vtlharness.limits import deadline
from vtlharness.limits.budget import DEFAULT_LIMITS, LimitExceeded, Limits, current_budget
from vtlharness.limits.deadline import OutOfTime, stop_watching, time_stands_still, within_limits

SHORT = Limits(seconds=0.05)


def forever() -> None:
    while True:
        pass


def forever_whatever_is_raised() -> None:
    while True:
        with suppress(Exception):
            forever()


def forever_in_pieces() -> None:
    while True:
        sorted(range(1000), key=lambda number: -number)


def waits(seconds: float) -> str:
    threading.Event().wait(seconds)
    return "waited"


@pytest.mark.parametrize("function", [forever, forever_whatever_is_raised, forever_in_pieces])
def test_stopped(function: Callable[[], None]) -> None:
    with pytest.raises(LimitExceeded) as raised:
        within_limits(SHORT, function)
    assert (raised.value.limit, raised.value.allowed) == ("seconds", 0.05)
    assert raised.value.message == "the case takes more than 0.05 seconds"


def test_nothing_after_it_is_stopped() -> None:
    """An exception that was on its way when the call ended arrives nowhere."""
    for _ in range(20):
        with suppress(OutOfTime):
            within_limits(Limits(seconds=0.01), waits, 0.26)
        for _ in range(1000):
            pass
    assert within_limits(DEFAULT_LIMITS, lambda: 5) == 5
    end = time.monotonic() + 0.6
    while time.monotonic() < end:
        pass


def test_a_result_and_an_exception_pass() -> None:
    assert within_limits(SHORT, divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        within_limits(SHORT, divmod, 7, 0)


def test_calls_inside_calls() -> None:
    def outer() -> str:
        with pytest.raises(LimitExceeded):
            within_limits(SHORT, forever)
        assert current_budget().limits.seconds == 600
        return "went on"

    assert within_limits(Limits(seconds=600), outer) == "went on"
    assert current_budget().limits is DEFAULT_LIMITS


def test_threads() -> None:
    """Each thread is stopped by its own limit."""
    ended: dict[str, str] = {}

    def run(name: str, seconds: float, function: Callable[[], object]) -> None:
        try:
            ended[name] = str(within_limits(Limits(seconds=seconds), function))
        except LimitExceeded as problem:
            ended[name] = problem.message

    threads = [
        threading.Thread(target=run, args=("a", 0.1, forever)),
        threading.Thread(target=run, args=("b", 600, lambda: waits(0.7))),
        threading.Thread(target=run, args=("c", 0.2, forever)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert ended == {
        "a": "the case takes more than 0.1 seconds",
        "b": "waited",
        "c": "the case takes more than 0.2 seconds",
    }


def test_memory_that_ends() -> None:
    def fill() -> None:
        kept = bytearray(1)
        raise MemoryError(kept)

    with pytest.raises(LimitExceeded) as raised:
        within_limits(DEFAULT_LIMITS, fill)
    assert (raised.value.limit, raised.value.message) == ("memory", "the case needs more memory than there is")


def test_no_thread_is_left_for_a_fork() -> None:
    before = threading.active_count()
    within_limits(DEFAULT_LIMITS, lambda: None)
    stop_watching()
    assert threading.active_count() <= before
    within_limits(DEFAULT_LIMITS, lambda: None)
    with pytest.raises(LimitExceeded):
        within_limits(SHORT, forever)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_fork_watches_for_itself() -> None:
    within_limits(DEFAULT_LIMITS, lambda: None)
    child = os.fork()
    if child == 0:
        try:
            within_limits(SHORT, forever)
        except LimitExceeded:
            os._exit(7)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_a_plain_run_does_not_import_ctypes() -> None:
    program = (
        "import sys\nfrom vtlharness import Limits, MappingTemplate, MethodRequest, render_request\n"
        "render_request(MappingTemplate.from_text('x'), MethodRequest(), limits=Limits())\n"
        "print('ctypes' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "False\n"


TRACED = """
import sys
from vtlharness.limits.budget import LimitExceeded, Limits
from vtlharness.limits.deadline import within_limits

def forever():
    while True:
        pass

sys.settrace(lambda *event: None)
for _ in range(3):
    try:
        within_limits(Limits(seconds=0.05), forever)
    except LimitExceeded:
        print("stopped")
"""


def test_under_a_debugger() -> None:
    run = subprocess.run([sys.executable, "-c", TRACED], capture_output=True, text=True, check=False, timeout=60)
    assert (run.stdout, run.stderr) == ("stopped\n" * 3, "")


def test_time_that_stands_still_does_not_count() -> None:
    def function(after: float) -> None:
        with time_stands_still():
            time.sleep(0.8)
        end = time.monotonic() + after
        while time.monotonic() < end:
            pass

    within_limits(Limits(seconds=0.4), function, 0.1)
    with pytest.raises(OutOfTime):
        within_limits(Limits(seconds=0.4), function, 2)


def test_time_goes_on_where_the_inside_fails() -> None:
    def function() -> None:
        with contextlib.suppress(ValueError), time_stands_still():
            raise ValueError
        while True:
            pass

    with pytest.raises(OutOfTime):
        within_limits(Limits(seconds=0.2), function)
    with time_stands_still():  # outside of any limit
        pass


def test_where_python_raises_nothing_in_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyPy has no such interface: what takes too long goes on."""
    monkeypatch.delattr(ctypes, "pythonapi")
    monkeypatch.setattr(deadline, "_LOOKS_EVERY_S", 0.01)
    stop_watching()
    assert within_limits(Limits(seconds=0.01), waits, 0.2) == "waited"
    assert deadline._watch.running == []
    stop_watching()
