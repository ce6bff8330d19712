"""The answer of a backend."""

from __future__ import annotations

from vtlharness.gateway.codecs.text_values import check_body
from vtlharness.gateway.method_request import ParameterValues
from vtlharness.records import Record, field


class BackendReply(Record):
    """The answer of the backend; a MOCK integration answers without a body (docs/fidelity.md#mock-answer).

    A given `raw_body` replaces `body`. The header `X-Amz-Function-Error` says that a Lambda function failed, and that
    the body is its error. `notes` say in the log what a real backend was sent otherwise than to AWS. `function_output`
    has the lines that a function of this computer printed during the call, on stdout and stderr, bounded in size.
    """

    status_code: int = 200
    headers: ParameterValues = field(default_factory=dict)
    body: str | None = None
    raw_body: bytes | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)
    function_output: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raises TypeError for a body that is not a text."""
        check_body(self.body)
