"""Times in the forms that the service writes: request time, execution log, HTTP header."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


_REQUEST_TIME = r"(?a)(\d\d)/([A-Z][a-z][a-z])/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"


_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@lru_cache(maxsize=64)
def request_time(epoch: int) -> str:
    """A time in milliseconds as the log format of web servers: `20/May/2025:15:07:30 +0000`."""
    try:
        when = _EPOCH + timedelta(milliseconds=epoch)
    except OverflowError:
        return ""
    return f"{when.day:02}/{_MONTHS[when.month - 1]}/{when.year}:{when:%H:%M:%S} +0000"


@lru_cache(maxsize=64)
def request_epoch(time: str, default: int) -> int:
    """The milliseconds of a time in the same format; the default for any other text."""
    found = re.fullmatch(_REQUEST_TIME, time)
    if found is None or found[2] not in _MONTHS:
        return default
    day, year, hour, minute, second, zone_hours, zone_minutes = map(int, found.group(1, 3, 4, 5, 6, 8, 9))
    try:
        when = datetime(year, _MONTHS.index(found[2]) + 1, day, hour, minute, second, tzinfo=timezone.utc)
    except ValueError:
        return default
    zone = timedelta(hours=zone_hours, minutes=zone_minutes)
    return (when - _EPOCH + (zone if found[7] == "-" else -zone)) // timedelta(milliseconds=1)


def log_time(epoch: int) -> str:
    """A time in milliseconds as `Tue May 20 13:27:30 UTC 2025`."""
    when = utc(epoch)
    return f"{_DAYS[when.weekday()]} {_MONTHS[when.month - 1]} {when.day:02} {when:%H:%M:%S} UTC {when.year:04}"


@lru_cache(maxsize=64)
def http_date(epoch: int) -> str:
    """A time in milliseconds as the header `Date` has it: `Tue, 20 May 2025 13:27:30 GMT`."""
    when = utc(epoch)
    return f"{_DAYS[when.weekday()]}, {when.day:02} {_MONTHS[when.month - 1]} {when.year:04} {when:%H:%M:%S} GMT"


def utc(epoch: int) -> datetime:
    """A time in milliseconds; a time outside the calendar counts as the epoch."""
    try:
        return _EPOCH + timedelta(milliseconds=epoch)
    except OverflowError:
        return _EPOCH
