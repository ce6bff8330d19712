"""Makes findings failures, where the run or the case file is strict.

Comes in: a `CaseResult`, and the rules that are strict. Goes out: the result, failed if it has a finding of these
rules. Used by `session`.
"""

from __future__ import annotations

from vtlharness.cases.results import CaseResult, StrictFinding
from vtlharness.errors import VtlHarnessError


def judged(result: CaseResult, strict: tuple[str, ...]) -> CaseResult:
    """The result as a strict run or file takes it; `strict` are the prefixes of the run's rules.

    A comment that ignores a rule that does not exist, or names no rule, is an error of the case.
    """
    if result.outcome in ("error", "skipped"):
        return result
    for run in result.runs:
        if "vtl" in run.template.text and "ignore" in run.template.text:
            error = _wrong_comment(result)
            if error is not None:
                return result._replace(outcome="error", error=error, differences=())
    prefixes = strict + result.case.strict
    if not prefixes:
        return result
    fatal = tuple(StrictFinding(found) for found in result.findings if found.rule.startswith(prefixes))
    return result._replace(outcome="failed", differences=result.differences + fatal) if fatal else result


def _wrong_comment(result: CaseResult) -> VtlHarnessError | None:
    from vtlharness.cases.rule_prefixes import wrong_prefix
    from vtlharness.gateway.templates.ignore_comments import comment_without_rules, ignore_comments

    for run in result.runs:
        empty = comment_without_rules(run.template)
        if empty is not None:
            return VtlHarnessError(
                "the comment does not say which rules it ignores",
                source=run.template,
                offset=empty[0],
                length=empty[1] - empty[0],
                hint="write their ids in brackets: `## vtl: ignore[VTL101]`",
            )
        for comment in ignore_comments(run.template):
            for rule, offset in comment.rules:
                wrong = wrong_prefix(rule)
                if wrong is not None:
                    return VtlHarnessError(
                        wrong[0], source=run.template, offset=offset, length=len(rule), hint=wrong[1]
                    )
    return None
