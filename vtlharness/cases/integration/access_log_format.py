"""The format of the access log that a case gives, and the stage that has it.

Comes in: the checked value of `accessLogFormat`. Goes out: the API with the format at its stage. Used by
`integration.loading`.
"""

from __future__ import annotations

from typing import Any

from vtlharness.cases.file.named_files import NamedFiles, file_name
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.documents.misfit import MisfitError
from vtlharness.gateway.access_log import is_one_line
from vtlharness.gateway.model import RestApi
from vtlharness.records import replace

_KEY = "accessLogFormat"


def with_access_log_format(api: RestApi, given: Any, files: NamedFiles) -> RestApi:
    """The API, whose stage has the given format: text, or a file. None keeps the stage's own format.

    Raises MisfitError for a file that cannot be read, and for a format that the service refuses.
    """
    if given is None:
        return api
    name = file_name(given)
    log_format = given if name is None else _format_of_file(name, files)
    if not is_one_line(log_format):
        raise MisfitError(
            "the service takes only formats of one line: a line end may stand at the end alone",
            _KEY,
            hint="write the format on one line; in YAML, `>-` joins lines of the same indentation",
        )
    return replace(api, stage=replace(api.stage, access_log_format=log_format))


def check_access_log_format(api: RestApi) -> None:
    """Checks the format for a case that expects an access log. Raises MisfitError if there is none, or a wrong one."""
    log_format = api.stage.access_log_format
    if log_format is None:
        raise MisfitError(
            "the case expects an access log, but the stage has no format for one",
            "expect",
            "accessLog",
            at_key=True,
            hint="give the case `accessLogFormat: <format>`, or the stage in the definition an `AccessLogSetting`",
        )
    if not is_one_line(log_format):
        raise MisfitError(
            "the service refuses the format of the stage's access log: it has more than one line",
            "expect",
            "accessLog",
            at_key=True,
            hint="write the Format of the AccessLogSetting on one line",
        )


def _format_of_file(name: str, files: NamedFiles) -> str:
    """The format that a file holds: as its text, or in the output of `aws apigateway get-stage`."""
    text = files.source(name, "the file of the format", _KEY, "file").text
    if not name.endswith(".json"):
        return text
    try:
        data = parse_json(text)
    except JsonTextError:
        return text
    settings = data.get("accessLogSettings") if isinstance(data, dict) else None
    found = settings.get("format") if isinstance(settings, dict) else None
    if isinstance(found, str):
        return found
    if isinstance(data, dict) and "stageName" in data:
        raise MisfitError(f"the stage in {name} has no format for an access log", _KEY, "file")
    return text
