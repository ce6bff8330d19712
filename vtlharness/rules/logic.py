"""`VTL2xx`: what a template decides, sets and repeats.

Ids by their second digit: `VTL20x` conditions, `VTL21x` `#set` and its values, `VTL22x` directives, `VTL23x` references
that print differently from how they look, `VTL24x` names of roots and of their members, `VTL25x` variables.
"""

from __future__ import annotations

from vtlharness.rules.names import NAMES
from vtlharness.rules.rule import FIDELITY, Evidence, Family, Rule, TemplateExample
from vtlharness.rules.slips import SLIPS

_CONDITIONS = f"{FIDELITY}#conditions-and-comparisons"
_MACRO = f"{FIDELITY}#macro-and-evaluate"

LOGIC = Family(
    "VTL2",
    "Logic",
    "A template decides, sets or repeats something other than it seems to.",
    (
        Rule(
            id="VTL201",
            name="true-although-missing",
            what=(
                "A reference alone is a condition, or a side of `&&`, `||` or `!`, and its value is missing, an empty "
                "text, an empty list or map, or 0."
            ),
            why=(
                "In a mapping template only `false` and null are false, and a missing value is neither: it is an "
                "empty text. So `#if($input.path('$.id'))` is true with and without an `id`, and `!$id` is true for "
                "`false` alone. Elsewhere, Velocity treats a missing value as false."
            ),
            instead=(
                'Compare the value: `!= ""` for a text, `> 0` for a number, `.size() > 0` for a list or a map, '
                "`== true` for a Boolean. A missing value equals the empty text, is not greater than any number, has "
                "no size, and does not equal `true`."
            ),
            evidence=(
                Evidence("recorded on the service: a missing value is true", _CONDITIONS),
                Evidence("a user who met it", "https://sookocheff.com/post/api/checking-for-null-in-api-gateway/"),
            ),
            wrong=TemplateExample(
                "#set($id = $input.path('$.id'))#if($id)has an id#{else}has none#end", "has an id", "{}"
            ),
            message=(
                "$id is true although it is missing, empty or 0: in a mapping template only `false` and null are false"
            ),
            right=TemplateExample(
                "#set($id = $input.path('$.id'))#if($id != \"\")has an id#{else}has none#end", "has none", "{}"
            ),
        ),
        Rule(
            id="VTL202",
            name="condition-never-holds",
            what="A condition is a literal text, number, list or map, or a calculation.",
            why=(
                "As a condition, a literal other than `true` is false, and so is the result of `+`, `-`, `*`, `/` and "
                "`%`. The branch can't be reached."
            ),
            instead="Compare the value with another one: `#if($count - 1 > 0)`.",
            evidence=(Evidence("the engine does so", _CONDITIONS),),
            wrong=TemplateExample("#set($count = 3)#if($count - 1)more than one#{else}one#end", "one"),
            message="this condition never holds: a literal other than `true`, or a calculation, counts as false",
            right=TemplateExample("#set($count = 3)#if($count - 1 > 0)more than one#{else}one#end", "more than one"),
        ),
        Rule(
            id="VTL211",
            name="set-without-effect",
            what="`#set` names its variable in braces or with an exclamation mark: `${x}`, `$!x`, `$!{x}`.",
            why=(
                "The template parses, and the engine sets a variable of another name, such as `{`, that no reference "
                "can read. The intended variable keeps its value."
            ),
            instead="Write the name alone after the `$`: `#set($x = 1)`. Braces belong where a reference prints.",
            evidence=(Evidence("the engine does so", f"{FIDELITY}#set-formal-target"),),
            wrong=TemplateExample("#set(${total} = 12)total: ${total}", "total: "),
            message="#set(${total} = ...) does not set $total: the name after the $ must stand alone",
            right=TemplateExample("#set($total = 12)total: ${total}", "total: 12"),
        ),
        Rule(
            id="VTL221",
            name="macro-not-defined",
            what="A template has a `#macro`.",
            why=(
                "The service defines no macros. The definition prints nothing, and each call prints as it stands, with "
                "its arguments."
            ),
            instead=(
                "Give a block a name with `#define($block) ... #end` and print `$block`: it is rendered anew at each "
                "use, so that variables set before serve as arguments. Or write the text out where it is needed."
            ),
            evidence=(
                Evidence("recorded on the service: `#macro` defines nothing", _MACRO),
                Evidence("a user's question", "https://github.com/aws/aws-appsync-community/issues/222"),
            ),
            wrong=TemplateExample('#macro(field $name)"name": "$name"#end{#field("Ann")}', '{#field("Ann")}'),
            message="the service defines no macros: #field(...) prints as it stands",
            right=TemplateExample('#define($field)"name": "$name"#end#set($name = "Ann"){$field}', '{"name": "Ann"}'),
        ),
        Rule(
            id="VTL222",
            name="no-evaluate",
            what="A template has an `#evaluate`.",
            why="The service has no such directive. It prints as it stands, with its argument.",
            instead="Write the text out. A mapping template cannot render a value as a template.",
            evidence=(Evidence("recorded on the service: `#evaluate` does nothing", _MACRO),),
            wrong=TemplateExample("#set($name = 'Ann')#evaluate('Hello $name')", "#evaluate('Hello $name')"),
            message="the service has no #evaluate: it prints as it stands",
            right=TemplateExample("#set($name = 'Ann')Hello $name", "Hello Ann"),
        ),
        Rule(
            id="VTL223",
            name="foreach-without-in",
            what="A `#foreach` has its list right after its variable, without `in` between them.",
            why="The template parses, and the loop runs over nothing: its body never prints.",
            instead="Write `#foreach($item in $list)`.",
            evidence=(Evidence("the engine does so", f"{FIDELITY}#foreach-arguments"),),
            wrong=TemplateExample("#set($ids = [1, 2])#foreach($id $ids)[$id]#end", ""),
            message="expected 'in' after the loop variable, found '$ids': this #foreach runs over nothing",
            right=TemplateExample("#set($ids = [1, 2])#foreach($id in $ids)[$id]#end", "[1][2]"),
        ),
        Rule(
            id="VTL224",
            name="foreach-extra-argument",
            what="A `#foreach` has an argument after its list.",
            why="That argument replaces the body: it prints in each round, and the text up to `#end` does not.",
            instead="Write one list, `#foreach($item in $list)`; loop over a second one inside.",
            evidence=(Evidence("the engine does so", f"{FIDELITY}#foreach-arguments"),),
            wrong=TemplateExample("#set($ids = [1, 2])#foreach($id in $ids $ids)[$id]#end", "[1, 2][1, 2]"),
            message=(
                "an argument after the list takes the place of the loop's body: the text up to #end does not print"
            ),
            right=TemplateExample("#set($ids = [1, 2])#foreach($id in $ids)[$id]#end", "[1][2]"),
        ),
        *SLIPS,
        *NAMES,
    ),
)
