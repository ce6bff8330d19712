"""Definitions whose functions make more than a machine has, read from Python: LimitError, not a full memory."""

from __future__ import annotations

import pytest

from tests.definitions.definitions import write
from vtlharness import LimitError, Limits, VtlHarnessError, load_definition, load_integration
from vtlharness.limits.budget import current_budget

STACK = """\
Resources:
  Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{Name: {name}}}}}
  Bucket: {{Type: AWS::S3::Bucket, Properties: {{BucketName: xxxxxxxxxx}}}}
"""


def nested(opening: str, closing: str, times: int = 80) -> str:
    return opening * times + "xxxxxxxxxx" + closing * times


GROWING = {
    "Fn::Sub": nested("{'Fn::Sub': ['${A}${A}', {A: ", "}]}", 40),
    "Fn::Sub at once": "{'Fn::Sub': '" + "${Bucket}" * 2001 + "'}",
    "Fn::Join": "{'Fn::Join': ['" + "-" * 1000 + "', [" + "a, " * 30 + "a]]}",
    "Fn::Base64": nested("{'Fn::Base64': ", "}"),
    "Fn::ToJsonString": nested("{'Fn::ToJsonString': [", "]}", 40),
}


@pytest.mark.parametrize("value", GROWING.values(), ids=GROWING)
def test_texts_have_a_limit(value: str) -> None:
    write("api.yaml", STACK.format(name=value))
    with pytest.raises(LimitError, match="makes a text of more than 20,000 characters"):
        load_definition("api.yaml", limits=Limits(characters=20_000))


def test_lists_have_a_limit() -> None:
    write("api.yaml", STACK.format(name="{'Fn::Select': [0, {'Fn::Split': [',', '" + "," * 2000 + "']}]}"))
    with pytest.raises(LimitError, match="more than 1,000 items"):
        load_definition("api.yaml", limits=Limits(items=1_000))
    assert load_definition("api.yaml").name == ""


def test_the_default_limits_hold_without_being_asked_for() -> None:
    write("api.yaml", STACK.format(name=GROWING["Fn::Sub"]))
    with pytest.raises(LimitError, match="makes a text of more than 20,000,000 characters"):
        load_definition("api.yaml")


def test_each_definition_has_the_whole_budget() -> None:
    write("api.yaml", STACK.format(name="{'Fn::Sub': '" + "${Bucket}" * 2001 + "'}"))
    limits = Limits(characters=21_000)
    for number in range(100):
        api = load_definition("api.yaml", {"AWS::AccountId": str(number)}, limits=limits)
        assert len(api.name) == 20_010
    assert current_budget().limits == Limits()


def test_the_time_of_a_definition() -> None:
    names = "".join(
        f"  R{n}: {{Type: AWS::S3::Bucket, Properties: {{BucketName: {{'Fn::Sub': '${{R{n + 1}}}${{R{n + 1}}}'}}}}}}\n"
        for n in range(40)
    )
    last = "  R40: {Type: AWS::S3::Bucket, Properties: {BucketName: x}}\n"
    write("api.yaml", STACK.format(name="{Ref: R0}") + names + last)
    with pytest.raises(LimitError, match=r"takes more than 0\.5 seconds"):
        load_definition("api.yaml", limits=Limits(seconds=0.5))


def test_a_lone_integration_has_limits() -> None:
    write("integration.json", '{"type": "MOCK", "uri": {"Fn::Join": ["' + "-" * 900 + '", ["a", "b", "c"]]}}')
    with pytest.raises(LimitError):
        load_integration("integration.json", limits=Limits(characters=1000))


def test_wrong_limits() -> None:
    write("api.yaml", STACK.format(name="a"))
    with pytest.raises(ValueError, match="the limit of rounds must be more than 0"):
        load_definition("api.yaml", limits=Limits(rounds=0))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("{'Fn::Select': [0, {'Fn::Split': ['', abc]}]}", "`Fn::Split` needs a separator, but this text is empty"),
        ("!!int " + "9" * 5000, "the number has too many digits"),
        ("!!float " + "9" * 5000, "the number has too many digits"),
        ("0x" + "f" * 5000, "the number has too many digits"),
    ],
    ids=lambda text: text[:12],
)
def test_what_python_refuses_is_our_error(value: str, message: str) -> None:
    write("api.yaml", STACK.format(name=value))
    with pytest.raises(VtlHarnessError, match=message) as caught:
        load_definition("api.yaml")
    assert caught.value.line == 2
    assert len(str(caught.value)) < 1000
