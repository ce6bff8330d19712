"""Which program runs a function, and what is said where none does: no process starts here."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from vtlharness import VtlHarnessError
from vtlharness.backends.functions.environment import environment
from vtlharness.backends.functions.inline_code import InlineCode
from vtlharness.backends.functions.program import Program, program_of
from vtlharness.backends.functions.settings import FunctionSettings

HANDLER_HINT = "a handler is a path below the folder with the name of a function, such as `src/orders/app.handler`"
PATH_HINT = "write its path below the folder, such as `src/orders/app.handler`"
COMPILED_HINT = "run `sam build`, or name the handler in the folder with the compiled file"
BUILD_HINT = "build the project first (`sam build`); `chmod +x` makes a file executable"
OTHERS_HINT = "a function with an executable `bootstrap` runs here, and an address with Lambda's Invoke API"
NODE_HINT = "install Node.js, or name an address with Lambda's Invoke API instead of the handler"
LEAVES = "the handler {} of the function Orders leaves its folder"
NO_CODE = (
    "the function Orders has no code in {{folder}}: no {0}.py, {0}.js, {0}.mjs or {0}.cjs, and no executable "
    "`bootstrap`"
)
TYPESCRIPT = "the handler of the function Orders is TypeScript, which Lambda does not run"


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A `node` on the PATH, which nothing runs."""
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "node").write_text("", encoding="utf-8")
    (folder / "node").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return str(folder / "node")


def settings(tmp_path: Path, files: tuple[str, ...], handler: str = "app.handler", **more: object) -> FunctionSettings:
    folder = tmp_path / "function"
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("", encoding="utf-8")
        if name.endswith("bootstrap"):
            (folder / name).chmod(0o755)
    folder.mkdir(exist_ok=True)
    return FunctionSettings("Orders", handler, str(folder), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("files", "handler", "runtime", "bootstrap"),
    [
        (("app.py",), "app.handler", None, "python_handler.py"),
        (("src/app.py",), "src/app.handler", None, "python_handler.py"),
        (("src/app.py",), "src.app.handler", None, "python_handler.py"),
        (("app/__init__.py",), "app.handler", None, "python_handler.py"),
        (("src/app/__init__.py",), "src.app.handler", None, "python_handler.py"),
        (("app.py", "app.js", "bootstrap"), "app.handler", None, "python_handler.py"),
        (("app.js",), "app.handler", None, "node_handler.mjs"),
        (("app.mjs", "bootstrap"), "app.handler", None, "node_handler.mjs"),
        (("app.cjs", "app.ts"), "app.handler", None, "node_handler.mjs"),
        (("src/app.js",), "src/app.nested.handler", None, "node_handler.mjs"),
        (("app.py", "app.js"), "app.handler", "nodejs20.x", "node_handler.mjs"),
        (("app.py", "app.js"), "app.handler", "python3.12", "python_handler.py"),
        ((), "app.handler", "nodejs20.x", "node_handler.mjs"),
        ((), "app.handler", "python3.12", "python_handler.py"),
    ],
)
def test_the_bootstrap_of_a_handler(
    tmp_path: Path, node: str, files: tuple[str, ...], handler: str, runtime: str | None, bootstrap: str
) -> None:
    of = settings(tmp_path, files, handler, runtime=runtime)
    made = program_of(of)
    command = node if bootstrap == "node_handler.mjs" else sys.executable
    assert (made.command[0], len(made.command)) == (command, 2)
    assert os.path.isfile(made.command[1])
    assert os.path.basename(made.command[1]) == bootstrap
    assert (made.folder, made.handler, made.every_file) == (of.folder, handler, False)


@pytest.mark.parametrize(
    ("files", "handler", "runtime", "task_root", "below"),
    [
        (("bootstrap",), "main", None, "", "main"),
        (("bootstrap", "app.js"), "app.handler", "provided.al2023", "", "app.handler"),
        (("bootstrap", "app.js"), "app.handler", "go1.x", "", "app.handler"),
        (("build/bootstrap",), "build/main", None, "build", "main"),
        (("build/bootstrap", "bootstrap"), "build/main", None, "build", "main"),
        (("build/bootstrap", "bootstrap"), "build", None, "build", "build"),
        (("bootstrap",), "build/main", None, "", "build/main"),
    ],
)
def test_a_bootstrap_of_its_own(
    tmp_path: Path, files: tuple[str, ...], handler: str, runtime: str | None, task_root: str, below: str
) -> None:
    of = settings(tmp_path, files, handler, runtime=runtime)
    made = program_of(of)
    folder = os.path.join(of.folder, task_root) if task_root else of.folder
    assert (made.command[0], made.command[-1]) == (sys.executable, os.path.join(folder, "bootstrap"))
    assert os.path.basename(made.command[-2]) == "executable.py"
    assert (made.folder, made.handler, made.every_file) == (folder, below, True)


