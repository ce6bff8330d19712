"""Tries the changes of `--mutate`, in this process or in several.

Comes in: the case files of a run that passed. Goes out: a `MutationRecord`. Each process reads the case files and tries
its share of the changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from vtlharness.cases.model import Case
from vtlharness.cases.session import Session
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.errors import VtlHarnessError
from vtlharness.limits.written import written_limits
from vtlharness.mutation.changed_lines import ChangedLines
from vtlharness.mutation.searching import Search, SearchSettings, Share, merged
from vtlharness.options import SessionOptions
from vtlharness.report.mutations import MutationRecord

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_TELLS_EVERY_S = 0.2
_PATIENCE_S = 5.0

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many changes of how many were tried."""


class MutationSettings(NamedTuple):
    """How to try changes: `options` and `rule` as for a session, the `cases` that may notice them by their ids.

    `seconds` in all; `revision` is the one of git since which a line must have changed, empty for all lines.
    """

    options: SessionOptions
    rule: ReadingRule | None
    cases: frozenset[str]
    seconds: float
    revision: str = ""


def run_mutants(
    files: list[Path],
    settings: MutationSettings,
    session: Session,
    progress: Progress,
    processes: int = 1,
) -> MutationRecord:
    """The record of all changes. Raises VtlHarnessError for a revision that git does not know."""
    changed = ChangedLines(settings.revision) if settings.revision else None
    if changed is not None:
        changed.check(str(files[0].parent))
    if processes < 2:
        return merged([_search(files, settings, session, progress, 0, 1)])
    return merged(_shares(files, settings, processes, progress))


def _search(
    files: list[Path],
    settings: MutationSettings,
    session: Session,
    progress: Progress,
    share: int,
    shares: int,
) -> Share:
    wanted = ChangedLines(settings.revision).has if settings.revision else None
    limits = written_limits(settings.options.limit)
    search = SearchSettings(settings.seconds, limits, session.strict, wanted, share, shares)
    return Search(_cases(files, settings, session), search, progress).run()


def _cases(files: list[Path], settings: MutationSettings, session: Session) -> Iterator[Case]:
    """The cases of the run that passed."""
    for file in files:
        yield from (case for case in session.load(file).cases if case.id in settings.cases)


def _shares(files: list[Path], settings: MutationSettings, processes: int, progress: Progress) -> list[Share]:
    """The shares, each from a process of its own. Raises VtlHarnessError for a process that ends before it is done."""
    from multiprocessing.connection import wait

    from vtlharness.running.processes import process_context
    from vtlharness.running.worker import interrupts_held_back

    context = process_context()
    forked = context.get_start_method() == "fork"
    links: dict[Connection, Any] = {}
    told: dict[Connection, tuple[int, int]] = {}
    shares: list[Share] = []
    try:
        for number in range(processes):
            link, end = context.Pipe()
            inherited = [*links, link] if forked else []
            arguments = (end, inherited, files, settings, number, processes)
            process = context.Process(target=_work, args=arguments, daemon=True)  # type: ignore[attr-defined]
            with interrupts_held_back():
                process.start()
            links[link] = process
            end.close()
        waiting = set(links)
        while waiting:
            ready = wait(list(waiting))
            for link in [one for one in links if one in ready]:
                message = _received(link, links[link])
                if isinstance(message, VtlHarnessError):
                    raise message
                if isinstance(message, Share):
                    shares.append(message)
                    waiting.remove(link)
                else:
                    told[link] = message
                    progress(sum(done for done, _ in told.values()), sum(count for _, count in told.values()))
        for process in links.values():
            process.join(_PATIENCE_S)  # it closes its session
    finally:
        for link, process in links.items():
            process.kill()
            process.join()
            link.close()
    return shares


def _received(link: Connection, process: Any) -> Any:
    try:
        return link.recv()
    except (EOFError, OSError):
        process.join()
        raise VtlHarnessError(
            f"a process that tried changes has ended, with the exit code {process.exitcode}",
            hint="run --mutate without -n, and with `--limit` for what a template may use",
        ) from None


def _work(
    link: Connection,
    inherited: list[Connection],
    files: list[Path],
    settings: MutationSettings,
    share: int,
    shares: int,
) -> None:
    """One process: sends how far it is, now and then, and at the end its share."""
    from threading import Thread

    from vtlharness.running.worker import end_with_parent, ignore_interrupts

    ignore_interrupts()
    for other in inherited:
        other.close()
    Thread(target=end_with_parent, daemon=True).start()
    last = monotonic()

    def tell(done: int, count: int) -> None:
        nonlocal last
        if monotonic() - last > _TELLS_EVERY_S:
            last = monotonic()
            link.send((done, count))

    session = Session(settings.options, settings.rule)
    try:
        link.send(_search(files, settings, session, tell, share, shares))
    except VtlHarnessError as problem:
        link.send(problem)
    finally:
        session.close()
