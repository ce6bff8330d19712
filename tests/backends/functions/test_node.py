"""Node.js handlers in processes of their own, and their failures as Lambda tells them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.backends.functions.conftest import Made
from vtlharness import BackendReply, IntegrationRequest, VtlHarnessError
from vtlharness.backends.functions.local_function import LocalFunction

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")

_HANDLERS = """
let count = 0
exports.echo = async event => event
exports.counted = async () => [++count, process.pid]
exports.about = async (event, context) => {
  const left = context.getRemainingTimeInMillis()
  return [context.functionName, context.invokedFunctionArn, 0 < left && left <= 2000, context.logStreamName !== '',
    context.awsRequestId.length, context.memoryLimitInMB, process.env.TABLE, process.env.SECRET, process.env.AWS_REGION,
    process.env.AWS_EXECUTION_ENV.startsWith('AWS_Lambda_nodejs'), process.cwd() === process.env.LAMBDA_TASK_ROOT]
}
class OrderError extends Error { constructor (m) { super(m); this.name = 'OrderError' } }
exports.raises = async () => { throw new OrderError('no order \\u00e9') }
exports.raisesAtOnce = () => { throw new TypeError('at once') }
exports.throwsText = async () => { throw 'only text' }
exports.calls = (event, context, callback) => { setTimeout(() => callback(null, { got: event }), 5) }
exports.fails = (event, context, callback) => { callback(new OrderError('by callback')) }
exports.succeeds = (event, context) => { context.succeed('old') }
exports.waits = (event, context, callback) => {
  const data = { x: 0 }; setTimeout(() => { data.x = 1 }, 50); callback(null, data) }
