"""Describes in one line the machine that measured the figures."""

from __future__ import annotations

import os
import platform
from pathlib import Path

_IDLE = 0.25
"""The most load for each core of a machine that counts as idle."""


def machine() -> str:
    """Processor, cores, system and Python."""
    cores = os.cpu_count() or 1
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_processor()}, {cores} cores, {platform.system()}, {python}"


def busy() -> str | None:
    """What the machine does besides, in words; None if it is idle, or does not tell."""
    try:
        load = os.getloadavg()[0]
    except (AttributeError, OSError):
        return None
    cores = os.cpu_count() or 1
    if load <= _IDLE * cores:
        return None
    return f"{load:.1f} processes ran on its {cores} cores in the last minute"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
