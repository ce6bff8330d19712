"""Definitions that are kept on disk: the same API again, and only for as long as all of its files are the same."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.definitions.definitions import write
from vtlharness.cases.loading import data_cache, load_case_file
from vtlharness.definitions import loading
from vtlharness.definitions.api_data import api_data, api_of
from vtlharness.definitions.kept import KeptDefinitions, named_definition
from vtlharness.definitions.names_in_folder import NamesInFolder
from vtlharness.definitions.options import DefinitionOptions
from vtlharness.disk_cache.cache import CacheFolder
from vtlharness.disk_cache.own_folder import OwnFolder
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.errors import DefinitionError
from vtlharness.findings import Finding
from vtlharness.gateway.model import RestApi
from vtlharness.limits.budget import Limits
from vtlharness.limits.deadline import within_limits
from vtlharness.source import Source

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = [
    ROOT / "fixtures" / "apis" / "orders" / "openapi.yaml",
    ROOT / "fixtures" / "apis" / "library" / "template.yaml",
    *(ROOT / "tests" / "definitions" / "projects" / name for name in ("post", "museum", "club")),
]
TEMPLATE = """\
Parameters:
  Open: {Type: String, Default: a}
  Secret: {Type: String, NoEcho: true, Default: s3cret}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !Ref Open}}
  M:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      Integration: {Type: MOCK, RequestTemplates: {a/b: "x\\ty", c/d: {file: t.vtl}}}