exports.hurries = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 60000); callback(null, 'now') }
exports.nothing = () => 5
exports.undefinedResult = async () => {}
exports.loops = async () => { for (;;); }
exports.exits = async event => process.exit(event)
exports.later = () => { setTimeout(() => { throw new OrderError('nobody catches') }, 5) }
exports.rejects = () => { Promise.reject(new OrderError('nobody awaits')); setTimeout(() => {}, 1000) }
exports.circular = async () => { const a = {}; a.a = a; return a }
exports.large = async () => 'x'.repeat(6291560)
exports.prints = async () => { console.log('one %d', 1); console.error('two'); process.stdout.write('three'); return 1 }
exports.object = { inner: async () => 'deep' }
exports.number = 5
"""


@pytest.fixture
def function(tmp_path: Path, function: Made) -> Made:
    files = {
        "src/app.js": _HANDLERS,
        "module/app.mjs": "import { two } from './two.mjs'\nexport const handler = async event => two\n",
        "module/two.mjs": "export const two = 2\n",
        "typed/package.json": '{"type": "module"}',
        "typed/app.js": "export const handler = async () => import.meta.url.length > 0\n",
        "common/app.cjs": "exports.handler = async () => __filename.length > 0\n",
        "default/app.mjs": "export default { handler: async () => 'default' }\n",
        "broken.js": "function (",
        "failing.js": "throw new RangeError('while it loads')",
        "needy.js": "require('nothing-of-this-name')",
        "needy2.mjs": "import 'nothing-of-this-name'",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return function


def _ask(function: LocalFunction, event: str = "{}") -> BackendReply:
    return function(IntegrationRequest("AWS", "POST", "", body=event))


def _data(reply: BackendReply) -> object:
    assert "X-Amz-Function-Error" not in reply.headers, reply
    return json.loads(reply.raw_body or reply.body or "")


def _failure(reply: BackendReply) -> tuple[str, str, list[str]]:
    assert (reply.status_code, reply.headers.get("X-Amz-Function-Error")) == (200, "Unhandled")
    data = json.loads(reply.raw_body or reply.body or "")
    return data["errorType"], data["errorMessage"], data.get("trace", [])


@needs_node
@pytest.mark.parametrize(
    ("handler", "event", "result"),
    [
        ("src/app.echo", '{"a": "\u00e9"}', {"a": "\u00e9"}),
        ("src/app.calls", "1", {"got": 1}),
        ("src/app.succeeds", "1", "old"),
        ("src/app.waits", "1", {"x": 1}),
        ("src/app.hurries", "1", "now"),
        ("src/app.nothing", "1", None),
        ("src/app.undefinedResult", "1", None),
        ("src/app.object.inner", "1", "deep"),
        ("module/app.handler", "1", 2),
        ("typed/app.handler", "1", True),
        ("common/app.handler", "1", True),
        ("default/app.handler", "1", "default"),
    ],
)
def test_handlers(function: Made, handler: str, event: str, result: object) -> None:
    one = function(handler)
    assert _data(_ask(one, event)) == result
    assert _data(_ask(one, event)) == result


@needs_node
def test_a_process_stays_warm(function: Made) -> None:
    counted = function("src/app.counted")
    (first, one), (second, other) = _data(_ask(counted)), _data(_ask(counted))  # type: ignore[misc]
    assert (first, second, one) == (1, 2, other)


@needs_node
def test_context_and_environment(function: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "mine")
    about = function("src/app.about", timeout=2.0, environment={"TABLE": "orders"}, memory=256)
    arn = "arn:aws:lambda:us-east-1:123456789012:function:Orders"
    found = _data(_ask(about))
    assert found == ["Orders", arn, True, True, 36, "256", "orders", None, "us-east-1", True, True]


@needs_node
@pytest.mark.parametrize(
    ("handler", "kind", "words"),
    [
        ("src/app.raises", "OrderError", "no order \u00e9"),
        ("src/app.raisesAtOnce", "TypeError", "at once"),
        ("src/app.throwsText", "string", "only text"),
        ("src/app.fails", "OrderError", "by callback"),
        ("src/app.later", "OrderError", "nobody catches"),
        ("src/app.rejects", "Runtime.UnhandledPromiseRejection", "OrderError: nobody awaits"),
        ("src/app.circular", "Error", "Unable to stringify response body"),
        ("src/app.large", "Function.ResponseSizeTooLarge", "(6291556 bytes)"),
        ("src/app.missing", "Runtime.HandlerNotFound", "src/app.missing is undefined or not exported"),
        ("src/app.number", "Runtime.HandlerNotFound", "src/app.number is not a function"),
        ("none.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'none'"),
        ("needy.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'nothing-of-this-name'"),
        ("needy2.handler", "Runtime.ImportModuleError", "Cannot find package 'nothing-of-this-name'"),
        ("app", "Runtime.MalformedHandlerName", "Bad handler"),
        ("broken.handler", "Runtime.UserCodeSyntaxError", "SyntaxError: "),
        ("failing.handler", "RangeError", "while it loads"),
    ],
)
def test_failures(function: Made, tmp_path: Path, handler: str, kind: str, words: str) -> None:
    one = function(handler, runtime="nodejs20.x")
    for _ in range(2):
        found, message, trace = _failure(_ask(one))
        assert not any(str(tmp_path) in line or "node_handler" in line for line in (message, *trace))
        assert (found, words in message) == (kind, True), message
        assert (kind in ("string", "Function.ResponseSizeTooLarge")) or trace[0].startswith(kind)


@needs_node
@pytest.mark.parametrize(("code", "words"), [("3", "with error: exit status 3"), ("0", "without providing a reason")])
def test_exits(function: Made, code: str, words: str) -> None:
    kind, message, _ = _failure(_ask(function("src/app.exits"), code))
    assert (kind, message.partition("Error: ")[2]) == ("Runtime.ExitError", f"Runtime exited {words}")


@needs_node
def test_an_endless_loop_times_out(function: Made) -> None:
    kind, message, _ = _failure(_ask(function("src/app.loops", timeout=0.5)))
    assert (kind, message.partition("Error: ")[2]) == ("Sandbox.Timedout", "Task timed out after 0.50 seconds")


@needs_node
def test_what_it_prints_is_kept(function: Made) -> None:
    prints = function("src/app.prints")
    for _ in range(3):
        assert _ask(prints).function_output == ("one 1", "two", "three")


def test_without_node_a_sentence_says_so(function: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nothing")
    with pytest.raises(VtlHarnessError) as caught:
        _ask(function("src/app.echo"))
    assert caught.value.message == "the function Orders needs Node.js, and there is no `node` on the PATH"
