"""A template, compiled when it is made and rendered any number of times.

Comes in: a Source. Goes out: text. Errors carry the template's file, line and column.
"""

from __future__ import annotations

import linecache
import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from types import CodeType, FrameType, FunctionType, TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias

from vtlharness.errors import LimitError, VtlRenderError, VtlSyntaxError
from vtlharness.java.values import JavaError
from vtlharness.limits.budget import LimitExceeded, current_budget, out_of_memory, too_long, whole_output
from vtlharness.limits.errors import limit_error
from vtlharness.source import Source
from vtlharness.vtl.recording import Recording
from vtlharness.vtl.runtime import NAMESPACE, BreakLoop, RenderFailure, StopTemplate

if TYPE_CHECKING:
    from vtlharness.findings import Finding
    from vtlharness.vtl.compile.compilation import Specializer
    from vtlharness.vtl.compile.compiled_template import CompiledTemplate
    from vtlharness.vtl.compile.compiler import GeneratedFunction
    from vtlharness.vtl.compile.template_cache import TemplateCache
    from vtlharness.vtl.counts import TemplateCounts

# Compiled for the first message.
_LINE_END = r"\r\n|\n|\r"
_SHOWN = r"[$#]!?\{?[\w@-]*"
_STEP = r"\.[A-Za-z][\w-]*|\((?:[^()\r\n]|\([^()\r\n]*\))*\)|\[[^\[\]\r\n]*\]"


OFTEN = 20
"""The number of renders after which a template is compiled to its faster form: by then, the slower form has cost about
as much as compiling."""


Watcher: TypeAlias = Callable[[tuple[int, Any]], object]
"""Takes the offset of a reference in the template, and its value: one of `vtlharness.java`, None for null. It returns
None."""


