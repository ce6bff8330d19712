"""The HTML report as one file that loads nothing: its data, its script and its style stand in it.

Comes in: a `RunRecord`. Goes out: the bytes of the page. Names, outputs and payloads come from strangers: they stand
only in the data, whose `<` is escaped, and the script shows them as text. A policy names the digests of the script and
of the style, so that the browser runs and loads nothing else.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from vtlharness.documents.json.writing import json_line
from vtlharness.report.html.data import page_data
from vtlharness.report.run_record import RunRecord

BEGINNING = b'<!doctype html>\n<html lang="en" data-report="vtl-run">'
SCRIPTS = (
    "elements.js",
    "visible.js",
    "line_diff.js",
    "diff_table.js",
    "template.js",
    "case.js",
    "list.js",
    "mutation.js",
    "page.js",
)
"""The files of the script, in their order."""

_STYLE = "page.css"
_FOLDER = Path(__file__).parent


def html_report(run: RunRecord) -> bytes:
    """The page. Its size is about that of the JSON report and of the templates that wrote differences."""
    style = _file(_STYLE)
    script = b"(() => {\n'use strict';\n" + b"".join(map(_file, SCRIPTS)) + b"})();\n"
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(script)}'",
            f"style-src '{_digest(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return b"".join(
        (
            BEGINNING,
            b'\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="',
            policy.encode(),
            b'">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            b'<meta name="color-scheme" content="light dark">\n<title>vtl-run report</title>\n<style>',
            style,
            b"</style>\n</head>\n<body>\n<noscript><p>This report needs JavaScript, and holds it.</p></noscript>\n"
            b'<main id="report"></main>\n<script type="application/json" id="data">',
            _data(run),
            b"</script>\n<script>",
            script,
            b"</script>\n</body>\n</html>\n",
        )
    )


def _file(name: str) -> bytes:
    return (_FOLDER / name).read_bytes().replace(b"\r\n", b"\n")


def _digest(text: bytes) -> str:
    return f"sha256-{b64encode(sha256(text).digest()).decode()}"


def _data(run: RunRecord) -> bytes:
    """The data as JSON that an element can hold: no text of it ends the element or begins a comment."""
    parts = []
    for name, part in page_data(run):
        if isinstance(part, list):
            text = b"[\n" + b",\n".join(json_line(item).rstrip() for item in part) + b"]"
        else:
            text = json_line(part).rstrip()
        parts.append(json_line(name).rstrip() + b":" + text)
    return (b"{" + b",\n".join(parts) + b"}").replace(b"<", b"\\u003c")
