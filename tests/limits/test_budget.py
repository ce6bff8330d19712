"""What one rendering may make: each limit is exact, and its error says where it was met and how to raise it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from typing import Any

import pytest

from vtlharness import LimitError, Limits, MappingTemplate, MethodRequest, Rendering, VtlHarnessError, render_request
from vtlharness.limits import budget
from vtlharness.limits.budget import LimitExceeded, current_budget, more_rounds, whole_output
from vtlharness.limits.deadline import within_limits
from vtlharness.limits.written import written_limits

ROOMY = Limits(seconds=600)


def rendered(template: str, body: str = "{}", **limits: int) -> Rendering:
    return render_request(
        MappingTemplate.from_text(template), MethodRequest("POST", body=body), limits=ROOMY._replace(**limits)
    )


ROUNDS = [
    ("#foreach($i in [1..5])x#end", 5),
    ("#foreach($i in [1..3])x#end#foreach($i in [1..4])x#end", 7),
    ("#foreach($i in [1..3])#foreach($j in [1..4])x#end#end", 15),
    ("#foreach($i in [1..9])#if($i == 4)#break#end#end", 4),
    ("#foreach($i in [1..9])#foreach($j in [1..9])#if($j == 2)#break#end#end#end", 27),
    ("#set($l = [1, 2, 3])#foreach($i in $l)#set($q = $l.set(0, 9))$i#end", 3),
    ('#set($s = "#foreach($i in [1..5])x#end")$s', 5),
    ("#define($d)#foreach($i in [1..5])x#end#end$d$d", 10),
    ("#define($d)#foreach($i in [1..5])#break#end#end#foreach($j in [1..2])$d#end", 4),
    ('#foreach($i in [1..5])#set($s = "#if($i == 3)#stop#end")#end', 3),
    ("#foreach($i in {'a': 1, 'b': 2})x#end", 2),
    ("#foreach($i in $input.path('$.l'))x#end", 3),
    ("#foreach($i in [1..2000])x#end", 1000),
    ("#foreach($i in [])x#end", 1),
    ("#foreach($i in [1..3])#foreach($j in [7])x#end#end", 3),
]


@pytest.mark.parametrize(("template", "rounds"), ROUNDS)
@pytest.mark.parametrize("often", [False, True])
def test_rounds_in_all(template: str, rounds: int, often: bool) -> None:
    """Loops that end early count their own rounds; a template that is rendered often counts the same."""
    compiled = MappingTemplate.from_text(template)
    request = MethodRequest("POST", body='{"l": [1, 2, 3]}')
    for _ in range(25 if often else 1):
        render_request(compiled, request, limits=ROOMY._replace(rounds=rounds))
    if rounds > 1:
        with pytest.raises(LimitError, match=f"the template's loops run more than {rounds - 1:,} rounds in all"):
            render_request(compiled, request, limits=ROOMY._replace(rounds=rounds - 1))


TEXTS = [
    ("#set($s = 'xxxxx')#set($t = \"$s$s\")", 10),
    ("#set($s = 'xxxxx')#set($t = \"$s,$s,$s\")", 17),
    ("#set($s = 'xxxxx')#set($t = $s + $s)", 10),
    ("#set($s = 'xxxxx')#set($t = 'a' + 12345)", 6),
    ("#set($s = 'xxxxx')#set($t = $s.concat($s))", 10),
    ("#set($s = 'xxxxx')#set($t = $s.replace('x', 'yy'))", 10),
    ("#set($s = 'xxxxx')#set($t = $s.replaceAll('x', 'yy'))", 10),
    ("#set($s = 'xxxxx')#set($t = $s.replaceAll('[x]', 'yy'))", 10),
    ("#set($s = 'xxxxx')#set($t = $s.replaceAll('', 'yy'))", 17),
    ("#set($s = 'xxxxx')#set($t = $s.repeat(3))", 15),
    ("#set($s = 'xxxxx')#set($t = $s.join('--', $s, $s))", 12),
    ("#set($s = 'xxxxx')#set($t = \"#if(true)$s$s#end\")", 10),
    ('#define($d)xxxxxxxxxx#end#set($t = "$d")', 10),
    ("#set($l = [1, 2, 3])#set($t = $l.toString())", 9),
    ("#set($m = {'a': 1})#set($t = $m.toString())", 5),
    ("#set($t = $util.base64Encode('xxxxxx'))", 8),
    ("#set($t = $util.urlEncode('::::'))", 12),
    ("#set($t = $util.escapeJavaScript(\"''''''\"))", 12),
    ("#set($t = $input.json('$'))", 9),
    ("xxxxxxxxxx", 10),
    ("#foreach($i in [1..10])x#end", 10),
    ("$input.body", 9),
]


@pytest.mark.parametrize(("template", "length"), TEXTS)
def test_the_length_of_every_text(template: str, length: int) -> None:
    body = '{"a":[1]}'
    rendered(template, body, characters=length)
    with pytest.raises(LimitError, match=f"the template makes a text of more than {length - 1} characters"):
        rendered(template, body, characters=length - 1)


def test_all_texts_together() -> None:
    template = "#foreach($i in [1..{}])#set($s = $b.repeat(5000))#end"
    request = MethodRequest()
    limits = ROOMY._replace(characters=5000)
    for count, fails in ((50, False), (51, True)):
        compiled = MappingTemplate.from_text(template.replace("{}", str(count)))
        if fails:
            with pytest.raises(LimitError, match="texts of more than 250,000 characters together"):
                render_request(compiled, request, variables={"b": "x"}, limits=limits)
        else:
            render_request(compiled, request, variables={"b": "x"}, limits=limits)


ITEMS = [
    ("#set($r = [1..100])", 100),
    ("#set($n = 100)#set($r = [1..$n])#set($q = [$n..1])", 200),
    ("#set($l = [1, 2, 3])$l", 4),
    ("#set($l = [1, 2, 3])#set($m = [$l, $l])$m", 11),
    ("#set($l = [1, 2, 3])#set($q = $l.addAll($l))", 3),
    ("#set($l = [1, 2, 3])#set($q = $l.addAll(0, $l))", 3),
    ("#set($l = [1, 2, 3])#set($q = $l.clone())", 3),
    ("#set($l = [1, 2, 3])#set($q = $l.toArray())", 3),
    ("#set($l = [1, 2, 3])#if($l.equals([1, 2, 3]))#end", 4),
    ("#set($l = [1, 2, 3])#set($q = $l.hashCode())", 4),
    ("#set($m = {'a': 1, 'b': 2})$m", 3),
    ("#set($m = {'a': 1, 'b': 2})#set($n = {})#set($q = $n.putAll($m))", 2),
    ("#set($s = 'a,b,c')#set($q = $s.split(','))", 3),
    ("#set($s = 'abc')#set($q = $s.toCharArray())", 3),
    (f"#set($q = $input.path('$.l[{'0,' * 100}0]'))", 202),
]


@pytest.mark.parametrize(("template", "items"), ITEMS)
def test_items_in_all(template: str, items: int) -> None:
    body = '{"l": [1, 2, 3]}'
    rendered(template, body, items=items)
    with pytest.raises(LimitError, match=f"makes, prints or compares more than {items - 1} items"):
        rendered(template, body, items=items - 1)


def test_many_results_of_a_path() -> None:
    body = str(list(range(2000)))
    rendered("#set($q = $input.path('$[*]'))", body, items=2000)
    with pytest.raises(LimitError, match="more than 1,999 items"):
        rendered("#set($q = $input.path('$.*'))#set($q = $input.path('$[?(@ >= 0)]'))", body, items=1999)


def test_the_error() -> None:
    """The template's line, which limit, and how to raise it."""
    template = MappingTemplate.from_text("a\n#foreach($i in [1..9])\n  x\n#end\n", "orders.vtl")
    with pytest.raises(LimitError) as raised:
        render_request(template, MethodRequest(), limits=ROOMY._replace(rounds=8))
    assert str(raised.value) == (
        "orders.vtl:2:1: the template's loops run more than 8 rounds in all\n"
        "2 | #foreach($i in [1..9])\n"
        "    ^^^^^^^^^^^^^^^^^^^^^^\n"
        "hint: if this is meant, allow more: `limits: {rounds: 80}` in the case file, or --limit rounds=80"
    )