"""


def folder() -> CacheFolder:
    return CacheFolder(OwnFolder(os.path.abspath("cache")), b"k" * 32)


def read(name: str, options: DefinitionOptions | None = None, limits: Limits | None = None) -> RestApi:
    """The API as a new process reads it."""
    loading._kept.clear()
    readable = ReadingRule().beside(name)
    wanted = options or DefinitionOptions()
    return within_limits(limits or Limits(), named_definition, name, wanted, readable, KeptDefinitions(folder())).api


def is_kept(name: str, options: DefinitionOptions | None = None) -> bool:
    readable = ReadingRule().beside(name)
    kept = KeptDefinitions(folder())
    return kept.load(kept.key(name, options or DefinitionOptions(), readable), readable) is not None


def on_disk() -> bytes:
    return b"".join(path.read_bytes() for path in Path("cache").iterdir())


def sources(api: RestApi) -> Iterator[Source]:
    for method in api.methods:
        yield from method.integration.request_templates.values()
        for response in method.integration.integration_responses:
            yield from response.response_templates.values()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name + path.name)
def test_the_same_api_with_the_same_places(path: Path) -> None:
    name = path if path.is_file() else next(path.rglob("template.yaml"), next(path.rglob("*-update-stack.json"), path))
    first, second = read(str(name)), read(str(name))
    assert is_kept(str(name))
    assert first == second
    for one, other in zip(sources(first), sources(second), strict=True):
        assert type(one) is type(other)
        assert (one.name, one.first_line, one.stands_at) == (other.name, other.first_line, other.stands_at)
        for offset in (0, len(one.text) // 2):
            assert one.position(offset) == other.position(offset)
            assert one.excerpt(offset) == other.excerpt(offset)


def test_a_change_of_any_file_is_seen() -> None:
    write("api.yaml", TEMPLATE)
    write("t.vtl", "one")
    assert [source.text for source in sources(read("api.yaml"))] == ["x\ty", "one"]
    write("t.vtl", "two")
    assert [source.text for source in sources(read("api.yaml"))] == ["x\ty", "two"]
    write("api.yaml", TEMPLATE.replace("\\ty", ""))
    assert [source.text for source in sources(read("api.yaml"))] == ["x", "two"]
    Path("t.vtl").unlink()
    with pytest.raises(DefinitionError, match=r"the template file 't\.vtl' does not exist"):
        read("api.yaml")


def test_a_file_that_was_missing_is_seen() -> None:
    stack = "Resources:\n  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}\n"
    write("api.yaml", stack + "  Api: {Type: AWS::ApiGateway::RestApi}\n")
    assert read("api.yaml").methods == ()
    assert is_kept("api.yaml")
    write(
        "child.yaml",
        "Resources:\n  A: {Type: AWS::ApiGateway::RestApi}\n",
    )
    with pytest.raises(DefinitionError, match=r"the template defines 2 REST APIs: Api, S\.A"):
        read("api.yaml")


def test_options_and_limits_count() -> None:
    write("api.yaml", TEMPLATE.replace("{file: t.vtl}", "z"))
    for options, name in [(DefinitionOptions(), "a"), (DefinitionOptions({"Open": "b"}), "b")]:
        for _ in range(2):
            assert read("api.yaml", options).name == name
            assert is_kept("api.yaml", options)
    assert not is_kept("api.yaml", DefinitionOptions(stage="x"))
    readable = ReadingRule().beside("api.yaml")
    kept = KeptDefinitions(folder())
    asked = [
        within_limits(limits, kept.key, "api.yaml", DefinitionOptions(), readable)
        for limits in (Limits(), Limits(items=1), Limits(seconds=1))
    ]
    assert asked[0] == asked[2] != asked[1]


@pytest.mark.parametrize(("given", "secret"), [({}, b"s3cret"), ({"Secret": "t0ken"}, b"t0ken")])
def test_secrets_do_not_go_to_the_disk(given: dict[str, str], secret: bytes) -> None:
    write("api.yaml", TEMPLATE.replace('"x\\ty"', "!Ref Secret").replace("{file: t.vtl}", "z"))
    options = DefinitionOptions(given)
    assert next(sources(read("api.yaml", options))).text == secret.decode()
    assert not is_kept("api.yaml", options)
    assert secret not in on_disk()


def test_a_secret_of_a_nested_stack() -> None:
    child = TEMPLATE.replace('"x\\ty"', "!Ref Secret").replace("{file: t.vtl}", "z")
    write("child.yaml", child)
    write("api.yaml", "Resources:\n  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}\n")
    assert next(sources(read("api.yaml"))).text == "s3cret"
    assert not is_kept("api.yaml")


def test_given_values_are_no_part_of_a_key() -> None:
    write("api.yaml", TEMPLATE.replace("{file: t.vtl}", "z"))
    read("api.yaml", DefinitionOptions({"Secret": "t0ken"}))
    assert b"t0ken" not in on_disk()


def test_the_text_of_a_definition_is_not_copied() -> None:
    write("api.yaml", "# only in the file\n" + TEMPLATE.replace("{file: t.vtl}", "z"))
    read("api.yaml")
    assert b"only in the file" not in on_disk()


def test_errors_are_not_kept() -> None:
    write("api.yaml", "Resources: {}\n")
    for _ in range(2):
        with pytest.raises(DefinitionError, match="the template defines no REST API"):
            read("api.yaml")
    assert not list(Path("cache").iterdir())


def test_data_of_other_code_are_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    write("api.yaml", TEMPLATE.replace("{file: t.vtl}", "z"))
    read("api.yaml")
    monkeypatch.setattr("vtlharness.definitions.kept._code_stamp", lambda: "other")
    assert not is_kept("api.yaml")


@pytest.mark.parametrize(
    "data",
    [(), ((), ()), ((), (), 1), ((("os", "getcwd"),), (), [0]), ((("vtlharness.gateway.model", "Gone"),), (), [0])],
)
def test_damaged_data_are_read_anew(data: tuple[object, ...]) -> None:
    write("api.yaml", TEMPLATE.replace("{file: t.vtl}", "z"))
    kept = KeptDefinitions(folder())
    key = kept.key("api.yaml", DefinitionOptions(), ReadingRule().beside("api.yaml"))
    content = Path("api.yaml").read_bytes()
    for stored in (kept._by_name(key, content), kept._by_folder(key, content, ReadingRule().beside("api.yaml"))):
        kept._disk.store(stored, ((), data))
    assert not is_kept("api.yaml")
    assert read("api.yaml").name == "a"


def test_a_file_that_may_not_be_read_any_more(tmp_path: Path) -> None:
    write("p/pyproject.toml", "")
    write("t.vtl", "one")
    write("p/api.yaml", TEMPLATE.replace("{file: t.vtl}", "{file: ../t.vtl}"))
    kept = KeptDefinitions(folder())
    open_rule = ReadingRule(allow_outside=[tmp_path]).beside("p/api.yaml")
    assert named_definition("p/api.yaml", DefinitionOptions(), open_rule, kept).api.name == "a"
    with pytest.raises(DefinitionError, match="lies outside of the project's root"):
        named_definition("p/api.yaml", DefinitionOptions(), ReadingRule().beside("p/api.yaml"), kept)


def from_everywhere(definition: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Reads a definition from the first folder above it down to its own, and says how many entries are kept then.

    What is kept must be what is read anew, names included.
    """
    cache, start = folder(), Path.cwd()
    for place in reversed(Path(definition).parents):
        name = os.path.relpath(definition, place)
        monkeypatch.chdir(start / place)
        loading._kept.clear()
        readable = ReadingRule().beside(name)
        found = named_definition(name, DefinitionOptions(), readable, KeptDefinitions(cache)).api
        again = KeptDefinitions(cache)
        kept = again.load(again.key(name, DefinitionOptions(), readable), readable)
        anew = named_definition(name, DefinitionOptions(), readable).api
        for api in (found, kept):
            assert api == anew
            assert api is not None
            assert api.findings == anew.findings
            assert [one.name for one in sources(api)] == [one.name for one in sources(anew)]
        monkeypatch.chdir(start)
    return len(list(Path("cache").iterdir()))


