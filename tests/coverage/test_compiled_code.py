"""Templates that do not count are compiled as if there were no coverage."""

from __future__ import annotations

import marshal
import subprocess
import sys
from pathlib import Path
from random import Random

from tests.commands import command_environment
from tests.differential.grammar import write_request
from vtlharness.errors import VtlSyntaxError
from vtlharness.gateway.templates.mapping_template import specialize
from vtlharness.source import Source
from vtlharness.vtl.compile.forms import FORMS, Form
from vtlharness.vtl.template import Template

COUNT = 150

COMPILE = """
import sys
from tests.coverage.test_compiled_code import compiled
if sys.argv[1] == "used":
    from vtlharness.coverage import counting
    with counting():
        compiled()
sys.stdout.buffer.write(b"".join(compiled()))
"""


def compiled() -> list[bytes]:
    """The code of some generated templates, in both forms that are generated."""
    texts = [write_request(Random(f"code/{number}"))["template"] for number in range(COUNT)]
    return [_code(text, form) for text in texts for form in FORMS if form != "closures"]


def _code(text: str, form: Form) -> bytes:
    try:
        made = Template(Source(text, "t.vtl"), specialize, form=form)._compile(form)
    except VtlSyntaxError:
        return b"refused"
    assert made.code is not None
    return marshal.dumps(made.code, 2)  # without references, which depend on what else holds a constant


def test_code_is_the_same_after_coverage_was_used() -> None:
    made = [
        subprocess.run(
            [sys.executable, "-c", COMPILE, how],
            env={**command_environment(), "PYTHONHASHSEED": "0"},
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            timeout=100,
            check=True,
        ).stdout
        for how in ("not used", "used")
    ]
    assert len(made[0]) > 10_000
    assert made[0] == made[1]
