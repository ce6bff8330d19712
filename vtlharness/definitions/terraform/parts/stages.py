"""The stages of one API: `aws_api_gateway_stage`, and what a deployment makes up to version 5 of the provider.

Comes in: a file, an API, and the stage that the user names. Goes out: that stage, else the first.
"""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.definitions.functions.sample_values import placeholder
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.wrong_option import WrongOptionError
from vtlharness.definitions.terraform.reading.links import Target
from vtlharness.definitions.terraform.reading.resources import Resource
from vtlharness.definitions.terraform.reading.terraform_file import TerraformFile
from vtlharness.gateway.model import CanarySettings, Stage
from vtlharness.nearest import nearest_hint


def stage_of_api(file: TerraformFile, api: Target, wanted: str | None) -> Stage:
    """The named stage of an API, or its first one; the default stage if it has none.

    A stage whose name is known only after apply is taken for the one that is named, if it is the only one.

    Raises WrongOptionError for a name that no stage has.
    """
    stages: dict[str, Resource] = {}
    unnamed: list[Resource] = []
    for name, resource in _stages(file, api):
        if name == placeholder(f"{resource.address}.stage_name"):
            unnamed.append(resource)
        stages.setdefault(name, resource)
    if not stages:
        return Stage() if wanted is None else Stage(stage_name=wanted)
    if wanted is None:
        name = next(iter(stages))
        return _stage(file, name, stages[name])
    if wanted in stages:
        return _stage(file, wanted, stages[wanted])
    if len(unnamed) == 1:
        return _stage(file, wanted, unnamed[0])
    raise WrongOptionError(
        file.root.error(f"the API has no stage `{wanted}`", hint=nearest_hint(wanted, stages)), "stage"
    )


def _stages(file: TerraformFile, api: Target) -> Iterator[tuple[str, Resource]]:
    """The names and resources of all stages; of a deployment only where it names one."""
    for kind in ("stage", "deployment"):
        for resource in file.belonging(kind, api):
            name = _name(file, resource)
            if name is not None:
                yield name.text(), resource


def _name(file: TerraformFile, resource: Resource) -> Cursor | None:
    return file.arguments.text(resource, "stage_name")


def _stage(file: TerraformFile, name: str, resource: Resource) -> Stage:
    variables = file.arguments.collection(resource, "variables")
    canaries = file.arguments.blocks(resource, "canary_settings", "percent_traffic", "stage_variable_overrides")
    logs = file.arguments.blocks(resource, "access_log_settings", "format")
    return Stage(
        name,
        {} if variables is None else variables.texts(),
        next((_canary(block) for block in canaries), None),
        next((block.text_at("format") for block in logs), None) or None,
    )


def _canary(block: Cursor) -> CanarySettings:
    percent = block.get("percent_traffic")
    overrides = block.get("stage_variable_overrides")
    return CanarySettings(
        percent_traffic=0.0 if percent is None else percent.number(),
        stage_variable_overrides={} if overrides is None else overrides.texts(),
    )
