"""`AWS::Include`, the one transform that brings a local file into a definition."""

from __future__ import annotations

from vtlharness.definitions.reading.cursor import Cursor


def included_document(argument: Cursor) -> Cursor:
    """The root of the file that a transform includes. Raises DefinitionError for any other transform."""
    transform = argument.mapping()
    name = transform.need("Name", of="Fn::Transform")
    if name.text() != "AWS::Include":
        raise name.error(
            f"the transform `{name.text()}` runs on the service and cannot be read here",
            hint="only AWS::Include of a local file is read",
        )
    parameters = transform.need("Parameters", of="AWS::Include").mapping()
    location = parameters.need("Location", of="AWS::Include")
    return location.named_document("the included file", last_key_counts=True)