def test_each_rendering_begins_anew() -> None:
    template = MappingTemplate.from_text("#foreach($i in [1..9])$i#end $input.json('$')")
    for _ in range(50):
        render_request(template, MethodRequest(), limits=ROOMY._replace(rounds=9, items=9))
        with pytest.raises(LimitError):
            render_request(template, MethodRequest(), limits=ROOMY._replace(rounds=8))


def test_the_defaults_hold_without_limits() -> None:
    template = MappingTemplate.from_text("#set($s = 'x')" + '#set($s = "$s$s")' * 60)
    with pytest.raises(LimitError, match="a text of more than 20,000,000 characters"):
        render_request(template, MethodRequest())


def test_threads_have_limits_of_their_own() -> None:
    template = MappingTemplate.from_text("#foreach($i in [1..9])$i#end")
    found: dict[str, str] = {}

    def run(name: str, limits: Limits | None) -> None:
        for _ in range(200):
            try:
                found[name] = render_request(template, MethodRequest(), limits=limits).text
            except LimitError as error:
                found[name] = error.message

    threads = [
        threading.Thread(target=run, args=(str(rounds), limits))
        for rounds, limits in ((5, ROOMY._replace(rounds=5)), (9, ROOMY._replace(rounds=9)), (0, None))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"5": "the template's loops run more than 5 rounds in all", "9": "123456789", "0": "123456789"}


@pytest.mark.parametrize(
    "limits", [Limits(rounds=0), Limits(items=-1), Limits(seconds=0), Limits(seconds=float("nan"))]
)
def test_limits_that_are_none(limits: Limits) -> None:
    with pytest.raises(ValueError, match=r"the limit of (rounds|items|seconds) must be more than 0, but it is "):
        render_request(MappingTemplate.from_text("x"), MethodRequest(), limits=limits)


