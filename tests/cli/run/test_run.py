"""`vtl-run`: selection, output, exit codes, updates and processes, through the command in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command, command_environment, command_line
from tests.projects import ALL, BROKEN, FAILING, PASSING, WRONG, many

Write = Callable[[Mapping[str, "str | bytes"]], Path]


def without_time(text: str) -> str:
    return re.sub(r"in \d+\.\d+ ?s", "in TIME", text)


def test_a_passing_run_is_one_line(command: Command, write: Write) -> None:
    write(PASSING)
    done = command("vtl-run")
    assert (without_time(done.out), done.err, done.code) == ("2 passed in TIME\n", "", 0)


def test_verbose_is_a_line_for_each_case(command: Command, write: Write) -> None:
    write(PASSING)
    assert without_time(command("vtl-run", "-v").out) == (
        "PASSED put.vtl.yaml::keeps the id\nPASSED put.vtl.yaml::keeps text\n2 passed in TIME\n"
    )


def test_failures_are_explained(command: Command, write: Write) -> None:
    write(FAILING)
    done = command("vtl-run")
    assert done.code == 1
    assert "wrong.vtl.yaml::first is wrong" in done.out
    assert "root['id']" in done.out
    assert "second is right" not in done.out
    assert without_time(done.out).endswith("\n2 failed, 1 passed in TIME\n")


def test_quiet_names_what_failed(command: Command, write: Write) -> None:
    write(FAILING)
    assert without_time(command("vtl-run", "-q").out) == (
        "FAILED wrong.vtl.yaml::first is wrong\nFAILED wrong.vtl.yaml::third is wrong\n2 failed, 1 passed in TIME\n"
    )
    silent = command("vtl-run", "-qq")
    assert (silent.out, silent.err, silent.code) == ("", "", 1)


@pytest.mark.parametrize(
    ("arguments", "cases"),
    [
        (["put.vtl.yaml"], 2),
        (["wrong.vtl.yaml", "put.vtl.yaml"], 5),
        (["put.vtl.yaml", "."], 5),
        (["put.vtl"], 5),
        (["./put.vtl", "put.vtl.yaml"], 5),
        (["-k", "right"], 1),
        (["-k", "put and not text"], 1),
        (["-k", "keeps the id"], 1),
    ],
)
def test_selection(command: Command, write: Write, arguments: list[str], cases: int) -> None:
    write(ALL)
    listed = command("vtl-run", "--collect-only", "-q", *arguments)
    assert (len(listed.out.splitlines()), listed.code) == (cases, 0)


def test_collect_only_runs_nothing(command: Command, write: Write) -> None:
    write(FAILING)
    done = command("vtl-run", "--collect-only")
    assert done.code == 0
    assert done.out == (
        "wrong.vtl.yaml::first is wrong\nwrong.vtl.yaml::second is right\nwrong.vtl.yaml::third is wrong\n3 cases\n"
    )


@pytest.mark.parametrize("arguments", [["-x"], ["--exitfirst"], ["--maxfail", "1"], ["-x", "-n2"]])
def test_stops_at_the_first_failure(command: Command, write: Write, arguments: list[str]) -> None:
    write(ALL)
    done = command("vtl-run", *arguments)
    assert done.code == 1
    assert "third is wrong" not in done.out
    assert without_time(done.out).endswith("stopped after 1 failure\n1 failed, 2 passed in TIME\n")


def test_maxfail_counts(command: Command, write: Write) -> None:
    write(FAILING)
    assert "stopped after 2 failures" in command("vtl-run", "--maxfail=2").out
    assert "stopped" not in command("vtl-run", "--maxfail=3").out


def test_a_broken_file_does_not_stop_the_others(command: Command, write: Write) -> None:
    write({**PASSING, "a.vtl.yaml": BROKEN})
    done = command("vtl-run")
    assert done.code == 4
    assert "a.vtl.yaml:4:5: " in done.out
    assert "2 passed" in done.out
    assert "methodRequest" in done.out  # the nearest known key


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no case files (*.vtl.yaml, *.vtl.yml, *.vtl.json) found for ."),
        (["sub", "other"], "no case files (*.vtl.yaml, *.vtl.yml, *.vtl.json) found for sub, other"),
        (
            ["alone.vtl"],
            "no case files (*.vtl.yaml, *.vtl.yml, *.vtl.json) found for alone.vtl\n"
            "hint: `vtl-init alone.vtl` writes first cases",
        ),
    ],
)
def test_nothing_found(command: Command, write: Write, arguments: list[str], message: str) -> None:
    write({"alone.vtl": "a", "sub/x.txt": "", "other/y.txt": ""})
    done = command("vtl-run", *arguments)
    assert (done.out, done.err, done.code) == (f"{message}\n", "", 5)
    assert command("vtl-run", "--allow-empty", *arguments).code == 0


def test_nothing_selected(command: Command, write: Write) -> None:
    write(PASSING)
    done = command("vtl-run", "-k", "nothing")
    assert (done.out, done.code) == ("no case matches -k 'nothing' (2 cases left out)\n", 5)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--color", "x"], "is not one of 'auto', 'always', 'never'.\n"),
        (["-n", "x"], "Error: Invalid value for '-n': expected a number or 'auto', found 'x'.\n"),
        (["--update", "-x"], "Error: --update needs a whole run: leave out -x and --maxfail.\n"),
        (["--update", "--co"], "Error: --update and --collect-only exclude each other.\n"),
        (["-k", "a and"], "-k:1:6: expected a part of a case's name, found the end\n1 | a and\n         ^\n"),
        (["-k", "a and", "-n2"], "-k:1:6: expected a part of a case's name, found the end\n1 | a and\n         ^\n"),
        (["put.vtl.yml"], "put.vtl.yml does not exist\nhint: did you mean put.vtl.yaml?\n"),
    ],
)
def test_wrong_usage(command: Command, write: Write, arguments: list[str], message: str) -> None:
    write(ALL)
    done = command("vtl-run", *arguments)
    assert (done.out, done.code) == ("", 4)
    assert done.err.endswith(message)


def test_in_this_process(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """As click's own test runner calls a command."""
    from click.testing import CliRunner

    from vtlharness.cli import vtl_render, vtl_run

    monkeypatch.chdir(write(ALL))
    runner = CliRunner()
    assert without_time(runner.invoke(vtl_run, ["put.vtl.yaml"]).output) == "2 passed in TIME\n"
    assert runner.invoke(vtl_run, []).exit_code == 1
    assert runner.invoke(vtl_run, ["nowhere"]).exit_code == 4
    assert runner.invoke(vtl_run, ["-k", "nothing"]).exit_code == 5
    assert runner.invoke(vtl_render, ["put.vtl", "--body", '{"id": 1}']).output == '{"id": 1}'
    assert runner.invoke(vtl_render, ["--jsonl"], input='{"template": "a"}\n').output == '{"id":null,"output":"a"}\n'


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is unreadable for this user")
def test_a_folder_that_cannot_be_read(command: Command, write: Write) -> None:
    folder = write({**PASSING, "closed/put.vtl.yaml": ""})
    (folder / "closed").chmod(0)
    try:
        done = command("vtl-run")
    finally:
        (folder / "closed").chmod(0o700)
    assert (done.out, done.err, done.code) == ("", "the folder ./closed cannot be read: Permission denied\n", 4)


