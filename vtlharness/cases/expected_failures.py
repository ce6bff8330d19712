"""What the outcome of a case with `xfail` is: it is expected to fail.

Comes in: the `CaseResult` of a case that ran. Goes out: the result as the run counts it. A run imports this module for
the first case with `xfail`; pytest has its own marks for them.
"""

from __future__ import annotations

from vtlharness.cases.results import CaseResult


def as_expected_failure(result: CaseResult, *, strict: bool = False) -> CaseResult:
    """The result of a case with `xfail`: `xfailed` if it failed, `xpassed` if it passed.

    With `strict`, one that passed has failed. A case that could not be run stays an error: nobody expects that.
    """
    if result.outcome == "failed":
        return result._replace(outcome="xfailed")
    if result.outcome != "passed":
        return result
    return result._replace(outcome="failed" if strict else "xpassed")
