"""`VTL1xx`: what a template prints.

Ids by their second digit: `VTL10x` texts inside JSON strings, `VTL11x` values outside of strings, `VTL12x` what stands
between values, `VTL13x` forms, headers and addresses, `VTL14x` the output as a whole.
"""

from __future__ import annotations

from vtlharness.rules.rule import FIDELITY, Evidence, Family, Rule, TemplateExample

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
    ),
)
