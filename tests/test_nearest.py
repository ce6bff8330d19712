"""The known name closest to an unknown one."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.nearest import nearest_file, nearest_hint, nearest_name

KNOWN = ("requestTemplates", "responses", "status_code")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("requestTemplate", "requestTemplates"),
        ("RequestTemplates", "requestTemplates"),
        ("request-templates", "requestTemplates"),
        ("statusCode", "status_code"),
        ("zzz", None),
        ("", None),
    ],
)
def test_case_and_separators_do_not_count(name: str, near: str | None) -> None:
    assert nearest_name(name, KNOWN) == near


def test_a_hint_names_the_closest_or_lists_all() -> None:
    assert nearest_hint("response", KNOWN) == "did you mean `responses`?"
    assert nearest_hint("zzz", KNOWN) == "known here: requestTemplates, responses, status_code"
    assert nearest_hint("zzz", ()) is None
    assert nearest_hint("zzz", iter(KNOWN)) == nearest_hint("zzz", KNOWN)
    many = nearest_hint("zzz", [f"a{number}" for number in range(30)])
    assert many is not None
    assert many.endswith("a23, a24, … (30 in all)")
    all_listed = nearest_hint("zzz", [f"a{number}" for number in range(25)])
    assert all_listed == f"known here: {', '.join(f'a{number}' for number in range(25))}"


def test_the_nearest_file(tmp_path: Path) -> None:
    for name in ("order.vtl", ".order.vtk", "other"):
        Path(tmp_path, name).touch()
    assert nearest_file(str(tmp_path / "orders.vtl")) == "order.vtl"
    assert nearest_file(str(tmp_path / "zzz")) is None
    with pytest.raises(FileNotFoundError):
        nearest_file(str(tmp_path / "none" / "a"))


def test_a_link_that_leads_nowhere_suggests_nothing(tmp_path: Path) -> None:
    (tmp_path / "orders.vtl").symlink_to("nowhere")
    assert nearest_file(str(tmp_path / "orders.vtl")) is None
    assert nearest_file(str(tmp_path / "order.vtl")) is None
    (tmp_path / "orders2.vtl").touch()
    assert nearest_file(str(tmp_path / "orders.vtl")) == "orders2.vtl"
    assert nearest_file(str(tmp_path / "orders.vtl"), lambda path: not path.endswith("2.vtl")) is None
