"""`VTL3xx`: traps of the engine: of JSONPath, of its limits, of Java.

Ids by their second digit: `VTL30x` JSONPath, `VTL31x` limits, `VTL32x` Java's methods, `VTL33x` regular expressions,
`VTL34x` syntax.
"""

from __future__ import annotations

from vtlharness.rules.rule import FIDELITY, Evidence, Family, Rule, TemplateExample
from vtlharness.rules.syntax import SYNTAX

_JSONPATH = f"{FIDELITY}#jsonpath"
_ITEMS = '{"items": [{"id": 1, "new": true}, {"id": 2}]}'

ENGINE = Family(
    "VTL3",
    "Traps of the engine",
    "The engine reads something differently from what the author means, or may do so on the service.",
    (
        Rule(
            id="VTL301",
            name="path-of-newer-jsonpath",
            what=(
                "A template uses a path that Jayway JsonPath 2.0 reads differently from 2.9: a negative index, a "
                "function, a key or a text in double quotes, `!`, `in` and other newer operators, parentheses in a "
                "filter, several keys before the end, and the like."
            ),
            why=(
                "The service uses Jayway JsonPath, but nobody outside knows in which version, and no recording shows "
                "how it reads such a path. Here 2.9 answers; 2.0 would refuse the path or find something else."
            ),
            instead="Read a path of keys and indexes that count from the beginning, and do the rest in Velocity.",
            evidence=(Evidence("what is recorded, and what nobody knows", _JSONPATH),),
            wrong=TemplateExample("$input.path('$.ids[-1]')", "3", '{"ids": [1, 2, 3]}'),
            message="no recording shows how the service reads [-1]: Jayway JsonPath 2.0 finds nothing there",
            right=TemplateExample(
                "#set($ids = $input.path('$.ids'))#set($last = $ids.size() - 1)$ids.get($last)",
                "3",
                '{"ids": [1, 2, 3]}',
            ),
        ),
        Rule(
            id="VTL302",
            name="index-behind-filter",
            what="In a path, an index or a slice stands right after a filter: `$.items[?(@.new)][0]`.",
            why=(
                "The index is not taken from the list of items that the filter finds, but from each of these items. "
                "Where the items are objects, the path finds nothing."
            ),
            instead="Read the path up to the filter, and take the item in the template.",
            evidence=(
                Evidence("the engine does so", _JSONPATH),
                Evidence("Jayway's author on it", "https://github.com/json-path/JsonPath/issues/272"),
            ),
            wrong=TemplateExample("$input.path('$.items[?(@.new)][0]')", "[]", _ITEMS),
            message=(
                "an index right after a filter is taken from each item that the filter finds, not from the list of them"
            ),
            right=TemplateExample("#set($found = $input.path('$.items[?(@.new)]'))$found[0].id", "1", _ITEMS),
        ),
        Rule(
            id="VTL303",
            name="path-end-not-read",
            what="A path has one character too many after a bracket.",
            why="The engine ignores that character without an error: `$.items[0]x` is `$.items[0]`.",
            instead="Delete it. A key after a bracket needs a dot or brackets of its own: `$.items[0].x`.",
            evidence=(Evidence("the engine does so", _JSONPATH),),
            wrong=TemplateExample("$input.path('$.ids[0]]')", "1", '{"ids": [1, 2, 3]}'),
            message="the path is read without its last character, ]",
            right=TemplateExample("$input.path('$.ids[0]')", "1", '{"ids": [1, 2, 3]}'),
        ),
        Rule(
            id="VTL304",
            name="filter-without-blanks",
            what="In a filter, `&&` or `||` stands right after a key: `?(@.id||@.code)`.",
            why="The engine takes the operator and the text after it as part of the key, and finds no such key.",
            instead="Write a blank before and after `&&` and `||`.",
            evidence=(Evidence("the engine does so", _JSONPATH),),
            wrong=TemplateExample("$input.path('$.items[?(@.new||@.old)]').size()", "0", _ITEMS),
            message="new||@ is read as one key, because && and || in a filter need a blank before them",
            right=TemplateExample("$input.path('$.items[?(@.new || @.old)]').size()", "1", _ITEMS),
        ),
        Rule(
            id="VTL311",
            name="too-many-rounds",
            what="A `#foreach` runs over more than 1000 items.",
            why=(
                "The service has a quota of 1000 rounds, which can't be raised. Nobody has published what happens at "
                "the 1001st item. Here the loop stops without an error, as the engine does when it is told to, and the "
                "rest of the list is missing from the output."
            ),
            instead=(
                "Ask the backend for pages of at most 1000 items. Print a whole list with `$input.json`, which needs "
                "no loop. Let the backend build the parts that need one."
            ),
            evidence=(
                Evidence(
                    "the quota",
                    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html",
                ),
                Evidence("what we decided", f"{FIDELITY}#foreach-quota"),
            ),
            wrong=TemplateExample("#foreach($number in [1..1001])#set($last = $number)#end$last", "1000"),
            message="a #foreach runs at most 1000 rounds on the service: it leaves out the rest of the list",
            right=TemplateExample("#foreach($number in [1..1000])#set($last = $number)#end$last", "1000"),
        ),
        *SYNTAX,
    ),
)
