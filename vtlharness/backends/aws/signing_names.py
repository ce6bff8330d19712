"""The name by which a signature knows a service, `ses` for `email` for example, as botocore's data has it."""

from __future__ import annotations

from functools import lru_cache

from vtlharness.backends.aws.botocore_session import botocore_session, service_metadata


@lru_cache(maxsize=256)
def signing_name(service: str) -> str:
    """The signing name of a service, named as in the ARN of an integration, its subdomain included."""
    for name in (service, service.rpartition(".")[2]):
        found = _of_endpoints().get(name) or _of_model(name)
        if found:
            return found
    return service.rpartition(".")[2]


@lru_cache(maxsize=1)
def _of_endpoints() -> dict[str, str]:
    """The names that botocore's list of endpoints has: by far not all services stand there."""
    endpoints = botocore_session().get_component("data_loader").load_data("endpoints")
    names: dict[str, str] = {}
    for partition in endpoints["partitions"]:
        for service, data in partition["services"].items():
            for settings in (data.get("defaults", {}), *data.get("endpoints", {}).values()):
                name = settings.get("credentialScope", {}).get("service")
                if name:
                    names.setdefault(service, name)
    return names


def _of_model(service: str) -> str | None:
    """The name that botocore's description of a service has; None where it describes none of this name."""
    metadata = service_metadata(service)
    return None if metadata is None else metadata.get("signingName") or metadata["endpointPrefix"]