class Template:
    """A compiled template.

    `source` is its text and name; `root_names` the variables that it mentions, roots among them; `root_properties` the
    variables of which it only reads properties, with these properties; `traced` tells whether it records where its
    output comes from. It counts what it reaches if there is a recorder when it is
    compiled (see `vtl.recording`).
    """

    def __init__(
        self,
        source: Source,
        specializer: Specializer | None = None,
        *,
        inline: bool = False,
        traced: bool = False,
        cache: TemplateCache | None = None,
        watcher: Watcher | None = None,
    ) -> None:
        """Compiles a template, or takes it from the cache. Raises VtlSyntaxError if the service would refuse it.

        The template is first compiled to a form that compiles quickly. After many renders, or when the cache has it
        already, it is compiled again to a form that runs quickly; with `inline`, this form is used at once. `traced`
        makes a slower form that records where each piece of its output comes from. A `watcher` is told the value of
        each reference that a rendering evaluates.
        """
        self.source = source
        self.traced = traced
        self._specializer = specializer
        recorder = Recording.recorder if watcher is None else None
        self._recorder = recorder.apart() if recorder is not None and traced else recorder
        self._counts: TemplateCounts | None = None
        self._watcher = watcher
        self._cache = cache if self._recorder is None and watcher is None and not traced else None
        self._renders = 0
        kept = None if self._cache is None else self._cache.load(source)
        self._use(kept or self._compile(inline))
        if kept is not None and not kept.inline:
            self._compile_inline()

    def _compiled(self, inline: bool) -> GeneratedFunction:
        from vtlharness.vtl.compile.compiler import compile_template

        watched = self._watcher is not None
        return compile_template(
            self.source,
            self._specializer,
            inline=inline and not watched,
            traced=self.traced,
            counting=self._recorder is not None,
            watched=watched,
        )

    def _compile(self, inline: bool) -> CompiledTemplate:
        generated = self._compiled(inline)
        compiled = generated.compiled
        if self._recorder is not None and generated.counters is not None:
            self._counts = self._recorder.counts(self.source, generated.counters)
        if self._cache is not None:
            self._cache.store(self.source, compiled)
        return compiled

    def _compile_inline(self) -> None:
        with suppress(VtlSyntaxError):  # inlined, an expression may nest too deeply for Python
            self._use(self._compile(inline=True))

    def _use(self, compiled: CompiledTemplate) -> None:
        self.root_names = frozenset(compiled.variables)
        self.root_properties = dict(compiled.properties)
        self._inline = compiled.inline
        self._shown: GeneratedFunction | None = None
        self._traps = compiled.traps
        self._reachable_traps = compiled.reachable_traps
        namespace = dict(NAMESPACE)
        if self._specializer is not None:
            for number, call in enumerate(compiled.calls):
                special = self._specializer(*call)
                namespace[f"k{number}"] = special and special.function
        if self._counts is not None:
            namespace |= self._counts.names()
        self._function: Callable[..., None] = FunctionType(compiled.code, namespace, "template")

    def _generated(self) -> GeneratedFunction:
        """The generated function, made anew when it is first asked for."""
        if self._shown is None:
            self._shown = self._compiled(self._inline)
        return self._shown

    @property
    def python(self) -> str:
        """The text of the generated function, for people to read."""
        return self._generated().text

    def render(
        self,
        roots: Mapping[str, Any],
        findings: list[Finding] | None = None,
        origins: list[tuple[int, int]] | None = None,
    ) -> str:
        """The text that the template renders with its variables, `roots` (values of `vtlharness.java`).

        It appends the traps that the template met to `findings`. A traced template appends to `origins`, for each piece
        of the output, its offset and the offset in the template of the text or reference that wrote it. Raises
        VtlRenderError if the service would fail; its `__cause__` is the JavaError if Java throws one.
        """
        if not self._inline:
            self._renders += 1
            if self._renders == OFTEN:
                self._compile_inline()
        budget = current_budget()
        out: list[str] = []
        reached: set[int] | None = set() if self._reachable_traps else None
        marks: list[tuple[int, int]] | None = None if origins is None else []
        try:
            try:
                self._function(
                    out,
                    roots.get,
                    None if reached is None else reached.add,
                    self._watcher if marks is None else marks.append,
                    budget,
                )
            except StopTemplate as stop:
                self._note_failure(stop)
            except BreakLoop as left:
                if left.scope is not None:
                    gone = RenderFailure("the loop that #break names has ended")
                    raise self._failure(gone, left.__traceback__) from None
            if budget.spent is None and len(out) <= budget.pieces:
                text = "".join(out)
                if len(text) > budget.characters:
                    raise too_long(budget)
            else:
                text = whole_output(out, len(self.source.text))
                budget.begin_anew()
        except (JavaError, RenderFailure, RecursionError) as problem:
            budget.begin_anew()
            raise self._failure(problem, problem.__traceback__) from problem
        except (LimitExceeded, MemoryError) as problem:
            budget.begin_anew()
            out.clear()
            raise self._limit_failure(problem) from None
        if findings is not None and (reached or self._traps):
            findings.extend(self._findings(reached or ()))
        if origins is not None and marks is not None:
            origins.extend(self._origins(out, marks))
        return text

    def _origins(self, out: list[str], marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
        begins = [0, *accumulate(len(piece) for piece in out)]
        places = []
        for pieces, offset in marks:
            begin = begins[pieces]
            text = out[pieces] if pieces < len(out) else ""
            places.append((begin, offset))
            if self.source.text.startswith(text, offset):  # literal text continues over the template's lines
                places.extend(
                    (begin + match.end(), offset + match.end())
                    for match in re.finditer(_LINE_END, text)
                    if match.end() < len(text)
                )
        return places

    def _findings(self, reached: Collection[int]) -> list[Finding]:
        from vtlharness.vtl.trap_messages import trap_finding

        traps = [*self._traps, *(self._reachable_traps[number] for number in sorted(reached))]
        return [trap_finding(self.source, *trap) for trap in traps]

    # Errors

    def _limit_failure(self, problem: LimitExceeded | MemoryError) -> LimitError:
        """The error at the place in the template where a limit was exceeded."""
        self._note_failure(problem)
        exceeded = out_of_memory(problem) if isinstance(problem, MemoryError) else problem
        offset = self._offset(problem.__traceback__)
        return limit_error(exceeded, self.source, offset, shown_length(self.source, offset))

    def _failure(self, problem: Exception, traceback: TracebackType | None) -> VtlRenderError:
        """The error at the place in the template where `problem` was raised."""
        self._note_failure(problem)
        offset = self._offset(traceback)
        hint = getattr(problem, "hint", None)
        if isinstance(problem, RecursionError):
            message = "a value or a block contains itself, or is nested too deeply"
        else:
            message = getattr(problem, "message", None) or str(problem)
            if isinstance(problem, JavaError):
                message = _java_message(problem)
        if not Path(self.source.name).is_file():  # else Python reads the lines that tracebacks quote from there
            entry = (len(self.source.text), None, self.source.text.splitlines(True), self.source.name)
            linecache.cache[self.source.name] = entry
        return VtlRenderError(
            message, source=self.source, offset=offset, length=shown_length(self.source, offset), hint=hint
        )

    def _note_failure(self, problem: BaseException) -> None:
        """Tells a template that counts where it ended early."""
        if self._counts is not None:
            self._counts.failed_at(self.places(self._instructions(problem.__traceback__)))

    def instruction(self) -> tuple[str, int] | None:
        """The instruction that the template's function runs now, for code that the function has called: the name of
        its code, and the offset in it. None outside of a rendering.
        """
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_globals is self._function.__globals__:
                return frame.f_code.co_name, frame.f_lasti
            frame = frame.f_back
        return None

    def places(self, instructions: Iterable[tuple[str, int]]) -> list[int]:
        """The offsets in the template that belong to some of its instructions; one without a place is left out."""
        generated = self._generated()
        codes = _codes(generated.code)
        offsets: list[int] = []
        for name, instruction in instructions:
            lines = codes[name].co_lines() if name in codes else ()
            found = [line for start, end, line in lines if line and start <= instruction < end]
            offsets.extend(generated.offsets[line - 1] for line in found[-1:])
        return offsets

    def _offset(self, traceback: TracebackType | None) -> int:
        return next(reversed(self.places(self._instructions(traceback))), 0)

    def _instructions(self, traceback: TracebackType | None) -> list[tuple[str, int]]:
        reached = []
        while traceback is not None:
            if traceback.tb_frame.f_globals is self._function.__globals__:
                reached.append((traceback.tb_frame.f_code.co_name, traceback.tb_lasti))
            traceback = traceback.tb_next
        return reached


def shown_length(source: Source, offset: int) -> int:
    """The length of the reference or directive at an offset of a template, as messages show it; 1 for other text."""
    match = re.compile(_SHOWN).match(source.text, offset)
    if match is None:
        return 1
    end = match.end()
    text = source.text
    while end < len(text) and text[end] in "([.":  # the steps of a reference, to the end of the line at most
        step = re.compile(_STEP).match(text, end)
        if step is None:
            break
        end = step.end()
    return end - offset


def _codes(code: CodeType) -> dict[str, CodeType]:
    """A code object and those inside it, by name."""
    codes = {}
    waiting = [code]
    while waiting:
        code = waiting.pop()
        codes[code.co_name] = code
        waiting.extend(constant for constant in code.co_consts if isinstance(constant, CodeType))
    return codes


def _java_message(problem: JavaError) -> str:
    name = problem.java_class.rpartition(".")[2]
    return name if problem.message is None else f"{name}: {problem.message}"