@pytest.mark.parametrize(
    ("files", "handler", "runtime", "message", "hint"),
    [
        ((), "app.handler", None, NO_CODE.format("app"), HANDLER_HINT),
        (("app.py",), "src/app.a.b", None, NO_CODE.format("src/app"), HANDLER_HINT),
        (("src/app.js",), "src.app.handler", None, NO_CODE.format("src"), HANDLER_HINT),
        ((), "/app.handler", None, LEAVES.format("/app.handler"), PATH_HINT),
        ((), "../app.handler", None, LEAVES.format("../app.handler"), PATH_HINT),
        ((), "a\\..\\app.handler", None, LEAVES.format("a\\..\\app.handler"), PATH_HINT),
        (("app.ts",), "app.handler", None, TYPESCRIPT, COMPILED_HINT),
        (("app.mts",), "app.handler", None, TYPESCRIPT, COMPILED_HINT),
        (("app.cts",), "app.handler", "nodejs20.x", TYPESCRIPT, COMPILED_HINT),
        (("app.tsx",), "app.handler", "nodejs20.x", TYPESCRIPT, COMPILED_HINT),
        (
            ("app.js",),
            "app.handler",
            "provided.al2023",
            "the function Orders has no executable file `bootstrap` in {folder}",
            BUILD_HINT,
        ),
        (
            ("app.py",),
            "app.handler",
            "java21",
            "the runtime java21 of the function Orders cannot run here",
            OTHERS_HINT,
        ),
    ],
)
def test_a_function_without_a_program(
    tmp_path: Path, files: tuple[str, ...], handler: str, runtime: str | None, message: str, hint: str
) -> None:
    of = settings(tmp_path, files, handler, runtime=runtime)
    with pytest.raises(VtlHarnessError) as raised:
        program_of(of)
    assert (raised.value.message, raised.value.hint) == (message.format(folder=of.folder), hint)


def test_a_bootstrap_that_nobody_may_execute(tmp_path: Path) -> None:
    of = settings(tmp_path, ("bootstrap",), "main")
    Path(of.folder, "bootstrap").chmod(0o644)
    with pytest.raises(VtlHarnessError) as raised:
        program_of(of)
    assert raised.value.message == NO_CODE.format("main").format(folder=of.folder)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    folder = str(tmp_path / "none")
    with pytest.raises(VtlHarnessError) as raised:
        program_of(FunctionSettings("Orders", "app.handler", folder))
    assert raised.value.message == f"the function Orders cannot be started: there is no folder {folder}"
    assert raised.value.hint == "build the project first if its tool makes the folder"


def test_no_node_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(VtlHarnessError) as raised:
        program_of(settings(tmp_path, ("app.js",)))
    assert raised.value.message == "the function Orders needs Node.js, and there is no `node` on the PATH"
    assert raised.value.hint == NODE_HINT


def test_what_a_tool_has_built(tmp_path: Path) -> None:
    built = tmp_path / "built"
    of = settings(tmp_path, ("app.ts",), built_folder=str(built))
    with pytest.raises(VtlHarnessError) as raised:
        program_of(of)
    assert raised.value.message == TYPESCRIPT
    built.mkdir()
    (built / "app.py").write_text("", encoding="utf-8")
    assert program_of(of).folder == str(built)
    (Path(of.folder) / "app.py").write_text("", encoding="utf-8")
    assert program_of(of).folder == of.folder


CALLERS = {
    "PATH": "/bin",
    "LD_LIBRARY_PATH": "/lib",
    "DYLD_LIBRARY_PATH": "/dyld",
    "TMPDIR": "/scratch",
    "SYSTEMROOT": "/windows",
    "HOME": "/home/me",
    "AWS_SECRET_ACCESS_KEY": "mine",
}
OF_LAMBDA = {
    "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9",
    "_HANDLER": "app.handler",
    "LAMBDA_TASK_ROOT": "/function",
    "AWS_REGION": "eu-west-1",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_LAMBDA_FUNCTION_NAME": "Orders",
    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
    "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/Orders",
    "AWS_LAMBDA_LOG_STREAM_NAME": "2024/01/01/[$LATEST]0123456789abcdef0123456789abcdef",
    "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    "LANG": "en_US.UTF-8",
    "TZ": ":UTC",
    "PYTHONUNBUFFERED": "1",
}


@pytest.mark.parametrize(
    ("runtime", "every_file", "named"),
    [
        ("nodejs20.x", False, {"AWS_EXECUTION_ENV": "AWS_Lambda_nodejs20.x"}),
        (None, False, {}),
        ("provided.al2023", True, {}),
    ],
)
def test_the_environment(
    monkeypatch: pytest.MonkeyPatch, runtime: str | None, every_file: bool, named: Mapping[str, str]
) -> None:
    """Of the caller's variables a process sees those alone that find programs and libraries."""
    monkeypatch.setattr(os, "environ", dict(CALLERS))
    of = FunctionSettings(
        "Orders", "app.handler", "/f", environment={"TABLE": "t"}, region="eu-west-1", runtime=runtime, memory=256
    )
    program = Program(("python",), "/function", "app.handler", every_file)
    kept = {name: value for name, value in CALLERS.items() if name not in ("HOME", "AWS_SECRET_ACCESS_KEY")}
    assert environment(of, program, "127.0.0.1:9") == {**kept, **named, **OF_LAMBDA, "TABLE": "t"}
    changed = FunctionSettings("Orders", "app.handler", "/f", environment={"TZ": "Asia/Tokyo"})
    assert environment(changed, program, "")["TZ"] == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("runtime", "name"), [("python3.12", "index.py"), ("nodejs20.x", "index.js"), ("java21", None), (None, None)]
)
def test_inline_code(runtime: str | None, name: str | None) -> None:
    of = FunctionSettings("Orders", "index.handler", "", runtime=runtime, inline_code="caf\u00e9\ud800")
    if name is None:
        with pytest.raises(VtlHarnessError) as raised:
            InlineCode(of)
        message = "the function Orders has inline code, which is for Python and Node.js alone"
        assert raised.value.message == message
        return
    made = InlineCode(of)
    assert os.listdir(made.folder) == [name]
    assert Path(made.folder, name).read_bytes() == b"caf\xc3\xa9\xed\xa0\x80"
    made.remove()
    assert not os.path.exists(made.folder)
