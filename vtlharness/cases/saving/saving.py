"""Saves calls as cases of a file: the only stage beside `update` that writes.

Comes in: the path of a case file, a call and what came of it. Goes out: the file, replaced or created in one step. The
new text is read back first, and the new case must make the same call and pass; everything else stays as it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vtlharness.cases.compare.equality import json_equal
from vtlharness.cases.file.discovery import CASE_SUFFIXES, is_case_file
from vtlharness.cases.file.named_files import name_from
from vtlharness.cases.loading import file_data, parse_case_file
from vtlharness.cases.model import Case
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.cases.saving.appending import new_text, texts_with
from vtlharness.cases.saving.saved_case import saved_case
from vtlharness.cases.update.canned_forms import canned_forms
from vtlharness.cases.update.replacing import check_replaceable, create_file, replace_file
from vtlharness.cases.update.target import CannotUpdateError
from vtlharness.documents.positions import Positions
from vtlharness.documents.reading import read_main_file
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import CaseFileError, VtlHarnessError
from vtlharness.gateway.codecs.text_values import text_values
from vtlharness.gateway.invocation import Invocation
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.source import BOM, Source


@dataclass(frozen=True, slots=True)
class SavedSubject:
    """The API that is called: the path of its definition as given, and what the user says about it."""

    definition: str
    stage: str | None = None
    parameters: Mapping[str, str] | None = None


class CallSaver:
    """Appends calls of one API to one case file."""

    def __init__(self, path: str | Path, subject: SavedSubject) -> None:
        """Raises VtlHarnessError for a file that cannot hold calls of the API, before any call is made."""
        self._path = Path(path)
        self._subject = subject
        self._json = self._path.suffix == ".json"
        self._given: dict[str, object] = {}
        self._checked_text()

    def save(
        self,
        request: MethodRequest,
        made: Invocation,
        context: Mapping[str, object] | None = None,
        stage_variables: Mapping[str, str] | None = None,
    ) -> str:
        """Append a call, and return the name of its case. `context` and `stage_variables` are what it was given.

        Raises VtlHarnessError, and then the file is as it was.
        """
        old = self._checked_text()
        self._given = {
            key: given for key, given in (("context", context), ("stageVariables", stage_variables)) if given
        }
        reasons: list[str] = []
        try:
            for form in self._backends(old, request, made):
                name, text, reason = self._with_case(old, request, made, form)
                if reason is None:
                    self._write(old, text)
                    return name
                reasons.append(reason)
        except CannotUpdateError as error:
            raise self._refusal(str(error)) from None
        except RecursionError:
            raise self._refusal("the answer nests too deep to be written") from None
        raise self._refusal(reasons[0])

    def _checked_text(self) -> str | None:
        """The text of the file, None if there is none. Raises VtlHarnessError."""
        if not is_case_file(self._path):
            stem = str(self._path).removesuffix(self._path.suffix)
            hint = f"case file names end in {', '.join(CASE_SUFFIXES)}: write {stem}.vtl.yaml"
            raise self._refusal("vtl-run and pytest take no file of this name for a case file", hint)
        if not os.path.lexists(self._path):
            if self._path.parent.exists() and not self._path.parent.is_dir():
                raise self._refusal(f"{self._path.parent} is not a folder")
            self._check_definition()
            return None
        text = read_main_file(self._path, CaseFileError).text
        try:
            check_replaceable(self._path)
        except CannotUpdateError as error:
            raise VtlHarnessError(f"the call cannot be saved: {error}") from None
        if text.removeprefix(BOM).strip():
            source = self._source(text.removeprefix(BOM))
            parse_case_file(self._path, source)
            self._check_subject(file_data(source, json=self._json))
        return text

    def _check_definition(self) -> None:
        """Raises VtlHarnessError if a new file in this place may not name the definition."""
        try:
            self._cases(new_text(self._api(), {"name": "a"}, as_json=self._json))
        except CaseFileError as error:
            raise self._refusal(error.message, error.hint) from None

    def _check_subject(self, data: dict[str, Any]) -> None:
        """Raises VtlHarnessError if the file is not about the API that is called."""
        if "api" not in data:
            what = "an integration alone" if "integration" in data else "a template"
            raise self._refusal(f"its cases are about {what}, not about the API in {self._subject.definition}")
        given = data["api"] if isinstance(data["api"], dict) else {"file": data["api"]}
        other = os.path.join(self._path.parent, given["file"])
        if os.path.realpath(other) != os.path.realpath(self._subject.definition):
            raise self._refusal(f"its cases are about {given['file']}, not about {self._subject.definition}")
        wanted: tuple[tuple[str, object, object, str], ...] = (
            ("another stage", given.get("stage"), self._subject.stage, "--stage"),
            (
                "other parameters",
                text_values(given.get("parameters")),
                dict(self._subject.parameters or {}),
                "--parameter",
            ),
        )
        for key, theirs, own, option in wanted:
            if theirs != own:
                hint = f"give {option} as the file's `api` says it, or save the call in another file"
                raise self._refusal(f"its `api` names {key} than the call", hint)

    def _backends(
        self, old: str | None, request: MethodRequest, made: Invocation
    ) -> Iterable[Mapping[str, object] | None]:
        """What the key `backend` may be, the plainest first; None to leave it out, where no backend is called."""
        sent = made.integration_request
        if made.backend_reply is None and (sent is None or sent.type == "MOCK"):
            return (None,)
        _, text = self._texts(old, request, made, None)
        case = self._cases(next(iter(text)))[-1]
        return canned_forms(CaseResult(case, "passed", invocation=made))

    def _with_case(
        self, old: str | None, request: MethodRequest, made: Invocation, backend: Mapping[str, object] | None
    ) -> tuple[str, str, str | None]:
        """The name of the case, the file's text with it, and why this text is not good, if it is not."""
        wanted, texts = self._texts(old, request, made, backend)
        name: str = wanted["cases"][-1]["name"]
        for text in texts:
            try:
                if not json_equal(file_data(self._source(text), json=self._json), wanted):
                    continue
                cases = self._cases(text)
            except CaseFileError as error:
                return name, text, error.message
            return name, text, _unlike(cases[-1], made)
        return name, "", "the case cannot be written into the file safely"

    def _texts(
        self, old: str | None, request: MethodRequest, made: Invocation, backend: Mapping[str, object] | None
    ) -> tuple[dict[str, Any], Iterator[str]]:
        """The data that the file is to have, and texts that may hold it."""
        text = "" if old is None else old.removeprefix(BOM)
        if not text.strip():
            api = self._api()
            case = saved_case(request, made, backend, self._given, {}, ())
            return {"api": api, "cases": [case]}, iter([new_text(api, case, as_json=self._json)])
        positions = Positions(self._source(text), json=self._json)
        data = file_data(positions.source, json=self._json)
        case = saved_case(
            request, made, backend, self._given, data.get("defaults") or {}, {one["name"] for one in data["cases"]}
        )
        node = positions.node(("cases",))
        if node is None or node.shared or not node.items:
            raise CannotUpdateError("its list of cases is an alias; please write it out")
        return {**data, "cases": [*data["cases"], case]}, texts_with(text, node, case, as_json=self._json)

    def _api(self) -> object:
        """The value of `api` in a new file."""
        file = name_from(self._path.parent, self._subject.definition)
        more: dict[str, object] = {}
        if self._subject.stage is not None:
            more["stage"] = self._subject.stage
        if self._subject.parameters:
            more["parameters"] = dict(self._subject.parameters)
        return {"file": file, **more} if more else file

    def _cases(self, text: str) -> tuple[Case, ...]:
        return parse_case_file(self._path, self._source(text)).cases

    def _write(self, old: str | None, text: str) -> None:
        """Raises CannotUpdateError."""
        if old is None:
            create_file(self._path, text, Path(self._subject.definition))
            return
        if read_main_file(self._path, CaseFileError).text != old:
            raise CannotUpdateError("it has changed in the meantime; please try again")
        replace_file(self._path, (BOM if old.startswith(BOM) else "") + text)

    def _source(self, text: str) -> Source:
        return Source(text, str(self._path))

    def _refusal(self, reason: str, hint: str | None = None) -> VtlHarnessError:
        return VtlHarnessError(f"the call cannot be saved in {self._path}: {reason}", hint=hint)


def _unlike(case: Case, made: Invocation) -> str | None:
    """Why a case does not make the same call; None if it does."""
    result = run_case(case, NativeEngine())
    if result.error is not None and result.invocation is None:
        return result.error.message
    again = result.invocation
    assert again is not None
    if again.integration_request != made.integration_request:
        return "as a case of this file, the call sends the backend another request"
    if result.outcome != "passed" or again.response.body_bytes != made.response.body_bytes:
        return "as a case of this file, the call gets another answer"
    return None