def test_another_working_directory_finds_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    write("pyproject.toml", "")
    write("apis/shop/t.vtl", "one")
    write("apis/shop/api.yaml", TEMPLATE)
    assert from_everywhere("apis/shop/api.yaml", monkeypatch) == 1


def test_findings_name_the_file_as_this_run_does() -> None:
    api = RestApi((), findings=(Finding("API401", "it is not used", 3, None, None, "apis/shop/api.yaml"),))
    names = NamesInFolder("apis/shop")
    data = api_data(api, ["apis/shop/api.yaml"], names)
    assert names.hold_elsewhere
    for place, name in (("", "api.yaml"), ("shop", "shop/api.yaml"), ("apis/shop", "apis/shop/api.yaml")):
        assert [finding.file for finding in api_of(data, [Source("", name)], place).findings] == [name]


@pytest.mark.parametrize(
    ("message", "hint"), [("apis/shop has no `x`", None), ("it is not used", "look at `apis/shop/t.vtl`")]
)
def test_a_sentence_with_the_folder_stays_as_it_is(message: str, hint: str | None) -> None:
    api = RestApi((), findings=(Finding("API401", message, 3, None, hint, "apis/shop/api.yaml"),))
    names = NamesInFolder("apis/shop")
    api_data(api, ["apis/shop/api.yaml"], names)
    assert not names.hold_elsewhere


@pytest.mark.parametrize("named", ["apis/shop", "apis/shop/t.vtl"])
def test_a_text_that_may_be_a_path_stays_as_it_is(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write("pyproject.toml", "")
    write("apis/shop/t.vtl", "one")
    write("apis/shop/api.yaml", TEMPLATE.replace("Name: !Ref Open", f"Name: {named}"))
    assert from_everywhere("apis/shop/api.yaml", monkeypatch) == 2  # kept for one name, and without the folder `shop`


def test_files_above_a_definition_keep_it_for_its_name_only(monkeypatch: pytest.MonkeyPatch) -> None:
    write("pyproject.toml", "")
    write("apis/t.vtl", "one")
    write("apis/shop/api.yaml", TEMPLATE.replace("t.vtl", "../t.vtl"))
    assert from_everywhere("apis/shop/api.yaml", monkeypatch) == 3


def test_a_run_from_the_definitions_own_folder_keeps_it_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    write("api.yaml", TEMPLATE)
    write("t.vtl", "one")
    assert from_everywhere("api.yaml", monkeypatch) == 1
    write("t.vtl", "two")
    assert [source.text for source in sources(read("api.yaml"))] == ["x\ty", "two"]


def test_a_changed_file_is_seen_from_another_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    write("pyproject.toml", "")
    write("a/t.vtl", "one")
    write("a/api.yaml", TEMPLATE)
    cache = folder()
    for text in ("one", "two"):
        write("a/t.vtl", text)
        for place, name in ((".", "a/api.yaml"), ("a", "api.yaml")):
            with monkeypatch.context() as moved:
                moved.chdir(place)
                readable = ReadingRule().beside(name)
                api = named_definition(name, DefinitionOptions(), readable, KeptDefinitions(cache)).api
            assert [source.text for source in sources(api)] == ["x\ty", text]


def test_several_case_files_share_one_reading() -> None:
    write("api.yaml", TEMPLATE.replace("{file: t.vtl}", "z"))
    case_files = [write(f"{name}.vtl.yaml", "api: api.yaml\ncases: [{name: a}]\n") for name in "ab"]
    for _ in range(2):
        loading._kept.clear()
        cache = data_cache(folder())
        first, second = (load_case_file(path, cache).cases[0].api for path in case_files)  # type: ignore[attr-defined]
        assert first is second


def test_no_reader_is_imported_for_what_is_kept() -> None:
    write("api.yaml", TEMPLATE.replace("{file: t.vtl}", "z"))
    write("a.vtl.yaml", "api: api.yaml\ncases: [{name: a, methodRequest: {path: /}}]\n")
    absent = (
        "yaml",
        "vtlharness.definitions.loading",
        "vtlharness.definitions.openapi",
        "vtlharness.definitions.folders",
    )
    script = (
        "import sys, os\nfrom vtlharness.cases.loading import data_cache, load_case_file\n"
        "from vtlharness.disk_cache.cache import CacheFolder\nfrom vtlharness.disk_cache.own_folder import OwnFolder\n"
        "load_case_file('a.vtl.yaml', data_cache(CacheFolder(OwnFolder(os.path.abspath('cache')), b'k' * 32)))\n"
        f"print([name for name in {absent!r} if name in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for expected in (list(absent[:3]), []):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env, check=True)
        found = done.stdout.strip()
        assert found == "[]" if not expected else absent[1] in found
