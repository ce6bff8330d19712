"""Rules of the family `VTL3` that `vtl-lint` alone finds: paths, methods, regular expressions, syntax."""

from __future__ import annotations

from vtlharness.rules.rule import FIDELITY, Evidence, LintExample, Rule

SYNTAX = (
    Rule(
        id="VTL305",
        name="path-not-valid",
        what="A path of `$input.path` or `$input.json` can't be read.",
        why="The template fails where it reads the path, and the client gets an error.",
        instead="Write the path as JSONPath: `$.items[0].id`, `$['a key']`.",
        evidence=(Evidence("the engine does so", f"{FIDELITY}#jsonpath"),),
        wrong=LintExample("$input.json('$.items[?(@.id == 1]')"),
        message="the path '$.items[?(@.id == 1]' can't be read: The filter's parenthesis is not closed",
        right=LintExample("$input.json('$.items[0]')"),
    ),
    Rule(
        id="VTL321",
        name="newer-than-java-8",
        what="A template calls a method that came after Java 8, such as `isBlank`, `strip`, `repeat` or `getFirst`.",
        why="Nobody outside knows which Java the service runs. In an older one, the call gives nothing.",
        instead='Write it with older methods: `.trim() == ""`, `.trim()`, `.get(0)`.',
        evidence=(Evidence("what we decided", f"{FIDELITY}#java-version"),),
        wrong=LintExample('#set($name = "Ann")#if($name.isBlank())no name#end'),
        message=".isBlank() came with Java 11, and no recording shows that the service has it",
        right=LintExample('#set($name = "Ann")#if($name.trim() == "")no name#end'),
    ),
    Rule(
        id="VTL331",
        name="regular-expression-refused",
        what="A regular expression of `matches`, `replaceAll`, `replaceFirst` or `split` is not one of Java's.",
        why="The template fails where it calls the method, and the client gets an error.",
        instead="Put a character with a meaning of its own in brackets: `[.]`, `[(]`, `[*]`.",
        evidence=(Evidence("the engine does so", f"{FIDELITY}#regular-expressions"),),
        wrong=LintExample('#set($ids = "a*b")#foreach($id in $ids.split("*"))$id #end'),
        message="Java refuses the regular expression of split: Dangling meta character '*' near index 0",
        right=LintExample('#set($ids = "a*b")#foreach($id in $ids.split("[*]"))$id #end'),
    ),
    Rule(
        id="VTL341",
        name="does-not-parse",
        what="A template does not parse.",
        why="The service refuses the template, or fails at each call.",
        instead="Mend the place that the message names.",
        evidence=(Evidence("the engine does so", f"{FIDELITY}#unclosed-directives"),),
        wrong=LintExample("#if($context.stage == 'a')yes"),
        message="#if is never closed: the template ends before its #end",
        right=LintExample("#if($context.stage == 'a')yes#end"),
    ),
)
"""Rules of the family `VTL3` that `vtl-lint` alone finds."""
