"""Hypothesis strategies for property tests of an API: `requests(api, "POST /orders")`.

Needs Hypothesis (`pip install vtlharness[hypothesis]`). Nothing else of the package imports it.
"""

from importlib.util import find_spec

if find_spec("hypothesis") is None:
    raise ImportError("vtlharness.strategies needs Hypothesis: pip install vtlharness[hypothesis]", name="hypothesis")

from vtlharness.strategies.method_requests import requests

__all__ = ["requests"]
