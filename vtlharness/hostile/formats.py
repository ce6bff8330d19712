"""The format of an output, and what is wrong with an output of that format.

Comes in: what a template prints for the case's own input, and for hostile input. Goes out: a `Fault`. A format is taken
from the case's own output: only an output that is JSON can stop being JSON.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias
from xml.parsers import expat

import orjson

from vtlharness.cases.results import HostileKind
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.hostile.data_paths import general, path_words
from vtlharness.hostile.heads import HeadFault
from vtlharness.hostile.json_texts import end_of_text, held_json, places_of_key, texts_in
from vtlharness.hostile.texts import ADDED

Format: TypeAlias = Literal["JSON", "XML", "form", "text"]

_FORM = re.compile(r"\s*[A-Za-z][\w.-]*=[^&]*(&[\w.-]+=[^&]*)*")
_FORM_CHARACTERS = re.compile(r"(?:[A-Za-z0-9*._~+&=!$'(),;:@/?-]|%[0-9A-Fa-f]{2})*")
_TWICE = "escape the value twice: once for the JSON in the text, and once more for the JSON around it"
_NOT_IN_XML = re.compile(r"<!(DOCTYPE|ENTITY)")


class Fault(NamedTuple):
    """What is wrong with an output: the kind, a sentence, and the offset in the output where it shows.

    `head` is a fault of what stands beside the body; then there is no offset.
    """

    kind: HostileKind
    message: str
    offset: int = 0
    hint: str | None = None
    head: HeadFault | None = None


def format_of(output: str, content_type: str | None = None) -> Format:
    """The format of a case's own output; `text` where nothing can be said about other outputs."""
    start = output.lstrip()[:1]
    if start in ("{", "[") and start:
        try:
            parse_json(output)
        except JsonTextError:
            return "text"
        return "JSON"
    if start == "<":
        return "XML" if xml_elements(output) is not None else "text"
    media = (content_type or "").lower()
    several = "&" in output and not media
    return "form" if ("x-www-form-urlencoded" in media or several) and _FORM.fullmatch(output) else "text"


def _is_encoded(form: str) -> bool:
    """Whether a form has only characters that a form may have; some backends take others, too."""
    return _FORM_CHARACTERS.fullmatch(form) is not None


class Judge:
    """Finds the faults of outputs, compared with the case's own output."""

    def __init__(self, own: str, content_type: str | None = None) -> None:
        self.format = format_of(own, content_type)
        self._own = _added_in(self.format, own) or frozenset()
        self._holding = _holding_json(own) if self.format == "JSON" else frozenset()
        self._encoded = self.format == "form" and _is_encoded(own)

    def faults(self, output: str) -> list[Fault]:
        """The faults of an output.

        An output without any text has none, nor has one that begins with a word: the template chose to print that.
        """
        start = output.lstrip()[:1]
        if self.format == "text" or not start or (self.format != "form" and start.isalpha()):
            return []
        if self.format == "JSON":
            return self._faults_of_json(output)
        if self.format == "XML":
            return self._faults_of_xml(output)
        return self._faults_of_form(output)

    def _faults_of_json(self, output: str) -> list[Fault]:
        try:
            orjson.loads(output)
        except ValueError:
            try:
                parse_json(output)
            except JsonTextError as error:
                if error.cause == "too much":
                    return []
                return [Fault("not JSON", error.message, error.offset, error.hint)]
        if self._holding:
            faults = self._faults_of_held_json(output)
            if faults:
                return faults
        return self._added(output, ADDED) if ADDED in output else []

    def _faults_of_held_json(self, output: str) -> list[Fault]:
        """The first fault of the texts that hold JSON for the case's own input."""
        for steps, text in texts_in(parse_json(output)):
            if general(path_words(steps)) in self._holding:
                try:
                    parse_json(text)
                except JsonTextError as error:
                    message = f"the JSON in the text {path_words(steps)} is not valid: {error.message}"
                    return [Fault("not JSON", message, end_of_text(output, steps), _TWICE)]
        return []

    def _faults_of_xml(self, output: str) -> list[Fault]:
        if _NOT_IN_XML.search(output):
            return []
        problem = _xml_problem(output)
        if problem is not None:
            return [Fault("not XML", *problem)]
        return self._added(output, f"<{ADDED}/>") if ADDED in output else []

    def _faults_of_form(self, output: str) -> list[Fault]:
        if self._encoded and not _is_encoded(output):
            good = _FORM_CHARACTERS.match(output)
            end = good.end() if good else 0
            return [Fault("not a form", f"{output[end]!r} is not encoded", end)]
        return self._added(output, f"&{ADDED}") if ADDED in output else []

    def _added(self, output: str, written: str) -> list[Fault]:
        found = _added_in(self.format, output)
        if not found or found <= self._own:
            return []
        where = sorted(found - self._own)[0]
        hint = _TWICE if self._holding else None
        return [Fault("adds keys", f"the value writes `{where}`", max(output.rfind(written), 0), hint)]


def _holding_json(output: str) -> frozenset[str]:
    """The places of an output whose texts hold JSON, with any index for the indexes of lists."""
    if '"{' not in output and '"[' not in output:
        return frozenset()
    texts = texts_in(parse_json(output))
    return frozenset(general(path_words(steps)) for steps, text in texts if held_json(text) is not None)


def _added_in(output_format: Format, output: str) -> frozenset[str] | None:
    """The places of the key that hostile texts write, with any index for the indexes of lists."""
    if output_format == "JSON":
        try:
            data = parse_json(output)
        except JsonTextError:
            return None
        return frozenset(places_of_key(data, ADDED))
    if output_format == "XML":
        elements = xml_elements(output) or frozenset()
        return frozenset(path for path in elements if path.endswith(f"/{ADDED}"))
    if output_format == "form":
        return frozenset(name for name in (pair.partition("=")[0] for pair in output.split("&")) if name == ADDED)
    return None


def xml_elements(text: str) -> frozenset[str] | None:
    """The paths of the elements of a document; None for a text that is not one, or that declares entities."""
    if _NOT_IN_XML.search(text):
        return None
    paths: set[str] = set()
    above: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        above.append(name)
        paths.add("/".join(("", *above)))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: above.pop()
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except (expat.ExpatError, UnicodeError):
        return None
    return frozenset(paths)


def _xml_problem(text: str) -> tuple[str, int] | None:
    """What is wrong with a document, and the offset."""
    parser = expat.ParserCreate()
    data = text.encode("utf-8", "replace")
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        return said, len(data[: parser.ErrorByteIndex].decode("utf-8", "replace"))
    return None
