"""A template reaches no attribute of Python, no class of Java, no file, clock or environment variable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from tests.commands import command_environment
from vtlharness import MappingTemplate, MethodRequest, VtlHarnessError, render_request
from vtlharness.java.keys import Key
from vtlharness.java.methods.table import METHODS
from vtlharness.java.scalars import BigInteger, Byte, Character, Float, Long, Short
from vtlharness.java.values import ContextMap, Entry, HashMap, JavaArray, JavaClass, JavaIterator, KeySet, SubList
from vtlharness.vtl.runtime import DefinedBlock, ForeachScope

SECRET = "s3cret-sentinel"
WRITTEN = Path(__file__).with_name("sandbox.vtl").read_text(encoding="utf-8").splitlines()

VALUES = {
    "text": "#set($v = 'abc')",
    "integer": "#set($v = 1)",
    "double": "#set($v = 1.5)",
    "boolean": "#set($v = true)",
    "list": "#set($v = [1, 'a'])",
    "range": "#set($v = [1..3])",
    "map": "#set($v = {'a': 1})",
    "JSON array": "#set($v = $input.path('$.l'))",
    "JSON object": "#set($v = $input.path('$'))",
    "decimal": "#set($v = $input.path('$.d'))",
    "integer of 30 digits": "#set($v = $input.path('$.n'))",
    "class": "#set($v = 'a')#set($v = $v.class)",
    "array": "#set($v = 'a,b')#set($v = $v.split(','))",
    "characters": "#set($v = 'ab')#set($v = $v.toCharArray())",
    "bytes": "#set($v = 'ab')#set($v = $v.getBytes())",
    "keys": "#set($v = {'a': 1})#set($v = $v.keySet())",
    "values": "#set($v = {'a': 1})#set($v = $v.values())",
    "entry": "#set($v = {'a': 1})#foreach($e in $v.entrySet())#set($v = $e)#end",
    "iterator": "#set($v = [1])#set($v = $v.iterator())",
    "sublist": "#set($v = [1, 2])#set($v = $v.subList(0, 1))",
    "nothing": "",
    "block": "#define($v)x#end",
    "scope": "#foreach($i in [1])#set($v = $foreach)#end",
    "$input": "#set($v = $input)",
    "$util": "#set($v = $util)",
    "$context": "#set($v = $context)",
    "an override": "#set($v = $context.requestOverride.header)",
    "$stageVariables": "#set($v = $stageVariables)",
}
TYPES = (str, int, float, bool, list, dict, type, object, BigInteger, Byte, Character, Float, Long, Short, ContextMap)
TYPES += (Entry, HashMap, JavaArray, JavaClass, JavaIterator, KeySet, SubList, DefinedBlock, ForeachScope, Key)
OF_PYTHON = sorted({name for kind in TYPES for name in dir(kind) if name.startswith("_")} | {"f_globals", "gi_frame"})
OF_JAVA = (
    "class.classLoader",
    "class.forName('java.lang.Runtime')",
    "getClass().getClassLoader()",
    "class.newInstance()",
)
OF_JAVA += ("class.methods", "class.getMethod('x', null)", "class.protectionDomain", "wait()", "notify()", "finalize()")
PYTHONS_WORDS = ("<built-in", "<class '", "<function", "<bound method", "object at 0x", ".py", "site-packages", SECRET)


def outcome(template: str) -> str:
    """What a template prints, or the message of our error; any other exception is a failure."""
    request = MethodRequest(
        "POST", body='{"l": [1, "a"], "d": 1.23456789012345678901, "n": 123456789012345678901234567890}'
    )
    try:
        return render_request(MappingTemplate.from_text(template), request, stage_variables={"a": "b"}).text
    except VtlHarnessError as error:
        return error.message


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)


@pytest.mark.parametrize("value", VALUES)
def test_no_attribute_of_python(value: str) -> None:
    """Read as a property, called, indexed, asked for by name: nothing but what an unknown name gives."""
    for name in OF_PYTHON:
        asked = f"$v.{name} $v.{name}() $v['{name}'] $v.get('{name}') $v.{name}.x() $v.{name}('a')"
        for ask in asked.split(" "):
            text = outcome(f"{VALUES[value]}{ask}")
            other = f"{name[0]}qqqqqqq"
            unknown = outcome(f"{VALUES[value]}{ask.replace(name, other)}").replace(other, name)
            assert text == unknown, (ask, text, unknown)


@pytest.mark.parametrize("value", VALUES)
def test_no_class_of_java(value: str) -> None:
    for ask in OF_JAVA:
        text = outcome(f"{VALUES[value]}$v.{ask}")
        assert text == "" or "Exception" in text, (ask, text)


@pytest.mark.parametrize("template", WRITTEN)
def test_written_by_hand(template: str) -> None:
    text = outcome(template.replace("\\n", "\n").replace("\\0", "\0").replace("\\u2028", "\u2028"))
    assert not any(word in text for word in PYTHONS_WORDS), text


def test_nothing_is_opened_or_started() -> None:
    """With Python's own audit: no file, process, socket or clock is asked for while hostile templates render."""
    program = """
import json, sys
from tests.hostile.test_sandbox import VALUES, OF_JAVA, WRITTEN, outcome
templates = [*WRITTEN, *(f"{value}$v.{ask}" for value in VALUES.values() for ask in OF_JAVA)]
for template in templates: outcome(template)
seen = []
sys.addaudithook(lambda event, arguments: seen.append((event, str(arguments)[:80])) if watched else None)
watched = True
for template in templates: outcome(template)
watched = False
kinds = ("open", "os.", "subprocess.", "socket.", "ctypes.", "shutil.", "import", "exec", "code.__new__")
print(json.dumps([one for one in seen if one[0].startswith(kinds) and one[0] not in ("exec", "code.__new__")]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], env=command_environment(), capture_output=True, text=True, cwd=Path.cwd()
    )
    assert done.stderr == ""
    opened = [
        one
        for one in json.loads(done.stdout)
        if one[0] != "os.stat" and not ("import" in one[0] and "vtlharness" in one[1])
    ]
    assert opened == []


def test_names_of_generated_code() -> None:
    """Variables with the names that generated code uses are variables like others."""
    names = (
        "out",
        "get",
        "warn",
        "mark",
        "budget",
        "left",
        "first",
        "long",
        "t",
        "u",
        "k0",
        "v",
        "fs",
        "s1",
        "__builtins__",
    )
    for name, other in product(names, names):
        assert outcome(f"#set(${name} = 'x')#foreach(${other}x in [1, 2])${name}#end") == "xx"
        assert outcome(f"${name}|$!{name}|$!{{{name}.class}}") == "||"


def test_the_environment_is_no_value() -> None:
    assert os.environ["AWS_SECRET_ACCESS_KEY"] == SECRET
    for name in ("AWS_SECRET_ACCESS_KEY", "PATH", "HOME"):
        for root in ("$context", "$stageVariables", "$util", "$input", "$input.params()", "$context.identity"):
            text = outcome(f"{root}.{name} $!{{{name}}} {root}.get('{name}')")
            assert os.environ.get(name, SECRET) not in text


PUBLIC = sorted({name for kind in TYPES for name in dir(kind) if not name.startswith("_")})
TABLES = (*METHODS.values(), DefinedBlock.java_methods, ForeachScope.java_methods)
OF_TABLES = {name for table in TABLES for name, _ in table}


@pytest.mark.parametrize("value", VALUES)
def test_python_names_that_java_lacks(value: str) -> None:
    """`$s.capitalize()`, `$l.append(1)`: names of Python's types that no table of Java's methods holds."""
    keys = {"a", "l", "d", "n", "table"}
    for name in PUBLIC:
        getter = name[:1].upper() + name[1:]
        if {name, f"get{getter}", f"is{getter}"} & OF_TABLES or name in keys:
            continue
        for ask in (f"$v.{name}", f"$v.{name}()", f"$v.{name}('a')", f"$v['{name}']", f"${{v.{name}}}"):
            text = outcome(f"{VALUES[value]}{ask}")
            other = f"{name[0]}qqqqqqq"
            unknown = outcome(f"{VALUES[value]}{ask.replace(name, other)}").replace(other, name)
            assert text == unknown, (ask, text, unknown)


@pytest.mark.parametrize("value", VALUES)
def test_no_attribute_is_set(value: str) -> None:
    """What a template sets under a name of Python is an entry of a map, or nothing."""
    for name in (*OF_PYTHON, "java_methods", "component", "map", "storage", "limits"):
        other = f"{name[0]}qqqqqqq"
        asked = (
            f"#set($v.{name} = 'x')$v.{name}",
            f"#set($v['{name}'] = 'x')$v['{name}']",
            f'#set($w = "$v.{name}")$w',
        )
        for ask in asked:
            text = outcome(f"{VALUES[value]}{ask}")
            unknown = outcome(f"{VALUES[value]}{ask.replace(name, other)}").replace(other, name)
            assert text == unknown, (ask, text, unknown)


def test_no_clock_file_or_environment_while_it_compiles_and_renders() -> None:
    """Clock, chance, environment and files raise: nobody asks for them."""
    program = """
import builtins, datetime, io, json, os, random, sys, time
from tests.hostile.test_sandbox import OF_PYTHON, VALUES, WRITTEN, outcome
for template in WRITTEN: outcome(template)

def refuse(*arguments, **named): raise SystemExit(f"asked for {arguments!r:.80}")

class Environment(dict):
    __getitem__ = get = __contains__ = __iter__ = keys = items = refuse

names = [*OF_PYTHON[::7], "__class__", "__globals__"]
templates = [*WRITTEN, *(f"{value}$v.{name} $v.{name}()" for value in VALUES.values() for name in names)]
kept = os.environ
for module, names in ((time, "time time_ns localtime gmtime strftime ctime"), (random, "random randint choice"),
        (os, "getenv urandom open listdir system popen fork"), (builtins, "open eval input"), (io, "open")):
    for name in names.split(): setattr(module, name, refuse)
stat = os.stat
os.stat = lambda path, **named: stat(path, **named) if str(path) == "<template>" else refuse(path)
os.environ = Environment()
for template in templates: outcome(template)
os.environ = kept
print(len(templates))
"""
    done = subprocess.run([sys.executable, "-c", program], env=command_environment(), capture_output=True, text=True)
    assert done.stderr == ""
    assert int(done.stdout) > 500
