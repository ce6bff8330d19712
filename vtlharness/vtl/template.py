"""A template, compiled when it is made and rendered any number of times.

Comes in: a Source. Goes out: text. Errors carry the template's file, line and column.
"""

from __future__ import annotations

import linecache
import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate
from math import inf
from pathlib import Path
from types import CodeType, FrameType, FunctionType, TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias

from vtlharness.errors import LimitError, VtlRenderError, VtlSyntaxError
from vtlharness.java.values import JavaError
from vtlharness.limits.budget import LimitExceeded, current_budget, out_of_memory, too_long, whole_output
from vtlharness.limits.errors import limit_error
from vtlharness.source import Source
from vtlharness.vtl.compile.forms import OFTEN, Form, Work
from vtlharness.vtl.recording import Recording
from vtlharness.vtl.runtime import NAMESPACE, BreakLoop, RenderFailure, StopTemplate

if TYPE_CHECKING:
    from vtlharness.findings import Finding
    from vtlharness.vtl.compile.compilation import Specializer
    from vtlharness.vtl.compile.compiled_template import CompiledTemplate
    from vtlharness.vtl.compile.compiler import GeneratedFunction
    from vtlharness.vtl.compile.parsed import Parsed
    from vtlharness.vtl.compile.template_cache import TemplateCache
    from vtlharness.vtl.counts import TemplateCounts

# Compiled for the first message.
_LINE_END = r"\r\n|\n|\r"
_SHOWN = r"[$#]!?\{?[\w@-]*"
_STEP = r"\.[A-Za-z][\w-]*|\((?:[^()\r\n]|\([^()\r\n]*\))*\)|\[[^\[\]\r\n]*\]"


Watcher: TypeAlias = Callable[[tuple[int, Any]], object]
"""Takes the offset of a reference in the template, and its value: one of `vtlharness.java`, None for null. It returns
None."""