def test_written_limits() -> None:
    assert written_limits(()) == {}
    assert written_limits(["rounds=5", "seconds=0.5", "rounds=7"]) == {"rounds": 7, "seconds": 0.5}


MANY = "write rounds=10000000, for example"
TEN = "write seconds=10, for example"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("round=5", "'round' is not a limit\nhint: did you mean rounds?"),
        ("memory=5", "'memory' is not a limit\nhint: use one of rounds, characters, items, seconds"),
        *[
            (
                f"rounds{wrong}",
                f"the limit of rounds must be a whole number above 0, but this is '{wrong[1:]}'\nhint: {MANY}",
            )
            for wrong in ("", "=", "=0", "=-5", "=1.5", "=x")
        ],
        *[
            (
                f"seconds={wrong}",
                f"the limit of seconds must be a number of seconds above 0, but this is '{wrong}'\nhint: {TEN}",
            )
            for wrong in ("0", "inf", "nan", "x")
        ],
    ],
)
def test_wrong_limits(text: str, message: str) -> None:
    with pytest.raises(VtlHarnessError) as raised:
        written_limits([text])
    assert str(raised.value) == message


def _more(*lefts: int, first: int = 10, out: Sequence[str] = ()) -> list[int]:
    """The rounds that each further portion gives."""
    return [more_rounds(current_budget(), left, out, first) for left in lefts]


@pytest.mark.parametrize(
    ("lefts", "given"),
    [
        ((-1,), [9]),
        ((-10,), [0]),
        ((-11,), [4]),
        ((-15,), [0]),
        ((-16,), None),
        ((-1, -1), [9, 4]),
        ((-1, -5), [9, 0]),
        ((-1, -6), None),
        ((-1, -5, -1), None),
    ],
)
def test_rounds_are_granted_in_portions(lefts: tuple[int, ...], given: list[int] | None) -> None:
    if given is not None:
        assert within_limits(Limits(rounds=25), _more, *lefts) == given
        return
    with pytest.raises(LimitExceeded) as raised:
        within_limits(Limits(rounds=25), _more, *lefts)
    assert raised.value.message == "the template's loops run more than 25 rounds in all"


def test_memory_is_looked_at_with_each_portion(monkeypatch: pytest.MonkeyPatch) -> None:
    """What there was when it was looked at first does not count."""
    peaks = iter([5, 5 + 2**31, 5 + 2**31 + 1])
    monkeypatch.setattr(budget, "_peak_memory", lambda: next(peaks))
    monkeypatch.setattr(budget, "_MOST_MEMORY", 2**31)

    def more_and_more() -> None:
        assert _more(-1, -1) == [9, 9]
        with pytest.raises(LimitExceeded) as raised:
            _more(-1)
        assert (raised.value.limit, raised.value.message) == ("memory", "the template needs more than 2 GB of memory")

    within_limits(Limits(), more_and_more)


def test_the_output_so_far_is_measured_where_it_has_doubled() -> None:
    def more_and_more() -> None:
        for pieces, piece in ((100_000, "long"), (100_001, "a"), (200_002, "long")):
            more_rounds(current_budget(), -1, [piece] * pieces, 10)
        with pytest.raises(LimitExceeded) as raised:
            more_rounds(current_budget(), -1, ["a"] * 200_003, 10)
        assert raised.value.message == "the template makes a text of more than 200,002 characters"

    within_limits(Limits(characters=200_002), more_and_more)


def test_a_system_that_tells_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    assert within_limits(Limits(), _more, -1) == [9]


class _Pieces(list[str]):
    """Pieces of a text, which remember how many were joined."""

    joined = 0

    def __getitem__(self, part: Any) -> Any:
        found = super().__getitem__(part)
        self.joined += len(found)
        return found


@pytest.mark.parametrize(("most", "joined"), [(40, 10), (39, 10), (24, 7), (23, 6), (8, 3), (7, 2), (3, 1)])
def test_long_pieces_are_joined_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch, most: int, joined: int) -> None:
    """Nothing is joined any more once there is too much."""
    monkeypatch.setattr(budget, "_AT_ONCE", 10)
    pieces = _Pieces(["abcd"] * 10)
    limits = Limits(characters=most)
    if most == 40:
        assert within_limits(limits, whole_output, pieces, 10) == "abcd" * 10
    else:
        with pytest.raises(LimitExceeded) as raised:
            within_limits(limits, whole_output, pieces, 10)
        assert raised.value.message == f"the template makes a text of more than {most} characters"
    assert pieces.joined == joined


def test_short_pieces_are_joined_at_once() -> None:
    pieces = _Pieces(["abcd"] * 10)
    assert within_limits(Limits(characters=40), whole_output, pieces) == "abcd" * 10
    with pytest.raises(LimitExceeded):
        within_limits(Limits(characters=39), whole_output, pieces)
    assert pieces.joined == 0
