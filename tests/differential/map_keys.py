"""Maps and sets whose keys are of every kind, among them those that Python takes for one key: 1, 1.0 and true.

`write_request(random)` gives a request of the oracle's protocol. The maps are literals, maps that `put` fills, and an
object of the payload; keys are looked up, removed, replaced, walked, printed and compared, and lists among them change
after they have become keys. Bytes of texts are among the keys.
"""

from __future__ import annotations

from random import Random
from typing import Any

BODY = '{"o": {"a": 1, "1": "one", "true": "yes"}, "l": [1, true, 1.0, "a"], "d": 1.10, "e": 12345678901234567890}'
SETUP = (
    "#set($s='abc')#set($c=$s.charAt(0))#set($i=1)#set($g=5000000000)#set($h=$g.valueOf(1))#set($f=1.0)"
    "#set($n=$f.parseDouble('NaN'))#set($q=$f.floatValue())#set($z=0.0 * -1.0)#set($p=$input.path('$'))#set($o=$p.o)"
    "#set($k=[1])#set($t=['k'])#set($y=$i.byteValue())#set($w=$s.bytes)#set($u=$o.clone())"
    "#set($e=$u.entrySet().iterator().next())"
)
KEYS = (
    "1", "0", "2", "true", "false", "1.0", "0.0", "$z", "$n", "$h", "$q", "$y", "$y.shortValue()", "$c", "'a'",
    "'1'", "'true'", "''", "$p.d",
    "$p.d.setScale(1)", "$p.e", "$p.e.valueOf(1)", "$g", "[1]", "[true]", "[1.0]", "[]", "{}", "{'a':1}", "{1:'a'}",
    "{true:'a'}", "$k", "$t", "$p.l", "$o", "$o.keySet()", "$o.entrySet()", "$e", "$w.get(0)", "$i", "$f",
    "[[1],[true]]", "[1..2]", "$t.subList(0,1)", "$undefined",
)  # fmt: skip
VALUES = ("'x'", "1", "true", "1.0", "0", "$k", "[1]", "{1:2}", "$c", "$w.size()")
MAPS = ("$m", "$m", "$m", "$o", "$r")
LEFT = "|$m|$o|$r|$k"


def write_request(random: Random) -> dict[str, Any]:
    """Two maps, some calls that change and ask them, then what they are."""
    template = f"{SETUP}#set($m={_literal(random)})#set($r={_literal(random)})"
    template += "".join(f"{random.choice(_STATEMENTS)(random)}," for _ in range(random.randint(1, 6)))
    return {"template": template + LEFT, "body": BODY}


def _literal(random: Random) -> str:
    entries = (f"{_literal_key(random)}:{random.choice(VALUES)}" for _ in range(random.randint(0, 5)))
    return "{" + ",".join(entries) + "}"


def _literal_key(random: Random) -> str:
    return random.choice(KEYS)


def _asked(random: Random) -> str:
    key, value = random.choice(KEYS), random.choice(VALUES)
    call = random.choice(
        (
            f"get({key})",
            f"containsKey({key})",
            f"put({key},{value})",
            f"putIfAbsent({key},{value})",
            f"getOrDefault({key},{value})",
            f"remove({key})",
            f"remove({key},{value})",
            f"replace({key},{value})",
            f"replace({key},{value},'new')",
            f"containsValue({value})",
            f"keySet().contains({key})",
            f"keySet().remove({key})",
            f"values().contains({value})",
            f"values().remove({value})",
            f"keySet().removeAll([{key},{random.choice(KEYS)}])",
            f"keySet().retainAll([{key},{random.choice(KEYS)},1,true])",
            f"keySet().containsAll([{key}])",
            f"putAll({random.choice(MAPS)})",
            "size()",
            "keySet()",
            "entrySet()",
            "keySet().hashCode()",
            "hashCode()",
            "entrySet().hashCode()",
            "clone()",
        )
    )
    return f"{random.choice(MAPS)}.{call}"


def _compared(random: Random) -> str:
    left, right = random.choice(MAPS), random.choice(MAPS)
    call = random.choice(
        (
            f"{left}.equals({right})",
            f"{left}.equals({right}.clone())",
            f"{left}.keySet().equals({right}.keySet())",
            f"{left}.entrySet().equals({right}.entrySet())",
            f"{left}.entrySet().containsAll({right}.entrySet())",
        )
    )
    return str(call)


def _walked(random: Random) -> str:
    map_ = random.choice(MAPS)
    return str(
        random.choice(
            (
                f"#foreach($x in {map_}.keySet())$x $x.class.name {map_}.get($x);#end",
                f"#foreach($x in {map_}.entrySet())$x.key $x.key.class.name $x.value;#end",
                f"#foreach($x in {map_}.entrySet())$x.setValue({random.choice(VALUES)}) $x;#end",
                f"#foreach($x in {map_}.entrySet())#set({map_}[$x.key]={random.choice(VALUES)})$x;#end",
                f"#foreach($x in {map_})$x;#end",
                f"#set($j={map_}.keySet().iterator())#if($j.hasNext())$j.next()$j.remove()#end",
                f"#foreach($x in {map_}.keySet().toArray())$x;#end",
            )
        )
    )


def _changed(random: Random) -> str:
    map_, key = random.choice(MAPS), random.choice(KEYS)
    return str(
        random.choice(
            (
                f"$k.add({random.choice(VALUES)})",
                f"#set({map_}[{key}]={random.choice(VALUES)})",
                f"{map_}[{key}]",
                f"#if({key} == {random.choice(KEYS)})same#end",
                f"#set($p.l[0]={key})$p.l.indexOf({random.choice(KEYS)}) $p.l.contains({key}) $p.l.remove({key}) $p.l",
                f"#set($p.new={map_})$input.json('$.new')",
                f"$input.path('$.o').keySet() $input.path('$..{random.choice(('a', 'k', 'true'))}')",
            )
        )
    )


_STATEMENTS = (_asked, _asked, _asked, _compared, _walked, _changed)
