"""Makes templates count what they reach.

with counting() as recorder:
    session = Session(options)  # its templates are compiled inside
    session.run(case)
    for counts in recorder.templates.values():
        print(counts.source.name, counts.lines(), counts.arms())
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from vtlharness.vtl.counts import Recorder
from vtlharness.vtl.recording import Recording


@contextmanager
def counting(recorder: Recorder | None = None) -> Iterator[Recorder]:
    """Templates that are compiled meanwhile count what they reach, as long as they are used.

    Between two cases, `recorder.clear()` forgets what was reached, and the templates go on counting.
    """
    before = Recording.recorder
    Recording.recorder = recorder = recorder or Recorder()
    try:
        yield recorder
    finally:
        Recording.recorder = before
