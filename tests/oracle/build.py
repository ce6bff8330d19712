"""Compiles the oracle once per version of its sources, and gives the command line that starts it.

Needs a JDK and, for the jars of pom.xml, Maven. The result stays in the user's cache folder (or in ORACLE_CACHE), under
a hash of the sources. As a script it becomes the oracle: JSON lines on stdin, JSON lines on stdout (see Oracle.java).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = (HERE / "Oracle.java", HERE / "pom.xml")
JVM_OPTIONS = ("-Xshare:auto", "-XX:+UseSerialGC", "-Xmx512m", "-Xss2m", "-Dfile.encoding=UTF-8")


class OracleUnavailableError(Exception):
    """This machine cannot build the oracle; the text names the missing part."""


def command() -> list[str]:
    """The command that starts the oracle, which is built first if necessary.

    Raises OracleUnavailableError without a JDK or Maven, and when Maven cannot fetch the jars.
    """
    java = _tool("java")
    folder = _cache() / hashlib.sha256(b"\0".join(source.read_bytes() for source in SOURCES)).hexdigest()[:16]
    if not folder.is_dir():
        _build(folder)
    classpath = os.pathsep.join([str(folder / "classes"), str(folder / "jars" / "*")])
    return [java, *JVM_OPTIONS, "-cp", classpath, "Oracle"]


def _cache() -> Path:
    if "ORACLE_CACHE" in os.environ:
        return Path(os.environ["ORACLE_CACHE"])
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vtlharness-oracle"


def _build(folder: Path) -> None:
    """Builds beside `folder` and renames at the end: with several processes, the result of the first one stays."""
    maven, javac = _tool("mvn"), _tool("javac")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="building-") as building:
        made = Path(building) / "oracle"
        jars, classes = made / "jars", made / "classes"
        classes.mkdir(parents=True)
        _run(
            maven, "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies", f"-DoutputDirectory={jars}"
        )
        sources = ["-d", str(classes), str(HERE / "Oracle.java")]
        _run(javac, "-encoding", "UTF-8", "-nowarn", "-Xlint:none", "-cp", str(jars / "*"), *sources)
        try:
            made.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise


def _tool(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise OracleUnavailableError(f"no `{name}` on this machine: the oracle needs a JDK and Maven")
    return found


def _run(*arguments: str) -> None:
    done = subprocess.run(arguments, capture_output=True, text=True, errors="replace")
    if done.returncode:
        reason = (done.stdout + done.stderr).strip()[-1000:]
        raise OracleUnavailableError(f"`{Path(arguments[0]).name}` failed while it built the oracle: {reason}")


if __name__ == "__main__":
    try:
        line = command()
    except OracleUnavailableError as problem:
        sys.exit(f"oracle: {problem}")
    os.execv(line[0], line)
