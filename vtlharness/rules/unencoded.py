"""Rules of the family `VTL1` that `vtl-lint` alone finds: forms, headers and addresses."""

from __future__ import annotations

from vtlharness.rules.rule import FIDELITY, Evidence, LintExample, Rule

_OVERRIDES = Evidence("overrides in a whole call", f"{FIDELITY}#overrides-in-a-whole-call")

UNENCODED = (
    Rule(
        id="VTL132",
        name="not-encoded-in-form",
        what="A value that a client or a backend controls prints into a form (`a=1&b=2`) as it is.",
        why="Who sends a text with `&` in it writes further fields into the form. A blank or a `%` changes the text.",
        instead="Encode the value: `$util.urlEncode($x)`. It takes texts only; quotes make a text of a number.",
        evidence=(Evidence("$util", f"{FIDELITY}#util"),),
        wrong=LintExample("Action=SendMessage&MessageBody=$input.body"),
        message=("$input.body comes from the client or the backend and is not encoded for this form"),
        right=LintExample("Action=SendMessage&MessageBody=$util.urlEncode($input.body)"),
    ),
    Rule(
        id="VTL133",
        name="not-encoded-in-header-or-address",
        what=(
            "A template sets a header, or a part of the path or the query string, to a value that a client controls, "
            "and nothing checks or encodes it."
        ),
        why="Who sends a text with a line end, `?`, `#` or `&` in it may write into the request around it.",
        instead=(
            'Encode a part of an address: `$util.urlEncode($x)`. Check a header, `#if($x.matches("[a-z]+"))`, or '
            "replace its line ends."
        ),
        evidence=(_OVERRIDES,),
        wrong=LintExample("#set($context.requestOverride.path.id = $input.params('id')){}"),
        message="$input.params('id') comes from the client and goes into the address without encoding",
        right=LintExample("#set($context.requestOverride.path.id = $util.urlEncode($input.params('id'))){}"),
    ),
)
"""Rules of the family `VTL1` about forms, headers and addresses."""