class Template:
    """A compiled template.

    `source` is its text and name; `root_names` the variables that it mentions, roots among them; `root_properties` the
    variables of which it only reads properties, with these properties; `traced` tells whether it records where its
    output comes from, `inlined` whether it has its fastest form. It counts what it reaches if there
    is a recorder when it is compiled (see `vtl.recording`). `given` are the variables whose values `run` takes in a
    row, so that they are not looked up by name; `certain_traps` tells whether it has traps that every rendering meets.
    """

    given: tuple[str, ...] = ()

    def __init__(
        self,
        source: Source,
        specializer: Specializer | None = None,
        *,
        form: Form | None = None,
        traced: bool = False,
        cache: TemplateCache | None = None,
        watcher: Watcher | None = None,
    ) -> None:
        """Compiles a template, or takes it from the cache. Raises VtlSyntaxError if the service would refuse it.

        The template is first made in a form that is ready quickly. After many renders, or when the cache has met it
        already, it is compiled to a form that runs quickly (see `vtl.compile.forms`); with `form`, this form is used at
        once. `traced` makes a slower form that records where each piece of its output comes from. A
        `watcher` is told the value of each reference that a rendering evaluates.
        """
        self.source = source
        self.traced = traced
        self._specializer = specializer
        recorder = Recording.recorder if watcher is None else None
        self._recorder = recorder.apart() if recorder is not None and traced else recorder
        self._counts: TemplateCounts | None = None
        self._watcher = watcher
        self._cache = cache if self._recorder is None and watcher is None and not traced else None
        self._work = Work()
        self._done = 0.0  # the work of the renderings so far
        self._tree: Parsed | None = None
        kept = None if self._cache is None else self._cache.load(source)
        if kept is not None and kept.code is not None:
            self._use(kept)
            if not kept.inline:
                self._compile_inline()
        elif kept is None or not self._compile_inline():
            generated_only = traced or self._recorder is not None or watcher is not None
            # Debuggers and coverage tools follow the lines of generated code, unless somebody asks for another form.
            followed = generated_only or sys.gettrace() is not None
            chosen = form or ("short" if followed else "closures")
            if generated_only or chosen != "closures" or not self._make_closures():
                self._use(self._compile(chosen))

    def _make_closures(self) -> bool:
        """Makes the template's first form; False if it nests too deeply for it."""
        from vtlharness.vtl.compile.closures.template_function import closures_of
        from vtlharness.vtl.compile.parsed import parsed

        tree = parsed(self.source)
        closures = closures_of(tree, self._specializer, self.given)
        if closures is None:
            return False
        self._use(closures.compiled, closures.function)
        self._work = closures.work
        if self._work.by_character:
            self._tree = tree
        if self._cache is not None:
            self._cache.store(self.source, closures.compiled)
        return True

    def _generate(self, *, inline: bool) -> GeneratedFunction:
        from vtlharness.vtl.compile.compiler import compile_template

        watched = self._watcher is not None
        return compile_template(
            self.source,
            self._specializer,
            self.given,
            inline=inline and not watched,
            traced=self.traced,
            counting=self._recorder is not None,
            watched=watched,
            tree=self._tree,
        )

    def _compile(self, form: Form) -> CompiledTemplate:
        generated = self._generate(inline=form == "inlined")
        compiled = generated.compiled
        if self._recorder is not None and generated.counters is not None:
            self._counts = self._recorder.counts(self.source, generated.counters)
        if self._cache is not None and self._tree is None:  # else the template is known to have been met
            self._cache.store(self.source, compiled)
        return compiled

    def _compile_inline(self) -> bool:
        with suppress(VtlSyntaxError):  # inlined, an expression may nest too deeply for Python
            self._use(self._compile("inlined"))
            return True
        return False

    def _use(self, compiled: CompiledTemplate, closures: Callable[..., str | None] | None = None) -> None:
        self.root_names = frozenset(compiled.variables)
        self.root_properties = dict(compiled.properties)
        self.inlined = compiled.inline
        self._shown: GeneratedFunction | None = None
        self._traps = compiled.traps
        self.certain_traps = bool(compiled.traps)
        self._reachable_traps = compiled.reachable_traps
        self._tree = None
        self._function: Callable[..., str | None]
        if closures is not None:
            self._function, self._globals = closures, None
            return
        assert compiled.code is not None
        self._globals = namespace = dict(NAMESPACE)
        if self._specializer is not None:
            for number, call in enumerate(compiled.calls):
                special = self._specializer(*call)
                namespace[f"k{number}"] = special and special.function
        if self._counts is not None:
            namespace |= self._counts.names()
        self._function = FunctionType(compiled.code, namespace, "template")

    def before_render(self, payload: int) -> None:
        """Compiles the template where going on in its first form costs more, for a payload of this length."""
        work = self._work
        self._done += work.fixed + work.by_character * payload
        if self._done >= OFTEN:
            self._done = -inf  # once
            self._compile_inline()
        self._tree = None  # it serves the first rendering only

    def _generated(self) -> GeneratedFunction:
        """The generated function, made anew when it is first asked for."""
        if self._shown is None:
            self._shown = self._generate(inline=self.inlined)
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
        payload: int = 0,
    ) -> str:
        """The text that the template renders with its variables, `roots` (values of `vtlharness.java`); the `payload`
        among them has this length in characters.

        It appends the traps that the template met to `findings`. A traced template appends to `origins`, for each piece
        of the output, its offset and the offset in the template of the text or reference that wrote it. Raises
        VtlRenderError if the service would fail; its `__cause__` is the JavaError if Java throws one.
        """
        if not self.inlined:
            self.before_render(payload)
        reached: dict[int, bool] = {}
        text = self.run([roots.get(name) for name in self.given], roots.get, reached, origins)
        if findings is not None:
            findings += self.findings(reached)
        return text

    def run(
        self,
        given: Sequence[Any],
        get: Callable[[str], Any],
        reached: dict[int, bool],
        origins: list[tuple[int, int]] | None = None,
    ) -> str:
        """As `render`, with the values of the `given` variables; `get` gives the others by name. The numbers of the
        traps that it met are added to `reached`, for `findings`.
        """
        budget = current_budget()
        out: list[str] = []
        marks: list[tuple[int, int]] | None = None if origins is None else []
        text: str | None = None
        try:
            try:
                text = self._function(
                    out, given, get, reached, self._watcher if marks is None else marks.append, budget
                )
            except StopTemplate as stop:
                self._note_failure(stop)
            except BreakLoop as left:
                if left.scope is not None:
                    gone = RenderFailure("the loop that #break names has ended")
                    raise self._failure(gone, left.__traceback__) from None
            if budget.spent is not None or len(out) > budget.pieces:
                text = whole_output(out if text is None else (text,), len(self.source.text))
                budget.begin_anew()
            elif text is None:
                text = "".join(out)
            if len(text) > budget.characters:
                raise too_long(budget)
        except (JavaError, RenderFailure, RecursionError) as problem:
            budget.begin_anew()
            raise self._failure(problem, problem.__traceback__) from problem
        except (LimitExceeded, MemoryError) as problem:
            budget.begin_anew()
            out.clear()
            raise self._limit_failure(problem) from None
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

    def findings(self, reached: Collection[int]) -> list[Finding]:
        """The findings of a rendering that met these traps."""
        if not reached and not self._traps:
            return []
        from vtlharness.vtl.trap_messages import trap_finding

        traps = [*self._traps, *(self._reachable_traps[number] for number in sorted(reached))]
        return [trap_finding(self.source, *trap) for trap in traps if trap[0]]

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
        if self._globals is None:
            from vtlharness.vtl.compile.closures.places import on_template_line

            line = self.source.position(offset).line
            problem.__traceback__ = on_template_line(traceback, line, self.source.name)
        return VtlRenderError(
            message, source=self.source, offset=offset, length=shown_length(self.source, offset), hint=hint
        )

    def _note_failure(self, problem: BaseException) -> None:
        """Tells a template that counts where it ended early."""
        if self._counts is not None:
            generated = self._generated()
            codes = _codes(generated.code)
            self._counts.failed_at(
                (generated.offsets[codes[instruction[0]].co_firstlineno - 1], place)
                for instruction in self._instructions(problem.__traceback__)
                for place in self.places([instruction])
            )

    def instruction(self) -> tuple[str, int] | None:
        """The instruction that the template's function runs now, for code that the function has called: the name of
        its code, and the offset in it. None outside of a rendering.
        """
        frame: FrameType | None = sys._getframe(1)
        if self._globals is None:
            from vtlharness.vtl.compile.closures.places import place_of

            while frame is not None and (place := place_of(frame)) is None:
                frame = frame.f_back
            return None if frame is None or place is None else ("", place)
        while frame is not None:
            if frame.f_globals is self._globals:
                return frame.f_code.co_name, frame.f_lasti
            frame = frame.f_back
        return None

    def places(self, instructions: Iterable[tuple[str, int]]) -> list[int]:
        """The offsets in the template that belong to some of its instructions; one without a place is left out."""
        if self._globals is None:
            return [place for _, place in instructions]
        generated = self._generated()
        codes = _codes(generated.code)
        offsets: list[int] = []
        for name, instruction in instructions:
            lines = codes[name].co_lines() if name in codes else ()
            found = [line for start, end, line in lines if line and start <= instruction < end]
            offsets.extend(generated.offsets[line - 1] for line in found[-1:])
        return offsets

    def _offset(self, traceback: TracebackType | None) -> int:
        if self._globals is None:
            from vtlharness.vtl.compile.closures.places import failed_at

            return failed_at(traceback)
        return next(reversed(self.places(self._instructions(traceback))), 0)

    def _instructions(self, traceback: TracebackType | None) -> list[tuple[str, int]]:
        reached = []
        while traceback is not None:
            if traceback.tb_frame.f_globals is self._globals:
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
