"""A run in which everything that a record can hold comes up, for the tests of reports."""

from __future__ import annotations

from pathlib import Path

from tests.cases.integration.apis import DEFAULTS, FILES
from vtlharness import CaseRecord, run_cases

TEMPLATES = """\
template: a.vtl
cases:
- {name: passes, methodRequest: {body: {a: 1}}, expect: {output: {a: 1}}}
- {name: data, methodRequest: {body: {a: [1]}}, expect: {output: {a: "1", b: null}}}
- {name: order, compare: {ignore_order: true}, methodRequest: {body: {a: [1, 1]}}, expect: {output: {a: [1]}}}
- {name: text, methodRequest: {body: {a: 1}}, expect: {output: "{\\"a\\": 2}"}}
- {name: no expected file, expect: {output: {file: nowhere.json}}}
- {name: render failed, methodRequest: {body: "{a"}, expect: {output: x}}
- {name: another message, methodRequest: {body: "{a"}, expect: {error: other}}
- {name: render succeeded, methodRequest: {body: {a: 1}}, expect: {error: broke}}
- {name: "odd \\u202e <&>\\"' ü", methodRequest: {body: {a: "\\a"}}, expect: {output: {a: ""}}}
"""
NOT_JSON = """\
inline: '{"a": $input.path("$.a")}'
cases: [{name: n, methodRequest: {body: "{}"}, expect: {output: {a: 1}}}]
"""
WARNING = "inline: $input.path('$.a[-1]')\ncases: [{name: w, methodRequest: {body: {a: [1]}}, expect: {output: '1'}}]\n"
STRICT = "inline: '#if($a)a#end'\nstrict: true\ncases: [{name: f, expect: {output: a}}]\n"
HOSTILE = """\
inline: '{"a": "$input.path("$.a")"}'
cases: [{name: h, methodRequest: {body: {a: x}}, expect: {output: {a: x}}}]
"""
CALLS = (
    DEFAULTS
    + """\
- {name: passes, expect: {response: {statusCode: 200}}}
- {name: gateway answer, methodRequest: {path: /nowhere}, expect: {gatewayResponse: null}}
- {name: no template, methodRequest: {httpMethod: DELETE}, expect: {response: {statusCode: 204}}}
- {name: wrong, expect: {response: {statusCode: 201, body: {status: open}}}}
"""
)
PROJECT = {
    **FILES,
    "a.vtl": '{"a": $input.json("$.a")}\n',
    "templates.vtl.yaml": TEMPLATES,
    "not-json.vtl.yaml": NOT_JSON,
    "warning.vtl.yaml": WARNING,
    "strict.vtl.yaml": STRICT,
    "hostile.vtl.yaml": HOSTILE,
    "calls.vtl.yaml": CALLS,
    "json.vtl.json": '{"inline": "a", "cases": [\n{"name": "j", "expect": {"output": "a"}}]}',
    "broken.vtl.yaml": "template: a.vtl\ncases:\n  - name: misspelt\n    metodRequest: {}\n",
}


def write(folder: Path) -> None:
    """The project's files."""
    for name, text in PROJECT.items():
        (folder / name).write_text(text, encoding="utf-8")


def records(**options: int) -> dict[str, CaseRecord]:
    """The records of the project in the current folder, by their ids; hostile input fails one case."""
    return {record.id: record for record in run_cases(".", cache=False, hostile=True, **options)}  # type: ignore[arg-type]
