"""Texts of strangers that would be more than text if a report did not take care."""

from __future__ import annotations

from vtlharness import CaseRecord, DataDifference, TextDifference
from vtlharness.cases.results import DataChange, ErrorRecord, HostileFinding, RenderFailed, TemplateLine
from vtlharness.findings import Finding
from vtlharness.report.mutations import MutationRecord, UnnoticedChange
from vtlharness.report.record import TemplateText

TEXTS = (
    "</script><script>document.title='taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "<!--<script>",
    "]]>\u2028&lt;b&gt;",
    "\n::error file=a::taken\n::stop-commands::x",
    "\r::set-env name=a::b",
    "```\n# taken\n\n| a |\n[a](javascript:x)",
    "</pre></code></details>\n\n# taken\n\n@everyone **b** `c`",
    "\ud800\x00\x1b[31m\u202e%0A%",
)


def record(text: str) -> CaseRecord:
    """A failing case that has the text wherever a record can have one."""
    line = TemplateLine(text, 1)
    error = ErrorRecord("VtlRuntimeError", text, text, 1, 1, text, text)
    return CaseRecord(
        f"{text}::{text}",
        "failed",
        text,
        text,
        1,
        differences=(
            TextDifference(text, f"{text}x", hint=text, written_by=line),
            DataDifference("output", (DataChange(text, "changed", {text: text}, [text], (text,), line),)),
            RenderFailed(error, text),
            HostileFinding("not JSON", "output", "client", text, text, text, text, 1, line),
        ),
        findings=(Finding("VTL201", text, 1, 1, text, text),),
        log=(text,),
        access_log=text,
        hints=(text,),
        function_output=(text,),
        templates=(TemplateText(text, text),),
    )


def change(text: str) -> UnnoticedChange:
    """A change that has the text wherever it can have one."""
    return UnnoticedChange("literal changed", text, 1, 2, text, text, text, f"{text}::{text}", text)


RECORDS = tuple(map(record, TEXTS))
CHANGES = MutationRecord(tuple(map(change, TEXTS)), len(TEXTS))
