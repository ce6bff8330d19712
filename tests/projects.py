"""Small projects: files by their names, for the commands and the plugin to work on."""

from __future__ import annotations

TEMPLATE = """{"id": $input.json('$.id')}"""

PUT = """\
template: put.vtl
cases:
  - name: keeps the id
    methodRequest: {body: {id: 7}}
    expect: {output: {id: 7}}
  - name: keeps text
    methodRequest: {body: {id: "a"}}
    expect: {output: {id: "a"}}
"""

WRONG = """\
template: put.vtl
cases:
  - name: first is wrong
    methodRequest: {body: {id: 7}}
    expect: {output: {id: 8}}   # a comment that stays
  - name: second is right
    methodRequest: {body: {id: 7}}
    expect: {output: {id: 7}}
  - name: third is wrong
    methodRequest: {body: {id: 9}}
    expect: {output: '{"id": 10}'}
"""

BROKEN = """\
template: put.vtl
cases:
  - name: misspelt
    metodRequest: {}
"""

PASSING = {"put.vtl": TEMPLATE, "put.vtl.yaml": PUT}
FAILING = {"put.vtl": TEMPLATE, "wrong.vtl.yaml": WRONG}
ALL = {**PASSING, **FAILING}


def many(files: int, cases: int = 3) -> dict[str, str]:
    """A project of many case files; in every seventh one the first case fails."""
    project = {"put.vtl": TEMPLATE}
    for number in range(files):
        lines = ["template: put.vtl", "cases:"]
        for case in range(cases):
            wanted = "no" if number % 7 == 0 and case == 0 else f"{number}-{case}"
            lines += [
                f"  - name: case {case}",
                f"    methodRequest: {{body: {{id: {number}-{case}}}}}",
                f"    expect: {{output: {{id: {wanted}}}}}",
            ]
        project[f"file{number:03}.vtl.yaml"] = "\n".join(lines) + "\n"
    return project
