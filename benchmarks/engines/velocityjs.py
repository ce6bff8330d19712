"""velocityjs under Node, with jsonpath-plus for the paths as serverless-offline has it. npm fetches both."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.engines import Engine, EngineMissingError, Kind, Runner
from benchmarks.roots import roots_of
from benchmarks.rounds import warm_up
from benchmarks.work import Work

PACKAGES = {"velocityjs": "2.1.7", "jsonpath-plus": "10.3.0"}
_SCRIPT = Path(__file__).with_name("velocityjs.cjs")


class Velocityjs(Engine):
    """One Node process for each work, so that the types of one don't slow another; warmed for so many seconds."""

    name = "velocityjs"

    def __init__(self, seconds: float) -> None:
        node, npm = shutil.which("node"), shutil.which("npm")
        if not node or not npm:
            raise EngineMissingError("no Node.js with npm on this machine")
        self._folder = TemporaryDirectory(prefix="vtlharness-benchmark-")
        names = [f"{name}@{version}" for name, version in PACKAGES.items()]
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", self._folder.name]
        done = subprocess.run([npm, "install", *options, *names], capture_output=True, text=True)
        if done.returncode:
            self.close()
            raise EngineMissingError(f"npm cannot install {' '.join(names)}: {done.stderr.strip()[-300:]}")
        self._command = [node, str(_SCRIPT), self._folder.name]
        version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
        packages = " with ".join(names)
        self.about = f"{packages}, Node {version}, each process warmed for {seconds:g} s"
        self._seconds = seconds

    def runner(self, work: Work) -> NodeRunner:
        """Raises EngineMissingError where velocityjs fails on the template."""
        return NodeRunner(NodeProcess(self._command), work, self._seconds)

    def close(self) -> None:
        """Removes the packages."""
        self._folder.cleanup()


class NodeProcess:
    """The co-process of velocityjs.cjs."""

    def __init__(self, command: list[str]) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8")

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """One answer. Raises EngineMissingError where the process fails."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": "the process ended"}
        if "error" in answer:
            self.close()
            raise EngineMissingError(f"velocityjs fails: {answer['error']}")
        return answer

    def close(self) -> None:
        """Ends it."""
        self._process.kill()
        self._process.communicate()


class NodeRunner(Runner):
    """One work in one Node process."""

    def __init__(self, process: NodeProcess, work: Work, seconds: float) -> None:
        self._process = process
        template = work.template.text.replace('"$context.', '"$!context.')
        if template != work.template.text:
            self.note = "`$!context` for `$context`"
        self._request = {"template": template, **roots_of(work).as_json()}
        self._output: str = process.ask(self._request)["output"]
        for kind in (Kind.FIRST, Kind.WARM):
            warm_up(partial(self.seconds, kind), seconds / 2)

    @property
    def kinds(self) -> frozenset[Kind]:
        """It keeps nothing on disk."""
        return frozenset({Kind.WARM, Kind.COMPILE, Kind.FIRST})

    def output(self) -> str:
        """The text of one render."""
        return self._output

    def seconds(self, kind: Kind, count: int) -> float:
        """Seconds per operation, over so many."""
        return float(self._process.ask({"kind": kind.value, "count": count})["seconds"])

    def close(self) -> None:
        """Ends the process."""
        self._process.close()
