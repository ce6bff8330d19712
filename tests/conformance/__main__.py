"""`python -m tests.conformance COMMAND [ARG...]`: how far an engine agrees with the conformance suite.

Starts COMMAND, asks it the cases over the protocol of docs/protocol.md, and prints agreement by rule. Exit code 0: it
agrees on all cases; 1: it does not; 2: wrong usage, or an engine that cannot be started.

`python -m tests.conformance --write` writes the oracle's answers into the committed cases.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tests.conformance.agreement import disagreements, shown, table
from tests.conformance.engine import EngineError, ask
from tests.conformance.suite import files, load, write_answers


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    # A text to print may contain characters that the terminal's encoding does not have.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.write:
        if options.command:
            parser.error("--write takes no COMMAND")
        return _write()
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        parser.error("give the COMMAND that starts the engine")
    chosen = [case for case in load() if options.rule in (None, case.rule, case.area)]
    cases = [case for case in chosen if options.decided or not case.decided]
    if not cases:
        parser.error(f"{options.rule} has no cases to ask" + (" without --decided" if chosen else ""))
    try:
        wrong = disagreements(ask(command, cases, options.timeout))
    except EngineError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    print("\n".join(table(cases, wrong)))
    if len(cases) < len(chosen):
        print(f"\n{len(chosen) - len(cases)} more cases have an answer that this project decided; --decided asks them")
    for each in wrong[: options.show]:
        print("", *shown(each), sep="\n")
    if len(wrong) > options.show:
        print(f"\n{len(wrong) - options.show} more disagreements; --show N shows the first N")
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", allow_abbrev=False)
    parser.add_argument("--show", type=_count, default=5, metavar="N", help="show the first N disagreements (5)")
    parser.add_argument(
        "--timeout", type=_seconds, default=10, metavar="SECONDS", help="how long the engine may be silent (10)"
    )
    parser.add_argument("--rule", metavar="RULE", help="ask only the cases of one rule or one area")
    parser.add_argument(
        "--decided", action="store_true", help="also ask the cases whose answer is this project's decision"
    )
    parser.add_argument("--write", action="store_true", help="write the oracle's answers into the cases")
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND [ARG...]", help="what starts the engine")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a number of disagreements")
    return int(text)


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above 0")
    return number


def _write() -> int:
    from tests.oracle.build import OracleUnavailableError
    from tests.oracle.client import Oracle

    try:
        oracle = Oracle()
    except OracleUnavailableError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    for file in files():
        write_answers(file, oracle.ask)
    oracle.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
