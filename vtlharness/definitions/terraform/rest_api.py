"""One API of a plan or a state: its body, its settings, and the resources around it.

Comes in: a file and the API. Goes out: a `RestApi` with its stage. The order is Terraform's: the body is imported, the
arguments of `aws_api_gateway_rest_api` win over it, separate resources are applied over both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.openapi import rest_api
from vtlharness.definitions.parts.api_settings import DEFAULT_ENDPOINT_TYPE, api_key_source, endpoint_type
from vtlharness.definitions.parts.gateway_responses import gateway_response, response_type
from vtlharness.definitions.parts.minimum_compression import minimum_compression_size
from vtlharness.definitions.parts.models import OWN_MODELS, Models
from vtlharness.definitions.parts.schema_checking import check_models
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.document import Document, parsed_document
from vtlharness.definitions.source import BASE_PATHS
from vtlharness.definitions.terraform.parts.access import api_keys, usage_plan_stages
from vtlharness.definitions.terraform.parts.methods import Methods
from vtlharness.definitions.terraform.parts.stages import stage_of_api
from vtlharness.definitions.terraform.reading.assembled import mapping_of
from vtlharness.definitions.terraform.reading.json_text import TextInJson
from vtlharness.definitions.terraform.reading.links import Target
from vtlharness.definitions.terraform.reading.places import GIVE
from vtlharness.definitions.terraform.reading.resources import Resource
from vtlharness.definitions.terraform.reading.terraform_file import TerraformFile
from vtlharness.documents.json.source import read_json
from vtlharness.errors import DefinitionError
from vtlharness.gateway.model import EndpointType, GatewayResponse, RestApi
from vtlharness.limits.budget import made

_ENDPOINT_TYPE = "endpointConfigurationTypes"
"""The parameter of an import that names the endpoint's type."""

_GATEWAY_RESPONSE = {"response_parameters": "responseParameters", "response_templates": "responseTemplates"}


def api_of(file: TerraformFile, api: Target, stage: str | None) -> RestApi:
    """The API with its stage. Raises DefinitionError, and WrongOptionError for a stage that it does not have."""
    found = RestApi()
    if isinstance(api, Resource):
        found = _with_settings(file, api, _body(file, api))
    schemas = dict(_schemas(file, api))
    models = Models(schemas, own_documents=True)
    known = (*OWN_MODELS, *found.models, *schemas)
    found = replace(
        found,
        methods=Methods(file, api, known).over(found.methods),
        models={**found.models, **models.data()},
        gateway_responses={**found.gateway_responses, **dict(_gateway_responses(file, api))},
        stage=stage_of_api(file, api, stage),
        api_keys=api_keys(file, api),
        usage_plan_stages=usage_plan_stages(file, api),
    )
    check_models(found, models.schemas)
    return found


# The API's own arguments


def _with_settings(file: TerraformFile, api: Resource, body: RestApi) -> RestApi:
    """The API of a body with the arguments that win over it."""
    name = file.arguments.text(api, "name", matters=False)
    binary = file.arguments.collection(api, "binary_media_types")
    own_id = api.values.value.get("id")
    compression = file.arguments.needed(api, "minimum_compression_size")
    least = None if compression is None or compression.value in (-1, "-1") else minimum_compression_size(compression)
    return replace(
        body,
        name=body.name if name is None else name.text(),
        id=own_id if type(own_id) is str and own_id else body.id,
        binary_media_types=(
            body.binary_media_types
            if binary is None
            else tuple(dict.fromkeys(item.text().replace("~1", "/") for item in binary.elements()))
        ),
        minimum_compression_size=body.minimum_compression_size if least is None else least,
        endpoint_type=_endpoint_type(file, api, body),
        api_key_source=api_key_source(file.arguments.needed(api, "api_key_source")) or body.api_key_source,
    )


def _endpoint_type(file: TerraformFile, api: Resource, body: RestApi) -> EndpointType | None:
    """The type that the API names, else its import's parameter; None where it is not known."""
    for block in file.arguments.blocks(api, "endpoint_configuration", "types"):
        named = endpoint_type(block)
        if named is not None:
            return named
    if api.is_data or file.arguments.hidden(api, "endpoint_configuration") is not None:
        return None
    parameters = file.arguments.collection(api, "parameters", counting=(_ENDPOINT_TYPE,))
    imported = None if parameters is None else endpoint_type(parameters.mapping().get(_ENDPOINT_TYPE))
    return imported or body.endpoint_type or DEFAULT_ENDPOINT_TYPE


