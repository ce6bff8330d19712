"""`--report` and `--junitxml`: files, standard output, and what cannot be."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Command, Finished, command_environment, command_line
from tests.projects import ALL, BROKEN, FAILING, PASSING, many

PAGE = '<!doctype html>\n<html lang="en"><title>A page of the user\'s</title></html>\n'
SARIF = '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[]}'
Write = Callable[[Mapping[str, "str | bytes"]], Path]


def without_time(text: str) -> str:
    return re.sub(r"in \d+\.\d+ ?s", "in TIME", text)


def outcomes(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(case["id"], case["outcome"]) for case in report["cases"]]


def test_several_reports_beside_the_text(command: Command, write: Write) -> None:
    folder = write({**ALL, "a.vtl.yaml": BROKEN})
    plain = command("vtl-run")
    done = command(
        "vtl-run",
        "--report",
        "json=out/r.json",
        "--report=junit=out/deep/r.xml",
        "--junitxml",
        "j.xml",
        "--color=always",
    )
    assert done.code == plain.code == 4
    assert without_time(re.sub("\x1b\\[[0-9]*m", "", done.out)) == without_time(plain.out)
    text = (folder / "out" / "r.json").read_text(encoding="utf-8")
    assert "\\u001b" not in text
    report = json.loads(text)
    assert outcomes(report) == [
        ("a.vtl.yaml", "broken file"),
        ("put.vtl.yaml::keeps the id", "passed"),
        ("put.vtl.yaml::keeps text", "passed"),
        ("wrong.vtl.yaml::first is wrong", "failed"),
        ("wrong.vtl.yaml::second is right", "passed"),
        ("wrong.vtl.yaml::third is wrong", "failed"),
    ]
    assert (report["counts"]["failed"], report["counts"]["brokenFiles"], report["incomplete"]) == (2, 1, None)
    one, other = (ElementTree.parse(folder / name).getroot()[0] for name in ("out/deep/r.xml", "j.xml"))
    assert ElementTree.tostring(one) == ElementTree.tostring(other)
    assert [child.get("message") for case in one for child in case][1:] == [
        "output differs in 1 place",
        "output differs, written by put.vtl:1",
    ]


def test_standard_output_is_the_reports_alone(command: Command, write: Write) -> None:
    write(FAILING)
    plain = command("vtl-run")
    done = command("vtl-run", "--report", "json=-")
    assert outcomes(json.loads(done.out))[0] == ("wrong.vtl.yaml::first is wrong", "failed")
    assert (without_time(done.err), done.code) == (without_time(plain.out), 1)
    done = command("vtl-run", "--report", "junit=-", "-qq")
    assert (ElementTree.fromstring(done.out).tag, done.err, done.code) == ("testsuites", "", 1)


def test_processes_report_as_one(command: Command, write: Write) -> None:
    write({**many(12), "broken.vtl.yaml": BROKEN, "j.vtl.json": '{"inline": "a", "cases": [{"name": "b"}]}'})

    def report(*arguments: str) -> Any:
        found = json.loads(command("vtl-run", "--report=json=-", *arguments).out)
        return [{key: value for key, value in case.items() if key != "durationSeconds"} for case in found["cases"]]

    assert report() == report("-n2")
    assert len(report()) == 12 * 3 + 2
    assert all(case["line"] for case in report() if case["outcome"] != "broken file")


def test_listed_cases(command: Command, write: Write) -> None:
    write(ALL)
    done = command("vtl-run", "--collect-only", "--report", "json=-", "-k", "right or text")
    report = json.loads(done.out)
    assert outcomes(report) == [("put.vtl.yaml::keeps text", "listed"), ("wrong.vtl.yaml::second is right", "listed")]
    assert (report["counts"]["listed"], report["counts"]["deselected"]) == (2, 3)
    assert report["cases"][0]["line"] == 6


def test_nothing_found(command: Command, write: Write) -> None:
    write({})
    done = command("vtl-run", "--report", "json=-")
    assert (json.loads(done.out)["cases"], done.code) == ([], 5)
    assert done.err == "no case files (*.vtl.yaml, *.vtl.yml, *.vtl.json) found for .\n"


def test_a_run_that_stopped(command: Command, write: Write) -> None:
    write(ALL)
    report = json.loads(command("vtl-run", "-x", "--report", "json=-").out)
    assert report["incomplete"] == "stopped after 1 failure"
    assert len(report["cases"]) == 3


def test_an_update(command: Command, write: Write) -> None:
    write(FAILING)
    done = command("vtl-run", "--update", "--report", "json=-")
    report = json.loads(done.out)
    assert (report["counts"]["failed"], report["counts"]["updated"], done.code) == (2, 2, 0)


def limited(folder: Path, *arguments: str) -> Finished:
    """A run on a disk that takes no byte more."""
    from resource import RLIMIT_FSIZE, setrlimit

    done = subprocess.run(
        command_line("vtl-run", "--no-cache", *arguments),
        capture_output=True,
        cwd=folder,
        env=command_environment(),
        timeout=60,
        check=False,
        preexec_fn=lambda: setrlimit(RLIMIT_FSIZE, (10, 10)),
    )
    return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
@pytest.mark.parametrize("file", ["r.xml", "new/folder/r.xml"])
def test_a_full_disk(write: Write, file: str) -> None:
    """One sentence; nothing is left but the folder."""
    folder = write(PASSING)
    done = limited(folder, f"--junitxml={file}")
    assert (done.code, without_time(done.out)) == (4, "2 passed in TIME\n")
    assert done.err == f"the junit report {file} cannot be written: File too large\n"
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == ["put.vtl", "put.vtl.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_a_full_disk_leaves_the_older_report(write: Write, command: Command) -> None:
    folder = write(PASSING)
    command("vtl-run", "--junitxml=r.xml")
    older = (folder / "r.xml").read_bytes()
    assert limited(folder, "--junitxml=r.xml").code == 4
    assert (folder / "r.xml").read_bytes() == older
    assert sorted(os.listdir(folder)) == ["put.vtl", "put.vtl.yaml", "r.xml"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
def test_the_other_reports_are_written(write: Write, command: Command) -> None:
    folder = write(PASSING)
    done = command("vtl-run", "--report", "json=/dev/full", "--report", "junit=new/r.xml")
    assert (done.code, done.err) == (4, "the json report /dev/full cannot be written: No space left on device\n")
    assert (folder / "new" / "r.xml").read_bytes().startswith(b"<?xml")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are otherwise there")
def test_interrupted(write: Write) -> None:
    slow = "#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])#end#end#end"
    cases = "limits: {{rounds: 1000000000, items: 1000000000, seconds: 600}}\ninline: '{}'\ncases: [{{name: a}}]\n"
    folder = write({"a.vtl.yaml": cases.format("fast"), "b.vtl.yaml": cases.format(slow)})
    process = subprocess.Popen(
        command_line("vtl-run", "-v", "--report", "json=r.json"),
        stdout=subprocess.PIPE,
        cwd=folder,
        env=command_environment(PYTHONUNBUFFERED="1"),
    )
    assert process.stdout
    assert process.stdout.readline() == b"PASSED a.vtl.yaml::a\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    report = json.loads((folder / "r.json").read_text())
    assert (report["incomplete"], outcomes(report), process.returncode) == (
        "interrupted while b.vtl.yaml::a was running",
        [("a.vtl.yaml::a", "passed")],
        2,
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--report", "pdf=a"],
            "Error: Invalid value for '--report': 'pdf' is not a kind of report: use html, json, junit, sarif or "
            "github.\n",
        ),
        (
            ["--report", "a.json"],
            "Error: Invalid value for '--report': 'a.json' is not a kind of report: use html, json, junit, sarif or "
            "github.\n",
        ),
        (
            ["--report", "json"],
            "Error: Invalid value for '--report': expected json=FILE, or json=- for standard output, found 'json'.\n",
        ),
        (
            ["--report", "json="],
            "Error: Invalid value for '--report': expected json=FILE, or json=- for standard output, found 'json='.\n",
        ),
        (["--report", "json=."], "Error: Invalid value for '--report': '.' is a folder.\n"),
        (
            ["--report", "json=put.vtl.yaml"],
            "Error: Invalid value for '--report': 'put.vtl.yaml' is a name for a case file or a template: "
            "a report would replace it.\n",
        ),
        (
            ["--report", "json=notes.txt"],
            "Error: Invalid value for '--report': 'notes.txt' exists and is not an older json report: "
            "a report would replace it.\n",
        ),
        (
            ["--junitxml", "notes.txt"],
            "Error: Invalid value for '--junitxml': 'notes.txt' exists and is not an older junit report: "
            "a report would replace it.\n",
        ),
        (
            ["--junitxml", "put.vtl"],
            "Error: Invalid value for '--junitxml': 'put.vtl' is a name for a case file or a template: "
            "a report would replace it.\n",
        ),
        (
            ["--report", "json=-", "--report", "junit=-"],
            "Error: Two reports can't both be written to standard output.\n",
        ),
        (["--report", "json=a", "--junitxml", "./a"], "Error: Two reports can't both be written to a.\n"),
        (["--report", "html=a", "--report", "html=./a"], "Error: Two reports can't both be written to a.\n"),
        (
            ["--report", "html"],
            "Error: Invalid value for '--report': expected html=FILE, or html=- for standard output, found 'html'.\n",
        ),
        (
            ["--report", "github="],
            "Error: Invalid value for '--report': expected github=FILE, or github=- for standard output, found "
            "'github='.\n",
        ),
        (
            ["--report", "github", "--report", "github=summary.md"],
            "Error: Two reports can't both be written to standard output.\n",
        ),
        (
            ["--report", "github=summary.md", "--report", "json=-"],
            "Error: Two reports can't both be written to standard output.\n",
        ),
        (
            ["--report", "html=page.html"],
            "Error: Invalid value for '--report': 'page.html' exists and is not an older html report: "
            "a report would replace it.\n",
        ),
        (
            ["--report", "sarif=other.sarif"],
            "Error: Invalid value for '--report': 'other.sarif' exists and is not an older sarif report: "
            "a report would replace it.\n",
        ),
    ],
)
def test_wrong_usage(command: Command, write: Write, arguments: list[str], message: str) -> None:
    folder = write({**PASSING, "notes.txt": "openapi: 3.0.1", "page.html": PAGE, "other.sarif": SARIF})
    done = command("vtl-run", *arguments)
    assert (done.out, done.code) == ("", 4)
    assert done.err.endswith(message)
    files = sorted(path.name for path in folder.iterdir() if path.suffix != ".cache")
    assert files == ["notes.txt", "other.sarif", "page.html", "put.vtl", "put.vtl.yaml"]
    assert (folder / "page.html").read_text(encoding="utf-8") == PAGE
    assert (folder / "other.sarif").read_text(encoding="utf-8") == SARIF
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "openapi: 3.0.1"


def test_an_older_report_is_replaced_and_an_empty_file_filled(command: Command, write: Write) -> None:
    folder = write({**PASSING, "r.json": "", "r.xml": ""})
    for _ in ("empty", "older"):
        done = command("vtl-run", "--report", "json=r.json", "--junitxml", "r.xml")
        assert (done.err, done.code) == ("", 0)
    assert json.loads((folder / "r.json").read_bytes())["counts"]["passed"] == 2


def test_a_report_that_cannot_be_written(command: Command, write: Write) -> None:
    """The cases have run, and their summary is shown."""
    write(PASSING)
    done = command("vtl-run", "--report", "json=put.vtl/r.json")
    assert (without_time(done.out), done.code) == ("2 passed in TIME\n", 4)
    assert (
        done.err == "the json report put.vtl/r.json cannot be written: Not a directory\n" or "File exists" in done.err
    )


def test_a_reader_that_leaves(write: Write) -> None:
    folder = write(many(200))
    process = subprocess.Popen(
        command_line("vtl-run", "--report", "json=-"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=command_environment(),
    )
    assert process.stdout
    process.stdout.close()
    assert process.wait(20) == 2


def test_every_kind_at_once(command: Command, write: Write) -> None:
    folder = write({**ALL, "a.vtl.yaml": BROKEN})
    kinds = ("html", "json", "junit", "sarif", "github")
    arguments = [f"--report={kind}=out/r.{kind}" for kind in kinds]
    for _ in ("new", "older"):
        done = command("vtl-run", *arguments, "-qq")
        assert (done.code, done.err) == (4, "")
    assert sorted(os.listdir(folder / "out")) == sorted(f"r.{kind}" for kind in kinds)
    assert [line.split("::")[1].split(",title")[0] for line in done.out.splitlines()] == [
        "error file=a.vtl.yaml,line=4,col=5",
        "error file=wrong.vtl.yaml,line=3",
        "error file=wrong.vtl.yaml,line=9",
    ]


@pytest.mark.parametrize("earlier", ["", "of an earlier program", "of an earlier program\n"])
@pytest.mark.parametrize("value", ["github", "github=-"])
def test_github_adds_to_the_summary_of_the_step(command: Command, write: Write, value: str, earlier: str) -> None:
    folder = write({**FAILING, "step.md": earlier})
    done = command("vtl-run", "--report", value, env={"GITHUB_STEP_SUMMARY": str(folder / "step.md")})
    text = (folder / "step.md").read_text(encoding="utf-8")
    assert text.removeprefix("of an earlier program\n").startswith("## vtl-run: 2 failed, 1 passed in ")
    assert done.out.count("::error file=wrong.vtl.yaml,line=") == 2
    assert ("2 failed" in done.out, "2 failed" in done.err) == ((True, False) if value == "github" else (False, True))
    assert done.code == 1


def test_github_without_a_summary(command: Command, write: Write) -> None:
    folder = write(PASSING)
    done = command("vtl-run", "--report", "github", "-qq", env={"GITHUB_STEP_SUMMARY": ""})
    assert (done.out, done.err, done.code) == ("", "", 0)
    assert sorted(path.name for path in folder.iterdir() if path.suffix != ".cache") == ["put.vtl", "put.vtl.yaml"]


def test_a_summary_that_cannot_be_written(command: Command, write: Write) -> None:
    folder = write(PASSING)
    done = command("vtl-run", "--report", "github", env={"GITHUB_STEP_SUMMARY": str(folder)})
    assert (done.err, done.code) == (f"the github report {folder} cannot be written: Is a directory\n", 4)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
@pytest.mark.parametrize("kind", ["html", "sarif", "github"])
def test_a_report_that_cannot_be_written_of_each_kind(command: Command, write: Write, kind: str) -> None:
    write(PASSING)
    done = command("vtl-run", f"--report={kind}=/dev/full", "-qq")
    assert (done.code, done.err) == (4, f"the {kind} report /dev/full cannot be written: No space left on device\n")
