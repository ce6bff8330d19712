"""The settings of a project: what each key takes, and what can't be a setting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from vtlharness.documents.settings import project_settings
from vtlharness.errors import VtlHarnessError
from vtlharness.running.settings import read_settings


def read(text: str, folder: Path) -> dict[str, Any]:
    (folder / "vtlharness.toml").write_text(f"# settings\n{text}\n", "utf-8")
    settings = project_settings(str(folder))
    assert settings is not None
    return read_settings(settings)


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("paths = 'a'", {"paths": ("a",)}),
        ("paths = ['a', 'b/c']", {"paths": ("a", "b/c")}),
        ("strict = true", {"strict": ("all",)}),
        ("strict = false", {"strict": ()}),
        ("strict = ['VTL1', 'API4']", {"strict": ("VTL1", "API4")}),
        ("xfail-strict = true", {"xfail_strict": True}),
        ("keyword = 'a or b'", {"keyword": "a or b"}),
        ("tags = 'slow'", {"tags": "slow"}),
        ("exitfirst = false", {"exitfirst": False}),
        ("maxfail = 0", {"maxfail": 0}),
        ("verbose = 2", {"verbose": 2}),
        ("quiet = 1", {"quiet": 1}),
        *((f"color = '{word}'", {"color": word}) for word in ("auto", "always", "never")),
        ("processes = 'auto'", {"processes": "auto"}),
        ("processes = 1", {"processes": "1"}),
        ("durations = 3", {"durations": 3}),
        *((f"engine = '{word}'", {"engine": word}) for word in ("native", "airspeed")),
        ("cache = true", {"cache": True}),
        ("limit = 'rounds=5'", {"limit": ("rounds=5",)}),
        ("limit = ['rounds=5', 'seconds=2']", {"limit": ("rounds=5", "seconds=2")}),
        ("hostile = true", {"hostile": True}),
        *((f"log = '{word}'", {"log": word}) for word in ("console", "cloudwatch", "access")),
        ("allow-empty = true", {"allow_empty": True}),
        ("check = true", {"check": True}),
        ("[lint]\nselect = ['VTL1']", {}),
    ],
)
def test_a_setting(text: str, found: dict[str, Any], tmp_path: Path) -> None:
    assert read(text, tmp_path) == found


DECIDED_BY_THE_USER = "allow_outside cache_dir report junitxml live backends allow_aws assume_role"
FOR_ONE_RUN = (
    "update diff dry_run record save watch collect_only last_failed lf failed_first ff stepwise sw mutate mutate_since "
    "mutate_seconds cov cov_report cov_fail_under show_config debug"
)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        *((name, "a checkout must not decide it; give it on the command line") for name in DECIDED_BY_THE_USER.split()),
        *((name, "it is for one run; give it on the command line") for name in FOR_ONE_RUN.split()),
    ],
)
def test_what_is_for_the_command_line(name: str, why: str, tmp_path: Path) -> None:
    for key in {name, name.replace("_", "-")}:
        with pytest.raises(VtlHarnessError) as caught:
            read(f"{key} = true", tmp_path)
        assert str(caught.value) == f"vtlharness.toml:2: {key} can't be a setting: {why}"


WHOLE = "a whole number from 0"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *(
            (f"{name} = {value}", f"{name} must be true or false, but this is {value}")
            for name in ("xfail_strict", "exitfirst", "cache", "hostile", "allow_empty", "check")
            for value in ("1", "'true'")
        ),
        *(
            (f"{name} = {value}", f"{name} must be {WHOLE}, but this is {value}")
            for name in ("maxfail", "verbose", "quiet", "durations")
            for value in ("-1", "1.5", "'1'", "true")
        ),
        *((f"{name} = 1", f"{name} must be a text, but this is 1") for name in ("keyword", "tags")),
        *(
            (f"{name} = [1]", f"{name} must be a text or a list of texts, but this is [1]")
            for name in ("paths", "strict", "limit")
        ),
        *(
            (f"processes = {value}", f"processes must be a whole number from 1, or 'auto', but this is {value}")
            for value in ("0", "true", "'two'")
        ),
        ("paths = '../a'", "../a lies outside of the project, where paths can't lead"),
        (
            "color = 'red'",
            "color must be one of auto, always, never, but this is 'red'\nhint: known here: auto, always, never",
        ),
        (
            "color = 'alway'",
            "color must be one of auto, always, never, but this is 'alway'\nhint: did you mean `always`?",
        ),
        ("log = 5", "log must be one of console, cloudwatch, access, but this is 5"),
        ("lnit = 5", "there is no setting lnit\nhint: did you mean `lint`?"),
        ("verbos = 5", "there is no setting verbos\nhint: did you mean `verbose`?"),
        (
            "fail_under = 3",
            "there is no setting fail_under\nhint: known here: paths, strict, "
            "xfail_strict, keyword, tags, exitfirst, maxfail, verbose, quiet, color, processes, durations, engine, "
            "cache, limit, hostile, log, allow_empty, check, lint",
        ),
    ],
)
def test_what_is_wrong(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(VtlHarnessError) as caught:
        read(text, tmp_path)
    assert str(caught.value) == f"vtlharness.toml:2: {message}"