# The body


def _body(file: TerraformFile, api: Resource) -> RestApi:
    """The API of the body: that of `aws_api_gateway_rest_api_put` replaces that of the API itself."""
    owner = api
    for put in file.belonging("rest_api_put", api):
        if owner is not api:
            raise put.values.error(f"the body of `{api.address}` is put twice, also by `{owner.address}`")
        owner = put
    text = _body_text(file, owner)
    if text is None and owner is not api:
        owner = api
        text = _body_text(file, owner)
    if text is None:
        return RestApi()
    parameters = file.arguments.collection(owner, "parameters", counting=("basepath",))
    chosen = None if parameters is None else parameters.mapping().text_at("basepath")
    document = _document(file, text)
    scope = Resolver(document, {}, file.resolver.files, file.resolver.readable)
    scope.findings = file.resolver.findings
    root = scope.root
    root.check_keys(last_key_counts=False)
    if type(root.value) is not dict:
        raise text.error(f"the body of `{owner.address}` is not an OpenAPI document")
    return rest_api(root, base_path=next((one for one in BASE_PATHS if one == chosen), "ignore"))


def _body_text(file: TerraformFile, owner: Resource) -> Cursor | None:
    place = f"{owner.address}.body"
    sensitive = file.arguments.hidden(owner, "body")
    if sensitive is None or file.places.given(place) is not None:
        found = file.arguments.text(owner, "body")
        if found is not None:
            made(_whole(found))
        return found
    if sensitive:
        message, hint = f"`{place}` is sensitive, so it is not read", "mark it `nonsensitive` if it holds no secret"
    else:
        message = f"`{place}` is known only after apply: one part of it is, such as the ARN of a new function"
        hint = "apply it once and name the state, or name the OpenAPI file itself"
    raise owner.values.error(message, hint=f"{hint}, or {GIVE.format(place)}")


def _whole(text: Cursor) -> str:
    """The text, if it can be written. Raises DefinitionError for half a character, such as the escape `\\ud800`."""
    written = text.text()
    try:
        written.encode()
    except UnicodeEncodeError:
        raise text.error("this text has half of a character: a surrogate without its other half") from None
    return written


def _document(file: TerraformFile, text: Cursor) -> Document:
    """The document of a body, without the offsets of its texts: they count in the text, not in the file."""
    found = parsed_document(TextInJson(text.text().removeprefix("\ufeff"), file.document, text.path))
    return Document(found.source, found.data, json=found.positions.json, repeated=found.repeated)


# The resources around it


def _schemas(file: TerraformFile, api: Target) -> Iterator[tuple[str, Cursor]]:
    for resource in file.belonging("model", api):
        name = file.arguments.needed(resource, "name")
        if name is None:
            raise resource.values.error(f"`{resource.address}` has no `name`")
        schema = file.arguments.needed(resource, "schema")
        if schema is not None:
            source = TextInJson(schema.text(), file.document, schema.path)
            try:
                data = read_json(source, DefinitionError)
            except DefinitionError as error:
                error.message = f"the schema of `{resource.address}` is not JSON: {error.message}"
                raise
            document = Document(source, data, json=True)
            yield name.text(), Cursor(document, data, (), file.root.scope)


def _gateway_responses(file: TerraformFile, api: Target) -> Iterator[tuple[str, GatewayResponse]]:
    for resource in file.belonging("gateway_response", api):
        at = file.arguments.needed(resource, "response_type")
        if at is None:
            raise resource.values.error(f"`{resource.address}` has no `response_type`")
        given = {}
        status = file.arguments.needed(resource, "status_code")
        if status is not None:
            given["statusCode"] = status
        for name, key in _GATEWAY_RESPONSE.items():
            found = file.arguments.collection(resource, name)
            if found is not None:
                given[key] = found
        kind = response_type(at)
        yield kind, gateway_response(mapping_of(resource.values, given), kind)
