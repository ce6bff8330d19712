"""Each module of vtlharness.java works when nothing else has been imported before it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import vtlharness.java

ROOT = Path(vtlharness.java.__file__).parent
MODULES = sorted(
    ".".join(("vtlharness.java", *file.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
    for file in ROOT.rglob("*.py")
)

WORKS = {
    "vtlharness.java": "module.__doc__",
    "vtlharness.java.characters": "module.is_letter('é')",
    "vtlharness.java.digits": "module.integer_text(10**5000) == '1' + '0' * 5000",
    "vtlharness.java.equality": "module.equals([1, 'a'], [1, 'a']) and module.velocity_equals(1, '1')",
    "vtlharness.java.hash_codes": "module.hash_code('Aa') == module.hash_code('BB') == 2112",
    "vtlharness.java.json_text": "module.to_json({'a/b': [1]}) == '{\"a/b\":[1]}'",
    "vtlharness.java.keys": "list(module.key_values({'a': 1})) == ['a']",
    "vtlharness.java.methods": "module.__doc__",
    "vtlharness.java.methods.big_decimals": "module.BIG_DECIMAL_METHODS['scale', 0](Decimal('1.50')) == 2",
    "vtlharness.java.methods.big_integers": "module.BIG_INTEGER_METHODS['bitLength', 0](1 << 70) == 71",
    "vtlharness.java.methods.booleans_and_characters": "module.BOOLEAN_METHODS['hashCode', 0](True) == 1231",
    "vtlharness.java.methods.formatter": "module.format_text('%05d|%h', [42, 'Aa']) == '00042|840'",
    "vtlharness.java.methods.functional": "module.ON_LISTS['forEach', 1](['a'], 1) is None",
    "vtlharness.java.methods.iterators": "module.ITERATOR_METHODS['next', 0](module.iterator(['a'])) == 'a'",
    "vtlharness.java.methods.lists": "module.JSON_ARRAY_METHODS['hashCode', 0](['a']) == 128",
    "vtlharness.java.methods.maps": "module.MAP_METHODS['hashCode', 0]({'a': 'b'}) == 3",
    "vtlharness.java.methods.numbers": "module.INTEGER_METHODS['hashCode', 0](7) == 7",
    "vtlharness.java.methods.primes": "module.is_prime(7)",
    "vtlharness.java.methods.string_bytes": "len(module.BYTE_METHODS['getBytes', 1]('é', 'utf-16')) == 4",
    "vtlharness.java.methods.string_patterns": "module.PATTERN_METHODS['matches', 1]('a1', '[a-z][0-9]')",
    "vtlharness.java.methods.strings": "module.STRING_METHODS['hashCode', 0]('Aa') == 2112",
    "vtlharness.java.methods.table": "list(module.call({'a': 1}, 'keySet', ())) == ['a']",
    "vtlharness.java.number_text": "module.number_text(1e10) == '1.0E10'",
    "vtlharness.java.numbers": "module.add(2**31 - 1, 1) == 2**31",
    "vtlharness.java.regex": "module.__doc__",
    "vtlharness.java.regex.classes": "module.of_range(97, 122)",
    "vtlharness.java.regex.pattern": "module.compile_java('a+').engine.fullmatch('aa')",
    "vtlharness.java.regex.reader": "module.PatternReader",
    "vtlharness.java.regex.syntax": "module.translate('a{2}')",
    "vtlharness.java.scalars": "module.Long(1) != 1 and module.Character('a') != 'a'",
    "vtlharness.java.text": "module.text_of({'a': [None]}) == '{a=[null]}'",
    "vtlharness.java.utf16": "module.length('😀') == 2",
    "vtlharness.java.values": "list(module.HashMap.fromkeys(['b', 'a', 'Content-Type'])) == ['a', 'b', 'Content-Type']",
}
"""For each module, an expression that is true if the module works."""


def test_every_module_is_tried() -> None:
    assert list(WORKS) == MODULES


@pytest.mark.parametrize("name", WORKS)
def test_a_module_works_alone(name: str) -> None:
    code = f"import {name} as module; from decimal import Decimal; assert {WORKS[name]}"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    ("module", "kind"),
    [("vtlharness.gateway.roots.util", "Util()"), ("vtlharness.gateway.roots.input", "Input('{}')")],
)
def test_a_root_brings_its_methods_along(module: str, kind: str) -> None:
    """Whether the table of methods is there before the root or after it."""
    for first, then in ((module, "vtlharness.java.methods.table"), ("vtlharness.java.methods.table", module)):
        code = f"import {first}, {then}; import {module} as root; import vtlharness.java.methods.table as table"
        code += f"; assert table.call(root.{kind}, 'hashCode', ()) == 0"
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
