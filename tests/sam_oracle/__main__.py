"""`python -m tests.sam_oracle --record`: writes the expansions of all templates anew, with `aws-sam-translator`."""

from __future__ import annotations

import sys

from tests.sam_oracle.cases import cases
from tests.sam_oracle.recorded import record

if sys.argv[1:] != ["--record"]:
    raise SystemExit(__doc__)
print(f"{record(cases())} expansions")
