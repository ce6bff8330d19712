"""docs/rules.md: a section for each rule.

Comes in: families of rules. Goes out: the page as Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vtlharness.rules.rule import CaseExample, Example, Family, LintExample, Rule

_HEAD = """\
<!-- Made by `python -m vtlharness.rules --write docs/rules.md`; edit vtlharness/rules instead. -->

# Findings, rule by rule

Where a template or an integration does something that its author may not expect, the result carries a *finding*: the id
of a rule, the place, a sentence and usually a hint. `vtl-run` shows each finding once, `vtl-render` writes it to
standard error, and pytest shows it as a warning. In Python it is one of the `findings` of a `Rendering`, an
`Invocation` or, for a definition, a `RestApi`. A finding does not make a case fail, unless the run or the case file is
[strict](options.md#strict-runs); the same section says how to ignore findings. [vtl-lint](lint.md) finds most of these
faults, and more, without running anything.

This page says for each rule what it finds, why, and what to write instead. The tests run both examples of each rule.
The page [fidelity.md](fidelity.md) says how we know what the service does.
"""


def page(families: Iterable[Family]) -> str:
    """The page of some families."""
    families = tuple(families)
    parts = [_HEAD, _contents(families)]
    for family in families:
        parts += [f"## {family.title}\n\n{family.what}\n", *(section(rule) for rule in _ordered(family))]
    return "\n".join(parts)


def section(rule: Rule) -> str:
    """The section of one rule."""
    evidence = "; ".join(f"[{one.says}]({one.link})" for one in rule.evidence)
    return "\n".join(
        [
            f"### {rule.id} {rule.name}\n",
            f"**Finds:** {rule.what}\n",
            f"**Why:** {rule.why}\n",
            f"**Instead:** {rule.instead}\n",
            f"**Evidence:** {evidence}.\n",
            *_example("Wrong", rule.wrong),
            f"> {rule.id} {_escaped(rule.message)}\n",
            *_example("Right", rule.right),
        ]
    )


def _contents(families: tuple[Family, ...]) -> str:
    rows = [
        f"| [{rule.id}](#{rule.anchor}) | {rule.name} | {family.title} |\n"
        for family in families
        for rule in _ordered(family)
    ]
    return "".join(["| id | name | of |\n| --- | --- | --- |\n", *rows])


def _ordered(family: Family) -> list[Rule]:
    return sorted(family.rules, key=lambda rule: rule.id)


def _example(title: str, example: Example) -> Iterator[str]:
    if isinstance(example, CaseExample):
        yield f"**{title}:**\n\n```yaml\n{example.text}```\n"
        if example.definition is not None:
            name, text = example.definition
            yield f"with `{name}`:\n\n```yaml\n{text}```\n"
        return
    if isinstance(example, LintExample):
        kind = "velocity" if example.name.endswith(".vtl") else "yaml"
        text = example.text if example.text.endswith("\n") else f"{example.text}\n"
        yield f"**{title}:**\n\n```{kind}\n{text}```\n"
        return
    on = "" if example.body is None else f"On the payload `{example.body}` it"
    yield f"**{title}:**\n\n```velocity\n{example.template}\n```\n"
    yield f"{on or 'It'} prints {f'`{example.output}`' if example.output else 'nothing'}.\n"


def _escaped(text: str) -> str:
    """A text escaped so that Markdown shows every character."""
    return "".join(f"\\{character}" if character in "\\*_[]<>|" else character for character in text)
