"""The real backends of a run, for the cases with `backend: live`.

Comes in: the file of `--backends`, whether AWS itself may be called, then cases. Goes out: for each case a `LiveCall`,
which calls its real backend once, and the function of its authorizer. Backends are kept for the whole run, because
their processes stay warm, and end with `close`. Imported only by runs with `--live`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from vtlharness.backends.aws_service import check_assumed
from vtlharness.backends.cached_authorizers import CachedAuthorizers
from vtlharness.backends.live import LiveBackend
from vtlharness.backends.reading import backends_beside, read_backends
from vtlharness.backends.settings import BackendSettings, backend_settings
from vtlharness.cases.integration.case import IntegrationCase, RealBackend
from vtlharness.definitions.defined_functions import defined_functions
from vtlharness.documents.misfit import MisfitError
from vtlharness.errors import CaseFileError, VtlHarnessError
from vtlharness.gateway.backend import AuthorizerBackend, Backend
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.model import Authorizer
from vtlharness.limits.deadline import time_stands_still


class LiveBackends:
    """The backends of a run, one for each definition and its settings."""

    def __init__(self, file: str = "", *, allow_aws: bool = False, assume_role: str = "") -> None:
        """`file` holds the backends of all cases; empty: each case has those of its case file or definition.

        `assume_role` is that of `AwsService`, empty for none. Raises VtlHarnessError for a file that cannot be read or
        has a fault, and for a text that is not a role.
        """
        if assume_role:
            check_assumed(assume_role)
        self._assume_role = assume_role
        self._file = file
        self._allow_aws = allow_aws
        self._made: dict[tuple[str, ...], tuple[LiveBackend, CachedAuthorizers]] = {}
        self._process = os.getpid()
        if file:
            read_backends(file, allow_aws=allow_aws)  # a fault shows before the first case

    def call(self, case: IntegrationCase) -> LiveCall:
        """The backend of one run of a live case. Raises VtlHarnessError for a fault in its settings."""
        assert isinstance(case.backend, RealBackend)
        if self._process != os.getpid():  # forked since: the processes of functions belong to the other process
            self._made, self._process = {}, os.getpid()
        given = case.backend
        source = self._file or json.dumps(given.settings, sort_keys=True, default=str)
        options = repr((sorted(given.options.parameters.items()), given.options.stack))
        name = (os.path.realpath(given.definition), os.path.realpath(given.folder), source, options)
        if name not in self._made:
            backend = LiveBackend(self._settings(case, given))
            if self._assume_role:
                backend = backend.assuming(self._assume_role)
            self._made[name] = backend, CachedAuthorizers(backend)
        return LiveCall(case, *self._made[name])

    def close(self) -> None:
        """Ends the processes of all functions."""
        made, self._made = self._made, {}
        if self._process == os.getpid():
            for backend, _ in made.values():
                backend.close()

    def _settings(self, case: IntegrationCase, given: RealBackend) -> BackendSettings:
        readable, allow_aws = case.files.readable, self._allow_aws
        defined = defined_functions(given.definition, given.options, readable)
        if self._file:
            return read_backends(self._file, allow_aws=allow_aws, defined=defined)
        if given.settings is None:
            return backends_beside(given.definition, readable, allow_aws=allow_aws, defined=defined)
        try:
            return backend_settings(_plain(given.settings), given.folder, allow_aws=allow_aws, defined=defined)
        except MisfitError as misfit:
            fault = misfit.inside("backends")
            raise case.positions.error(
                CaseFileError, fault.message, fault.path, at_key=fault.at_key, hint=fault.hint
            ) from None


def _plain(settings: Mapping[str, object]) -> dict[str, object]:
    """The mapping of a case file, where null leaves a key out."""
    return {name: value for name, value in settings.items() if value is not None}


@dataclass
class LiveCall:
    """Calls the backend of a live case once, and its authorizer. A second request gets the same answer.

    The time that they take is not the case's: the integration's timeout limits it.
    """

    case: IntegrationCase
    backend: Backend
    authorizer: AuthorizerBackend
    _answers: dict[str, BackendReply | Exception] = field(default_factory=dict, init=False)

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """The reply. Raises as the backend does, and CaseFileError at the case's `backend` where it has none."""
        return self._once("backend", partial(self.backend, request))

    def call_authorizer(self, request: IntegrationRequest, authorizer: Authorizer, identity: str, /) -> BackendReply:
        """The reply of the authorizer's function. Raises as a call of the backend."""
        return self._once("authorizer", partial(self.authorizer, request, authorizer, identity))

    def _once(self, what: str, call: Callable[[], BackendReply]) -> BackendReply:
        if what not in self._answers:
            try:
                with time_stands_still():
                    self._answers[what] = call()
            except Exception as failure:
                self._answers[what] = self._placed(failure)
        answer = self._answers[what]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _placed(self, failure: Exception) -> Exception:
        """The failure; a fault that has no place stands at the case's `backend`."""
        if not isinstance(failure, VtlHarnessError) or failure.file is not None:
            return failure
        positions, own = self.case.positions, ("cases", self.case.index, "backend")
        place = own if positions.node(own) is not None else ("defaults", "backend")
        return positions.error(CaseFileError, failure.message, place, hint=failure.hint)
