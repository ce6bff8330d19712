"""`VTL1xx`: what a template prints.

Ids by their second digit: `VTL10x` texts inside JSON strings, `VTL11x` values outside of strings, `VTL12x` what stands
between values, `VTL13x` forms, headers and addresses, `VTL14x` the output as a whole.
"""

from __future__ import annotations

from vtlharness.rules.rule import FIDELITY, CaseExample, Evidence, Family, Rule, TemplateExample

_CASING = """\
inline: tenant=$util.urlEncode($input.params('%s'))
cases:
  - name: the client's tenant
    methodRequest: {headers: {x-tenant: acme}}
    expect:
      output: tenant=%s
"""

OUTPUT = Family(
    "VTL1",
    "Output",
    "A template prints something that its reader, a backend or a client, cannot read.",
    (
        Rule(
            id="VTL111",
            name="java-map-in-json",
            what="A reference prints a map that is not empty, in a template that begins as JSON does, with `{` or `[`.",
            why=(
                "An object of the payload is a Java map, and prints as Java prints it: `{id=4, name=Ann}`, without "
                "quotes and with `=` for `:`. That is not JSON. The service sends it without an error, so the "
                "backend or the client is the first to notice. A list hides the fault, because it prints as JSON."
            ),
            instead=(
                "Print a part of the payload with `$input.json('$.path')`, which writes JSON. Print a map that the "
                "template made itself field by field."
            ),
            evidence=(
                Evidence("recorded on the service: a map prints as Java does", f"{FIDELITY}#text-of-maps"),
                Evidence("a user who met it", "https://github.com/dherault/serverless-offline/issues/141"),
            ),
            wrong=TemplateExample(
                "{\"customer\": $input.path('$.customer')}",
                '{"customer": {id=4, name=Ann}}',
                '{"customer": {"id": 4, "name": "Ann"}}',
            ),
            message="$input.path('$.customer') prints a map as Java does, {k=v}, which is not JSON",
            right=TemplateExample(
                "{\"customer\": $input.json('$.customer')}",
                '{"customer": {"id":4,"name":"Ann"}}',
                '{"customer": {"id": 4, "name": "Ann"}}',
            ),
        ),
        Rule(
            id="VTL131",
            name="header-in-another-casing",
            what="A template reads a header by a name that the client sends in another casing.",
            why=(
                "The names in `$input.params` count in their own casing, those of headers too. The lookup gives an "
                "empty text, although the header is there."
            ),
            instead=(
                "Write the name in the casing in which clients send it. Where they differ, loop over "
                "`$input.params().header.keySet()` and compare `$name.toLowerCase()`."
            ),
            evidence=(Evidence("what we decided, and a simulator too", f"{FIDELITY}#mapping-sources"),),
            wrong=CaseExample(_CASING % ("X-Tenant", "")),
            message=(
                "$input.params('X-Tenant') finds nothing: the client sends this header as x-tenant, and its casing "
                "counts"
            ),
            right=CaseExample(_CASING % ("x-tenant", "acme")),
        ),
        Rule(
            id="VTL142",
            name="byte-order-mark",
            what="A template begins with a byte order mark, as some editors write it.",
            why=(
                "The mark is a character like any other, and begins the output. A backend or a client that reads JSON "
                "refuses it, and no editor shows it."
            ),
            instead="Save the template as UTF-8 without a byte order mark.",
            evidence=(
                Evidence("whitespace and characters are kept as they stand", f"{FIDELITY}#white-space-and-comments"),
            ),
            wrong=TemplateExample('\ufeff{"id": 4}', '\ufeff{"id": 4}'),
            message="the template begins with a byte order mark (U+FEFF), and so does its output",
            right=TemplateExample('{"id": 4}', '{"id": 4}'),
        ),
    ),
)
