"""The inputs of one template, piece by piece, as `vtl-render --jsonl` gets them. Next: `gateway.templates.render`."""

from __future__ import annotations

from collections.abc import Mapping

from vtlharness.records import Record, field


class Evaluation(Record):
    """The inputs of one template, given piece by piece: no defaults, nothing left out.

    `params` holds up to three maps, `path`, `querystring` and `header`; `variables` are more root variables. All are
    JSON data, and are copied before a template can change them.
    """

    body: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    context: Mapping[str, object] = field(default_factory=dict)
    stage_variables: Mapping[str, object] = field(default_factory=dict)
    variables: Mapping[str, object] = field(default_factory=dict)