# Colour


@pytest.mark.parametrize(
    ("arguments", "env", "colored"),
    [
        ([], {}, False),
        (["--color=always"], {}, True),
        (["--color=always"], {"NO_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color=never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_color(command: Command, write: Write, arguments: list[str], env: dict[str, str], colored: bool) -> None:
    write(FAILING)
    assert ("\x1b[" in command("vtl-run", *arguments, env=env).out) == colored


def on_a_terminal(folder: Path, *arguments: str, **env: str) -> str:
    import pty

    parent, child = pty.openpty()
    environment = command_environment(TERM="xterm", **env)
    process = subprocess.Popen(
        command_line("vtl-run", *arguments), stdin=child, stdout=child, stderr=child, cwd=folder, env=environment
    )
    os.close(child)
    seen = b""
    while True:
        try:
            data = os.read(parent, 65536)
        except OSError:  # Linux: the other side is closed
            break
        if not data:
            break
        seen += data
    os.close(parent)
    process.wait(10)
    return seen.decode()


needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals there")


@needs_terminal
def test_a_terminal_has_color_unless_told_otherwise(write: Write) -> None:
    folder = write(FAILING)
    assert "\x1b[31m" in on_a_terminal(folder)
    assert "\x1b[" not in on_a_terminal(folder, NO_COLOR="1")
    assert "\x1b[" not in on_a_terminal(folder, "--color=never")


@needs_terminal
def test_many_files_show_progress_that_goes_away(write: Write) -> None:
    seen = on_a_terminal(write(many(40)), "-q")
    assert "[40/40] file039.vtl.yaml" in seen
    assert seen.count("\r\x1b[2K") > 1
    assert "[" not in seen.rsplit("\x1b[2K", 1)[1].replace("\x1b[", "")
    assert "/2]" not in on_a_terminal(write(PASSING), "put.vtl.yaml")


# Updates


def test_update_rewrites_and_says_so(command: Command, write: Write) -> None:
    folder = write(FAILING)
    done = command("vtl-run", "--update")
    assert done.code == 0
    assert without_time(done.out).splitlines()[-1] == "1 passed, 2 updated in TIME"
    expected = WRONG.replace("{output: {id: 8}}", "{output: {id: 7}}").replace('{"id": 10}', '{"id": 9}')
    assert (folder / "wrong.vtl.yaml").read_text() == expected
    assert "first is wrong" in done.out
    assert without_time(command("vtl-run").out) == "3 passed in TIME\n"


def test_update_keeps_to_the_selection(command: Command, write: Write) -> None:
    folder = write(FAILING)
    command("vtl-run", "--update", "-k", "third", "-n2")
    assert (folder / "wrong.vtl.yaml").read_text() == WRONG.replace('{"id": 10}', '{"id": 9}')


def test_update_changes_nothing_that_passes(command: Command, write: Write) -> None:
    folder = write(PASSING)
    before = (folder / "put.vtl.yaml").stat().st_mtime_ns
    assert command("vtl-run", "--update").code == 0
    assert (folder / "put.vtl.yaml").stat().st_mtime_ns == before


# Processes


def test_processes_report_as_one(command: Command, write: Write) -> None:
    write({**many(40), "broken.vtl.yaml": BROKEN})
    alone = command("vtl-run", "-v")
    together = command("vtl-run", "-v", "-n", "3")
    assert without_time(together.out) == without_time(alone.out)
    assert (together.err, together.code) == (alone.err, alone.code) == ("", 4)


def test_processes_stop_where_one_would(command: Command, write: Write) -> None:
    write(many(40))
    alone = command("vtl-run", "--maxfail=3")
    assert without_time(command("vtl-run", "--maxfail=3", "-nauto").out) == without_time(alone.out)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are otherwise there")
@pytest.mark.parametrize("arguments", [[], ["-n2"]])
def test_interrupted(write: Write, arguments: list[str]) -> None:
    """Ctrl-C ends all processes: one line, the counts so far, 2."""
    slow = "#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])#end#end#end"
    cases = "limits: {{rounds: 1000000000, items: 1000000000, seconds: 600}}\ninline: '{}'\ncases: [{{name: a}}]\n"
    folder = write(
        {"a.vtl.yaml": cases.format("fast"), "b.vtl.yaml": cases.format(slow), "c.vtl.yaml": cases.format(slow)}
    )
    process = subprocess.Popen(
        command_line("vtl-run", "-v", *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=command_environment(PYTHONUNBUFFERED="1"),
        start_new_session=True,
        # Where the tests run in the background of a shell, they ignore Ctrl-C, and what they start would too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout
    assert process.stdout.readline() == b"PASSED a.vtl.yaml::a\n"
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 2
    running = "b.vtl.yaml::a, c.vtl.yaml::a were" if arguments else "b.vtl.yaml::a was"
    assert without_time(out.decode()) == f"interrupted while {running} running\n1 passed in TIME\n"
    assert err == b""
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_reader_that_leaves(write: Write) -> None:
    folder = write(many(300))
    process = subprocess.Popen(
        command_line("vtl-run", "-v"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=command_environment(),
    )
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(10) == 2


# The rest


def test_a_warning_is_shown_once(command: Command, write: Write) -> None:
    case = "  - {name: %s, methodRequest: {body: {a: [1]}}, expect: {output: '1'}}\n"
    write({"w.vtl.yaml": "inline: $input.path('$.a[-1]')\ncases:\n" + case % "one" + case % "two"})
    done = command("vtl-run")
    assert done.code == 0
    assert done.out.count("w.vtl.yaml::") == 1
    assert "  warning: w.vtl.yaml (inline):1:14: VTL301 no recording shows how the service reads [-1]: " in done.out
    assert "\n  hint: read the whole list, and count in the template: " in done.out
    assert command("vtl-run", "-q").out.count("\n") == 1


TRAP = "$input.path('$.a[-{index}]')"
TRAPPED = "{{name: {name}, methodRequest: {{body: {{a: [1, 1]}}}}, expect: {{output: {output}}}}}"


def trapped(template: str, *cases: tuple[str, str]) -> str:
    lines = [f"- {TRAPPED.format(name=name, output=output)}" for name, output in cases]
    return "\n".join([f"template: {template}", "cases:", *lines]) + "\n"


def warned(out: str) -> list[str]:
    """The ids of the blocks with a warning."""
    return re.findall(r"^(?:PASSED|FAILED) (\S+) .*\n(?:  (?!warning).*\n)*  warning: ", out, re.MULTILINE)


@pytest.mark.parametrize("arguments", [[], ["-n2"]])
def test_a_notice_is_shown_once_for_all_cases_of_all_files(
    command: Command, write: Write, arguments: list[str]
) -> None:
    both = f"#if($input.body){TRAP.format(index=1)}#end{TRAP.format(index=2)}"
    write(
        {
            "one.vtl": TRAP.format(index=1),
            "both.vtl": both,
            "a.vtl.yaml": trapped("one.vtl", ("first", "'1'"), ("again", "'1'")),
            "b.vtl.yaml": trapped("one.vtl", ("elsewhere", "'1'")),
            "c.vtl.yaml": trapped("both.vtl", ("others", "'11'"), ("again", "'11'")),
            "d.vtl.yaml": trapped("one.vtl", ("behind", "'1'")),
        }
    )
    assert warned(command("vtl-run", *arguments).out) == ["a.vtl.yaml::first", "c.vtl.yaml::others"]
    told = command("vtl-run", "-v", *arguments).out
    assert told.count("  warning: one.vtl:1:14: VTL301 ") == 1
    assert told.count("PASSED d.vtl.yaml::behind\n") == 1


def test_a_case_that_fails_shows_its_notices_again(command: Command, write: Write) -> None:
    """And then no case that passes does."""
    cases = [("one", "no"), ("two", "'1'"), ("three", "no"), ("four", "'1'")]
    write({"one.vtl": TRAP.format(index=1), "a.vtl.yaml": trapped("one.vtl", *cases)})
    assert warned(command("vtl-run").out) == ["a.vtl.yaml::one", "a.vtl.yaml::three"]


def test_engine_airspeed_shows_what_the_service_gives(command: Command, write: Write) -> None:
    pytest.importorskip("airspeed")
    write({"a.vtl.yaml": "inline: '$nothing'\ncases: [{name: a, expect: {output: ''}}]\n"})
    assert command("vtl-run").code == 0
    done = command("vtl-run", "--engine", "airspeed")
    assert done.code == 1
    assert "$nothing" in done.out


def test_engine_not_installed(command: Command, write: Write) -> None:
    folder = write({**PASSING, "airspeed.py": "raise ImportError"})
    done = command(
        "vtl-run", "--engine=airspeed", env={"PYTHONPATH": f"{folder}{os.pathsep}{command_environment()['PYTHONPATH']}"}
    )
    assert (done.out, done.code) == ("", 4)
    assert "airspeed" in done.err
    assert "Traceback" not in done.err


def test_junitxml(command: Command, write: Write) -> None:
    folder = write({**ALL, "a.vtl.yaml": BROKEN})
    command("vtl-run", "--junitxml", "report.xml", "--color=always")
    suite = ElementTree.parse(folder / "report.xml").getroot()[0]
    assert {name: suite.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "6",
        "failures": "2",
        "errors": "1",
    }
    assert [(case.get("classname"), case.get("name"), [child.tag for child in case]) for case in suite] == [
        ("a.vtl.yaml", "a.vtl.yaml", ["error"]),
        ("put.vtl.yaml", "keeps the id", []),
        ("put.vtl.yaml", "keeps text", []),
        ("wrong.vtl.yaml", "first is wrong", ["failure"]),
        ("wrong.vtl.yaml", "second is right", []),
        ("wrong.vtl.yaml", "third is wrong", ["failure"]),
    ]


def test_version_and_help(command: Command) -> None:
    assert re.fullmatch(r"vtl-run \d+\.\d+\.\d+\S*\n", command("vtl-run", "--version").out)
    assert command("vtl-render", "--version").code == 0
    assert command("vtl-run", "--help").out.startswith("Usage: vtl-run [OPTIONS] [PATHS]...\n")
    assert command("vtl-render", "-h").out.startswith("Usage: vtl-render [OPTIONS] [TEMPLATE]\n")


def test_an_ascii_terminal(command: Command, write: Write) -> None:
    write({"é.vtl.yaml": "inline: 'é\u2028'\ncases: [{name: 'ü', expect: {output: 'x'}}]\n"})
    done = command("vtl-run", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.code == 1
    assert r"\xe9.vtl.yaml::\xfc" in done.out
    assert done.err == ""


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="no times of one process there")
def test_what_a_passing_run_does_not_import(write: Write, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = write(PASSING)
    names = "deepdiff difflib multiprocessing concurrent.futures jsonschema xml importlib.metadata pytest airspeed"
    code = (
        "import sys; from vtlharness.cli import vtl_run\n"
        "try: vtl_run([])\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    environment = command_environment(XDG_CACHE_HOME=str(tmp_path_factory.mktemp("cache")))

    def imported() -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, check=True
        )
        return set(done.stderr.decode().split())

    assert not imported() & set(names.split())
    imported()  # compiles once more what is met again
    again = imported()  # what was read and compiled has been kept
    assert not again & {
        *names.split(),
        "yaml",
        "hashlib",
        "vtlharness.vtl.syntax.nodes",
        "vtlharness.documents.yaml.values",
    }


def test_update_of_all_there_is(command: Command, write: Write) -> None:
    folder = write({"a.vtl.yaml": 'inline: "a"\ncases:\n  - name: x\n    expect: {output: b}\n'})
    done = command("vtl-run", "--update", "--junitxml", "out.xml")
    assert done.code == 0
    assert without_time(done.out).splitlines()[-1] == "1 updated in TIME"
    assert (folder / "out.xml").is_file()


def test_an_id_of_no_case(command: Command, write: Write) -> None:
    write(PASSING)
    done = command("vtl-run", "put.vtl.yaml::first")
    assert done.code == 4
    assert done.err == "put.vtl.yaml has no case 'first'\nhint: `--collect-only` lists the cases\n"
