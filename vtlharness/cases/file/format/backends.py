"""The keys of `backends` in a case file, as rows of the table: where `backend: live` finds functions, AWS and HTTP."""

from __future__ import annotations

from vtlharness.cases.file.format.sections import Key, NamesOf, Section
from vtlharness.cases.file.format.value_kinds import SCALAR, TEXT, mapping_of, seconds

MOST_SECONDS = 900
"""The longest timeout of a Lambda function."""

FUNCTION = Section(
    "function",
    "A function that runs on this computer, in a process of its own.",
    Key(
        "handler",
        TEXT,
        "The handler, below the folder of the case file; the definition's when left out.",
        examples=("src/orders/app.handler",),
    ),
    Key("runtime", TEXT, "The runtime; the file of the handler tells it when left out.", examples=("python3.12",)),
    Key("timeout", seconds(MOST_SECONDS), "The seconds after which Lambda ends an invocation; 3 when left out."),
    Key("environment", mapping_of(SCALAR, text=True), "The environment variables; yours are not added."),
    title="a function",
)
AWS = Section(
    "aws",
    "Where requests to AWS services go. Without it, a live case that calls a service is refused, unless the run has "
    "`--allow-aws`.",
    Key(
        "endpoint",
        TEXT,
        "The address of what stands in for AWS. AWS itself when left out, only with `--allow-aws`.",
        examples=("http://127.0.0.1:5000",),
    ),
    Key("region", TEXT, "The region, instead of the integration's."),
    Key("profile", TEXT, "The profile whose credentials sign the requests."),
    nulls=True,
)
BACKENDS = Section(
    "backends",
    "Where the cases with `backend: live` find their backends. A file of `--backends` replaces it; without both, "
    "`backends.yaml` beside the definition counts.",
    Key(
        "functions",
        NamesOf(FUNCTION, "the address of Lambda's Invoke API"),
        "Lambda functions, by their logical ids or the names in their ARNs. Those that the definition has with their "
        "code need no entry.",
        examples=({"Orders": {"handler": "src/orders/app.handler"}, "Legacy": "http://127.0.0.1:9001"},),
    ),
    Key("aws", AWS),
    Key(
        "http",
        mapping_of(TEXT),
        "Addresses of HTTP backends, each with the address that is called instead.",
        examples=({"https://warehouse.example.com": "http://127.0.0.1:9100"},),
    ),
    nulls=True,
)
