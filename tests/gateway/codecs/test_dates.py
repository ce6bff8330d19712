"""Times as the service writes them, and the times of requests that a case gives."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from vtlharness.gateway.codecs.dates import http_date, log_time, request_epoch, request_time

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@pytest.mark.parametrize(("number", "name"), list(enumerate(_MONTHS, 1)))
def test_every_month(number: int, name: str) -> None:
    epoch = int(datetime(2025, number, 9, 15, 7, 30, tzinfo=timezone.utc).timestamp()) * 1000
    assert request_time(epoch) == f"09/{name}/2025:15:07:30 +0000"
    assert request_epoch(f"09/{name}/2025:15:07:30 +0000", -1) == epoch


@pytest.mark.parametrize(
    ("zone", "hours"), [("+0000", 0.0), ("-0000", 0.0), ("+0130", -1.5), ("-0130", 1.5), ("+1000", -10.0)]
)
def test_zones(zone: str, hours: float) -> None:
    assert request_epoch(f"01/Jan/1970:00:00:00 {zone}", -1) == hours * 3_600_000


@pytest.mark.parametrize(
    "time",
    [
        "", "20/May/2025", "20/may/2025:15:07:30 +0000", "20/Mai/2025:15:07:30 +0000", "31/Apr/2025:15:07:30 +0000",
        "20/May/2025:24:07:30 +0000", "20/May/2025:15:07:30", "20/May/2025:15:07:30 +0000 ",
    ],
)  # fmt: skip
def test_another_text_is_not_a_time(time: str) -> None:
    assert request_epoch(time, 7) == 7


def test_a_year_after_the_last_has_no_text() -> None:
    assert request_time(10**18) == ""


def test_dates_of_headers_and_of_the_log() -> None:
    for number in range(0, 366, 5):  # every month, and every day of the week
        when = datetime(2024, 1, 1, 4, 5, 6, tzinfo=timezone.utc) + timedelta(days=number)
        epoch, text = int(when.timestamp()) * 1000 + 789, format_datetime(when, usegmt=True)
        assert http_date(epoch) == text
        assert log_time(epoch) == f"{text[:3]} {text[8:11]} {when.day:02} 04:05:06 UTC 2024"


def test_a_time_after_the_last_year_is_dated_as_the_epoch() -> None:
    assert http_date(10**18) == "Thu, 01 Jan 1970 00:00:00 GMT"
    assert log_time(10**18) == "Thu Jan 01 00:00:00 UTC 1970"
