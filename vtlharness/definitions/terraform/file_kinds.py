"""The kinds of files that Terraform makes: which of them can be read, and one sentence about each of the others.

Comes in: the root of a JSON file, or a text that is not a definition. Goes out: the kind, or a DefinitionError that
names the command to run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from vtlharness.errors import DefinitionError
from vtlharness.source import Source
from vtlharness.visible import one_line

Kind: TypeAlias = Literal["plan", "state", "raw state"]

RAW_VERSION = 4
"""The version of raw states that is read; Terraform has written it since 0.12."""

SHOW_STATE = "run `terraform show -json > state.json`, and name that file"
_SHOW_PLAN = "run `terraform plan -out=tfplan` and `terraform show -json tfplan > plan.json`, and name plan.json"
_SHOW_THIS = "run `terraform show -json {} > plan.json` in the folder of its configuration, and name plan.json"

_PLAN_KEYS = ("planned_values", "resource_changes", "configuration", "prior_state")
_RAW_KEYS = ("resources", "modules", "terraform_version", "lineage", "serial")
_OTHER_OUTPUT = {
    "provider_schemas": "terraform providers schema",
    "diagnostics": "terraform validate",
    "provider_selections": "terraform version",
    "modules": "terraform modules",
}
"""A key of the output of other commands that print JSON."""

_CONFIGURATION_FILES = (".tf", ".tf.json", ".tofu", ".tfvars", ".hcl")
_CONFIGURATION = re.compile(
    r'^\s*(?:(?:resource|data|module|variable|provider|output)\s+"[^"\n]*"[^\n]*|(?:terraform|locals)\s*)\{',
    re.MULTILINE,
)
_PRINTED = re.compile(
    r"Terraform (?:will perform|used the selected)|^# (?:module|data|aws_)[^\n]*:\n(?:resource|data) ", re.MULTILINE
)
_LOG = re.compile(r'\s*\{\s*"@(?:level|message|module|timestamp)"')
_STATE_TEXT = re.compile(r'"(?:terraform_version|planned_values|lineage)"')
_VALUE = re.compile(r'[^\s{}\[\],:"]')


def kind_of_file(root: Any) -> Kind | None:
    """The kind of a JSON file that can be read; None for any other data."""
    if type(root) is not dict or _other_output(root) is not None:
        return None
    if "format_version" in root:
        if any(key in root for key in _PLAN_KEYS):
            return "plan"
        return "state" if "values" in root or root.keys() <= {"format_version", "terraform_version"} else None
    is_raw = type(root.get("version")) is int and any(key in root for key in _RAW_KEYS)
    return "raw state" if is_raw else None


def _other_output(root: Mapping[str, Any]) -> str | None:
    if "format_version" not in root and "provider_selections" not in root:
        return None
    return next((command for key, command in _OTHER_OUTPUT.items() if key in root), None)


def unsupported_version(root: Mapping[str, Any], kind: Kind) -> tuple[str, str, str] | None:
    """The key with a version that is not read, a sentence about it and a hint; None for a version that is read."""
    if kind == "raw state":
        version = root["version"]
        if version == RAW_VERSION:
            return None
        return (
            "version",
            f"this is a Terraform state of version {version}, and only version {RAW_VERSION} is read",
            (SHOW_STATE if version < RAW_VERSION else SHOW_STATE + ", if your Terraform still prints it"),
        )
    version = root.get("format_version")
    if type(version) is str and version.partition(".")[0] in ("0", "1"):
        return None
    shown = one_line(str(version))[:40]
    return "format_version", f"the format `{shown}` of this {kind} is not known", "format 1 is read, and 0 before it"


def sentence_about(source: Source, data: Any = None) -> tuple[str, str] | None:
    """One sentence about a file of Terraform's that cannot be read, and what to run; None for any other file.

    `source` is its text, as far as it is text; `data` is what the text holds, if it could be parsed.
    """
    name, text = one_line(source.name), source.text
    if text.startswith("PK\x03\x04"):
        return "this is a zip file, such as the binary plan that `terraform plan -out` writes", _SHOW_THIS.format(name)
    if _LOG.match(text):
        return "this is the log that `terraform plan -json` prints, which has no values", _SHOW_PLAN
    other = _other_output(data) if type(data) is dict else None
    if other is not None:
        return f"this is what `{other} -json` prints, which has no API", SHOW_STATE
    is_named = name.endswith(_CONFIGURATION_FILES)
    if not is_named and _PRINTED.search(text[:20_000]):  # it may be YAML: `Terraform will perform ...:` is a key
        return "this is what Terraform prints for people, which cannot be read back", _SHOW_PLAN
    if is_named or (_is_configuration(data) if type(data) is dict else _looks_like_configuration(text)):
        return "this is a Terraform configuration, which is not evaluated here", _SHOW_PLAN
    return None


def _looks_like_configuration(text: str) -> bool:
    return not text.lstrip().startswith(("{", "[")) and _CONFIGURATION.search(text) is not None


def _is_configuration(data: Mapping[str, Any]) -> bool:
    """Whether this is Terraform's configuration language written as JSON."""
    kinds = [kind for key in ("resource", "data") if type(data.get(key)) is dict for kind in data[key]]
    return any(kind.startswith("aws_") for kind in kinds)


def without_values(error: DefinitionError) -> DefinitionError:
    """The error about a text that cannot be parsed; without any value, if the text is a plan or a state.

    Which values are sensitive is known only after parsing.
    """
    source = error.source
    if source is None or not (source.name.endswith(".tfstate") or _STATE_TEXT.search(source.text)):
        return error
    hidden = Source(_VALUE.sub("*", source.text), source.name)
    return DefinitionError(
        error.message, source=hidden, offset=error.offset, length=error.length, hint=error.hint or SHOW_STATE
    )
