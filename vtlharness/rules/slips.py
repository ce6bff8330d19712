"""Rules of the family `VTL2` that only `vtl-lint` finds: conditions, directives that print, slips of `$` and `#`."""

from __future__ import annotations

from vtlharness.rules.rule import FIDELITY, Evidence, LintExample, Rule

_CONDITIONS = Evidence("the engine does so", f"{FIDELITY}#conditions-and-comparisons")
_DIRECTIVES = Evidence("the engine does so", f"{FIDELITY}#unknown-directives")
_NAMES = Evidence("the engine does so", f"{FIDELITY}#hyphens-in-names")
_REFERENCES = Evidence("the engine does so", f"{FIDELITY}#property-lookup")
_NUMBER = (
    'To make a number of a text, check it with `.matches("[0-9]{1,9}")`, then `#set($int = 0)`, `$int.parseInt($x)`.'
)

SLIPS = (
    Rule(
        id="VTL203",
        name="json-never-empty",
        what='A template compares `$input.json(...)` with `""` or null.',
        why='`$input.json` gives a JSON text. For a missing value that is `""` with its quotes, which is not empty.',
        instead='Compare the value: `$input.path("$.id") == ""` holds for a missing value, an empty text and null.',
        evidence=(_CONDITIONS,),
        wrong=LintExample("#if($input.json('$.id') == \"\")none#end"),
        message=(
            "this comparison never holds: $input.json('$.id') is a JSON text, which is \"\" in quotes for a "
            "missing value"
        ),
        right=LintExample("#if($input.path('$.id') == \"\")none#end"),
    ),
    Rule(
        id="VTL204",
        name="order-of-text",
        what="A template compares a text with `<`, `>`, `<=` or `>=`. Parameters and stage variables are texts.",
        why="Such a comparison is false for anything but two numbers, and no error says so.",
        instead=_NUMBER,
        evidence=(_CONDITIONS,),
        wrong=LintExample("#if($input.params('page') > 1)more#end"),
        message="$input.params('page') is a text, and > with a text is always false",
        right=LintExample("#if($input.params('page') == 1)first#end"),
    ),
    Rule(
        id="VTL205",
        name="branch-not-reached",
        what="A branch of an `#if` has a condition that a branch before it has, or follows one that always holds.",
        why="The branch never prints: most often its condition was copied, and should be another one.",
        instead="Mend the condition, or delete the branch.",
        evidence=(_CONDITIONS,),
        wrong=LintExample('#set($a = "x")#if($a == "x")1#elseif($a == "x")2#end'),
        message="this branch can't be reached: a branch before it has the same condition",
        right=LintExample('#set($a = "x")#if($a == "x")1#elseif($a == "y")2#end'),
    ),
    Rule(
        id="VTL212",
        name="set-to-null",
        what="A `#set` calculates with a text, by `-`, `*`, `/` or `%`. Parameters and stage variables are texts.",
        why="The result is null, and a `#set` to null leaves the variable as it was: empty, or with its old value.",
        instead=_NUMBER,
        evidence=(Evidence("the engine does so", f"{FIDELITY}#null-arithmetic"),),
        wrong=LintExample("#set($first = $input.params('page') * 20){\"first\": $first}"),
        message="$input.params('page') is a text, so * gives null, and $first keeps the value that it had",
        right=LintExample("#set($int = 0)#set($first = $int.parseInt($input.params('page')) * 20){\"first\": $first}"),
    ),
    Rule(
        id="VTL213",
        name="result-thrown-away",
        what="A method of a text, such as `replaceAll` or `trim`, is called as if it changed the text.",
        why="A text never changes: the method gives a new one, which prints here, or which nothing reads.",
        instead="Set the variable to the result: `#set($name = $name.trim())`.",
        evidence=(Evidence("the methods of String", f"{FIDELITY}#string-methods"),),
        wrong=LintExample('#set($name = "a b")\n$name.replaceAll(" ", "_")\n{"name": "$name"}'),
        message='$name.replaceAll(" ", "_") prints its result and leaves $name as it is: a text never changes',
        right=LintExample('#set($name = "a b")\n#set($name = $name.replaceAll(" ", "_"))\n{"name": "$name"}'),
    ),
    Rule(
        id="VTL225",
        name="directive-prints",
        what=(
            "A directive is misspelt (`#elsif`, `#else if`, `#endif`), lacks its parentheses, or is a comment with "
            "one `#`."
        ),
        why="It prints as text, or the template does not parse.",
        instead=(
            "The directives are `#set`, `#if`, `#elseif`, `#else`, `#end`, `#foreach`, `#break`, `#stop` and `#define`."
        ),
        evidence=(_DIRECTIVES,),
        wrong=LintExample('#if($context.stage == "a")1#else if($context.stage == "b")2#end'),
        message="#else if(...) is #else and the text `if(...)`, which prints",
        right=LintExample('#if($context.stage == "a")1#elseif($context.stage == "b")2#end'),
    ),
    Rule(
        id="VTL226",
        name="no-parse",
        what="A template has a `#parse` or `#include`.",
        why="The service has no files, and the template fails there.",
        instead="Write the text out.",
        evidence=(Evidence("documented, and what we decided", f"{FIDELITY}#parse-and-include"),),
        wrong=LintExample("#parse('head.vtl')"),
        message="the service has no #parse: the template fails there",
        right=LintExample("{}"),
    ),
    Rule(
        id="VTL231",
        name="hyphen-in-name",
        what="A hyphen stands right behind a variable or a property: `$prefix-$id`, `$i-1`.",
        why="A hyphen is a part of a name, so another variable is read, which is empty.",
        instead="Put the name in braces: `${prefix}-$id`. Around a minus sign, write blanks: `$i - 1`.",
        evidence=(_NAMES,),
        wrong=LintExample('#set($prefix = "a")#set($id = 4)$prefix-$id'),
        message="a hyphen belongs to the name: $prefix- is read, not ${prefix}",
        right=LintExample('#set($prefix = "a")#set($id = 4)${prefix}-$id'),
    ),
    Rule(
        id="VTL232",
        name="comment-behind-property",
        what="A comment stands right behind a property: `$order.id## the id`.",
        why="There, `##` does not begin a comment: it prints.",
        instead="Put the reference in braces: `${order.id}##`.",
        evidence=(Evidence("the engine does so", f"{FIDELITY}#hashes-after-a-reference"),),
        wrong=LintExample("id=$context.stage## the stage"),
        message="## prints after $context.stage: right behind a property it does not begin a comment",
        right=LintExample("id=${context.stage}## the stage"),
    ),
    Rule(
        id="VTL233",
        name="two-dollars-and-dot",
        what="A text with two dollar signs, a dot and a path, such as `$$.State.Name` of Step Functions.",
        why="Behind `$$.`, a name and a dot are read as a reference, which loses its end: `$$.State` prints.",
        instead="Set the dollar sign apart: `#set($d = '$')`, then `${d}${d}.State.Name`.",
        evidence=(_REFERENCES,),
        wrong=LintExample('{"name.$": "$$.State.Name"}'),
        message="$$.State.Name loses its end: behind `$$.` a dot and a name are read as a reference to nothing",
        right=LintExample('#set($d = \'$\'){"name.$": "${d}${d}.State.Name"}'),
    ),
    Rule(
        id="VTL234",
        name="property-of-text",
        what="A dot and a name follow a reference to a text: `$name.json`, `$stageVariables.host.example.com`.",
        why="They read a property of the text, which it does not have. The whole reference is empty.",
        instead="Put the reference in braces: `${name}.json`.",
        evidence=(_REFERENCES,),
        wrong=LintExample('#set($name = "report")$name.json'),
        message="$name.json is empty: what follows the dot is read as a property, and a text has none",
        right=LintExample('#set($name = "report")${name}.json'),
    ),
)
"""Rules of the family `VTL2` that `vtl-lint` alone finds, except those about names."""
