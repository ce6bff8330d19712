"""Which files a run of `vtl-lint` looks at: what the user names, and what stands in the folders that he names.

Comes in: paths. Goes out: files, each with its kind. A YAML or JSON file in a folder counts if its text says that it
defines a REST API.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from typing import Literal, NamedTuple

from vtlharness.documents.readable_files import ReadingRule
from vtlharness.documents.reading import UnreadableFileError, read_main_file
from vtlharness.errors import VtlHarnessError
from vtlharness.nearest import nearest_file
from vtlharness.source import Source
from vtlharness.visible import one_line

FileKind = Literal["template", "case file", "definition"]
TEMPLATE_SUFFIXES = (".vtl", ".vm")
CASE_SUFFIXES = (".vtl.yaml", ".vtl.yml", ".vtl.json")
DATA_SUFFIXES = (".yaml", ".yml", ".json", ".tfstate")
CONFIGURATION_SUFFIXES = (".tf", ".tofu", ".tfvars", ".hcl")
"""Terraform's configuration: the reader of definitions says what to name in its place."""
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})
_MOST_SNIFFED = 50_000_000
_DEFINES = (
    b"x-amazon-apigateway-integration",
    b"AWS::ApiGateway::",
    b"AWS::Serverless::Api",
    b'"methodIntegration"',
    b"aws_api_gateway_integration",
    b"requestTemplates",
    b"integrationResponses",
)
_FUNCTION = b"AWS::Serverless::Function"
_EVENT_OF_API = re.compile(rb"""\bType["']?\s*:\s*["']?Api\b""")
"""An event that gives a function a method of the API that SAM makes by itself."""


class LintedFile(NamedTuple):
    """A file to look at; `named` tells that the user named it himself."""

    path: str
    kind: FileKind
    named: bool

    def source(self, rule: ReadingRule, kind: type[VtlHarnessError]) -> Source:
        """The file's text. One that was found in a folder may be a link that leads out of the project: it is not read.

        Raises an error of the kind.
        """
        if self.named:
            return read_main_file(self.path, kind)
        try:
            return rule.beside(self.path).read_source(self.path, kind)
        except UnreadableFileError as error:
            raise kind(f"{one_line(self.path)} {error.reason}", hint=error.hint) from None


def files_to_lint(paths: Iterable[str], exclude: Iterable[str] = ()) -> list[LintedFile]:
    """The files for some paths, sorted, each once; `exclude` are patterns of paths in folders that do not count.

    Raises VtlHarnessError for a path that does not exist.
    """
    found: dict[str, LintedFile] = {}
    patterns = tuple(exclude)
    for path in paths:
        if os.path.isdir(path):
            for inner in _walk(path):
                if not any(
                    fnmatch(inner, pattern) or fnmatch(os.path.basename(inner), pattern) for pattern in patterns
                ):
                    kind = _kind_in_folder(inner)
                    if kind is not None:
                        found.setdefault(os.path.realpath(inner), LintedFile(inner, kind, named=False))
        elif os.path.exists(path):
            found[os.path.realpath(path)] = LintedFile(path, _kind(path), named=True)
        else:
            raise VtlHarnessError(f"{one_line(path)} does not exist", hint=_near(path))
    return sorted(found.values())


def _walk(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != "." and name not in SKIPPED_FOLDERS)
        for name in sorted(files):
            yield os.path.normpath(os.path.join(place, name))


def _kind(path: str) -> FileKind:
    if path.endswith(CASE_SUFFIXES):
        return "case file"
    return "definition" if path.endswith((*DATA_SUFFIXES, *CONFIGURATION_SUFFIXES)) else "template"


def _kind_in_folder(path: str) -> FileKind | None:
    if path.endswith((*TEMPLATE_SUFFIXES, *CASE_SUFFIXES)):
        return _kind(path)
    return "definition" if path.endswith(DATA_SUFFIXES) and may_define_api(path) else None


def may_define_api(path: str) -> bool:
    """Whether the text of a file says that it defines a REST API; a file that cannot be read does not."""
    try:
        if os.path.getsize(path) > _MOST_SNIFFED or not os.path.isfile(path):
            return False
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    return any(word in data for word in _DEFINES) or (_FUNCTION in data and _EVENT_OF_API.search(data) is not None)


def _near(path: str) -> str | None:
    try:
        near = nearest_file(path)
    except OSError:
        return None
    return f"did you mean {one_line(os.path.join(os.path.dirname(path), near))}?" if near else None
