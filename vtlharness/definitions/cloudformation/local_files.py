"""Where the local file is that a template names by an address in S3, as the CDK and packaging tools leave it.

Comes in: a resource, and the name of the property with the address. Goes out: the path of a file, or None. The CDK
names the file in the resource's metadata or in an asset manifest (`*.assets.json`); other tools leave it beside the
template under the last part of its key. Evidence:
docs/fidelity.md#assets.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator

from vtlharness.definitions.cloudformation.template import Resource
from vtlharness.definitions.reading.cursor import Cursor, Scope
from vtlharness.documents.reading import UnreadableFileError
from vtlharness.errors import DefinitionError

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_MANIFESTS = ".assets.json"
_MOST_MANIFESTS = 100


def local_file(resource: Resource, name: str) -> str | None:
    """The path of the file that a resource's property `name` names: by a path, an address, or a bucket with a key."""
    return _local(resource, name, resource.properties, os.path.isfile)


def local_folder(resource: Resource, name: str, properties: Cursor) -> str | None:
    """The path of the folder that the property `name` names in the same ways; `properties` may be merged ones."""
    return _local(resource, name, properties, os.path.isdir)


def _local(resource: Resource, name: str, properties: Cursor, exists: Callable[[str], bool]) -> str | None:
    document, scope = resource.cursor.document, resource.cursor.scope
    text = _address(properties, name)
    if text is not None and not _ADDRESS.match(text) and type(properties.raw(name).value) is str:
        return None if os.path.isabs(text) else os.path.normpath(os.path.join(document.folder, text))
    names = [*_in_metadata(resource, name)]
    if text is not None:
        names.extend(_in_manifests(document.source.name, text, scope))
        names.append(text.rpartition("/")[2].partition("?")[0])
    for found in names:
        path = os.path.normpath(os.path.join(document.folder, found))
        if found and not os.path.isabs(found) and scope.readable.contains(path) and exists(path):
            return path
    return None


def _address(properties: Cursor, name: str) -> str | None:
    """The text of a property, or the key in a bucket that it has; None if neither is known."""
    try:
        location = properties.leniently().get(name)
        if location is not None and type(location.value) is dict:
            location = location.get("Key") or location.get("S3Key")
    except DefinitionError:  # the CDK's first version puts addresses together from parameters
        return None
    return location.value if location is not None and type(location.value) is str else None


def _in_metadata(resource: Resource, named: str) -> Iterator[str]:
    metadata = resource.cursor.value.get("Metadata")
    if type(metadata) is not dict or metadata.get("aws:asset:property", named) not in (named, named[:4]):
        return
    if type(metadata.get("aws:asset:path")) is str:
        yield metadata["aws:asset:path"]


def _in_manifests(template: str, key: str, scope: Scope) -> Iterator[str]:
    """The files in the asset manifests of a template's folder that have a key, those of its own manifest first."""
    folder, name = os.path.split(template)
    own = name.partition(".")[0] + _MANIFESTS
    try:
        listed = sorted(one for one in os.listdir(folder or ".") if one.endswith(_MANIFESTS))
    except OSError:
        return
    for manifest in sorted(listed[:_MOST_MANIFESTS], key=lambda one: one != own):
        path = os.path.join(folder, manifest)
        try:
            data = json.loads(scope.readable.read_bytes(path))
        except (UnreadableFileError, ValueError, RecursionError):
            continue
        scope.files.append(path)
        yield from _paths_with_key(data, key)


def _paths_with_key(manifest: object, key: str) -> Iterator[str]:
    files = manifest.get("files") if type(manifest) is dict else None
    for file in files.values() if type(files) is dict else ():
        source = file.get("source") if type(file) is dict else None
        destinations = file.get("destinations") if type(file) is dict else None
        path = source.get("path") if type(source) is dict else None
        if type(path) is not str or type(destinations) is not dict:
            continue
        for destination in destinations.values():
            name = destination.get("objectKey") if type(destination) is dict else None
            if type(name) is str and name and (key == name or key.endswith(f"/{name}")):
                yield path
                break
