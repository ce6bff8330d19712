"""Whatever nests, to any depth, ends with a result or an error of ours. The interpreter has its ordinary stack."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.commands import command_environment
from tests.hostile.test_bombs import _little_memory

ENTRIES: list[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("nesting.yaml").read_text("utf-8"))
PLACES = ("template", "payload", "path", "case file", "definition")
DEPTHS = (100, 500, 1000, 10_000)
MORE_DEPTHS = (300, 3000, 100_000)

PROGRAM = """
import json, sys
from pathlib import Path
from time import monotonic
from vtlharness import (
    BackendReply, CannedBackend, Limits, MappingTemplate, MethodRequest, VtlHarnessError, invoke, load_definition,
    render_request, run_cases,
)

LIMITS = Limits(seconds=4)
BODY = '{"a": {"a": [[1]]}}'
READING = "$input.body $input.json('$') $input.path('$') $input.path('$.a.a') $util.parseJson($input.body)"


def send(place, text):
    if place == "template":
        return render_request(MappingTemplate.from_text(text), MethodRequest(body=BODY), limits=LIMITS).text
    if place == "payload":
        return render_request(MappingTemplate.from_text(READING), MethodRequest(body=text), limits=LIMITS).text
    if place == "path":
        template = MappingTemplate.from_text("$input.json($path) $input.path($path)")
        return render_request(template, MethodRequest(body=BODY), variables={"path": text}, limits=LIMITS).text
    if place == "case file":
        path = Path("a.vtl.json" if text.startswith("{") else "a.vtl.yaml")
        path.write_text(text, "utf-8")
        records = run_cases(path, cache=False, limits=LIMITS)
        return " ".join(record.error.message for record in records if record.error)
    path = Path("api.json" if text.startswith("{") else "api.yaml")
    path.write_text(text, "utf-8")
    api = load_definition(path, limits=LIMITS)
    request, backend = MethodRequest("POST", "/", body=BODY), CannedBackend(BackendReply())
    return str(invoke(api, request, backend, limits=LIMITS).response)


for entry, depth in json.load(sys.stdin):
    parts = [entry.get("before", ""), entry["opening"] * depth, entry["inside"], entry["closing"] * depth]
    begun = monotonic()
    sys.stdout.write(json.dumps([entry["in"], entry["name"], depth])[:-1])
    sys.stdout.flush()
    try:
        answer = send(entry["in"], "".join(parts) + entry.get("after", ""))
    except VtlHarnessError as error:
        answer = error.message
    except Exception as problem:
        answer = f"internal error: {type(problem).__name__}: {problem}"
    print(f", {monotonic() - begun:.1f}, {json.dumps(answer[:300])}]", flush=True)
"""


@pytest.mark.parametrize(
    "depths", [pytest.param(DEPTHS, id="some"), pytest.param(MORE_DEPTHS, id="more", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("place", PLACES)
def test_ends(place: str, depths: tuple[int, ...], tmp_path: Path) -> None:
    entries = [(entry, depth) for entry in ENTRIES if entry["in"] == place for depth in depths]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(entries), cwd=tmp_path, env=command_environment(), capture_output=True, text=True, check=False,
        preexec_fn=_little_memory if sys.platform == "linux" else None,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stdout[-500:]
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(entries)
    assert [answer for answer in answers if "internal error" in answer[-1] or "Error: " in answer[-1][:30]] == []
    # Templates of megabytes compile in linear time, which no limit of a rendering bounds.
    assert [answer for answer in answers if answer[-2] > max(10, answer[2] / 2500)] == []


def test_every_place_has_entries() -> None:
    assert {entry["in"] for entry in ENTRIES} == set(PLACES)
