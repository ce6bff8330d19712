"""Every way in which a definition can be wrong, as whole messages."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

from pathlib import Path

import pytest

from tests.definitions.definitions import integration, message, operation, shown, write
from vtlharness.definitions import load_definition
from vtlharness.errors import DefinitionError

LAMBDA_HINT = "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations"
ARN_HINT = "arn:aws:apigateway:{region}:{service}:action/{name} or arn:aws:apigateway:{region}:{service}:path/{path}"
NOT_PROXY = "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."
HTTP_API = "HTTP APIs (version 2) have no mapping templates"
HTTP_API_HINT = "a REST API has them: `type: REST` in the console, AWS::ApiGateway::RestApi, AWS::Serverless::Api"
KINDS = "name a file of one of these kinds: OpenAPI, Swagger, CloudFormation, SAM, Terraform (what `terraform show -json` prints), the output of `aws apigateway get-integration`"

# the integration's lines from line 6 on, the line that is wrong, where in it, the sentence, the hint
INTEGRATIONS = [
    ("type: awsproxy", 6, "awsproxy", "`awsproxy` is not an integration type", "did you mean `AWS_PROXY`?"),
    ("uri: x", 6, "u", "this integration has no `type`", "write one of MOCK, HTTP, HTTP_PROXY, AWS, AWS_PROXY"),
    ("type: [mock]", 6, "[", "`type` must be text, but this is a list", None),
    ("type: http\nuri: https://x", 6, "t", "an integration of type HTTP has no `httpMethod`: Enumeration value for HttpMethod must be non-empty", "write the verb for the backend: `POST` for Lambda and for service actions"),
    ("type: http\nhttpMethod: GETT\nuri: https://x", 7, "GETT", "`GETT` is not an HTTP method", "did you mean `GET`?"),
    ("type: http\nhttpMethod: GET", 6, "t", "an integration of type HTTP has no `uri`", None),
    ("type: http\nhttpMethod: GET\nuri: example.com", 8, "example.com", "Invalid HTTP endpoint specified for URI", "begin it with http:// or https://"),
    ("type: aws\nhttpMethod: POST\nuri: arn:aws:lambda:us-east-1:1:function:f", 8, "arn:aws:lambda:us-east-1:1:function:f", "AWS ARN for integration must contain path or action", LAMBDA_HINT),
    ("type: aws\nhttpMethod: POST\nuri: arn:aws:apigateway:us-east-1:sqs:action/", 8, "arn:aws:apigateway:us-east-1:sqs:action/", "AWS ARN for integration must contain path or action", ARN_HINT),
    ("type: aws\nhttpMethod: POST\nuri: dynamodb:action/Query", 8, "dynamodb:action/Query", "Invalid ARN specified in the request", ARN_HINT),
    ("type: aws_proxy\nhttpMethod: POST\nuri: arn:aws:apigateway:us-east-1:s3:path/b", 8, "arn:aws:apigateway:us-east-1:s3:path/b", NOT_PROXY, LAMBDA_HINT),
    ("type: mock\nType: mock", 7, "Type", "`Type` is given twice, in two spellings", None),
    ("type: mock\npassthroughBehavior: nevr", 7, "nevr", "`nevr` is not a passthrough behavior", "did you mean `NEVER`?"),
    ("type: mock\ncontentHandling: CONVERT", 7, "CONVERT", "`CONVERT` is not a content handling", "did you mean `CONVERT_TO_TEXT`?"),
    ("type: mock\ntimeoutInMillis: soon", 7, "soon", "`timeoutInMillis` must be a whole number, but this is the text 'soon'", None),
    ("type: mock\ntimeoutInMillis: 49", 7, "49", "Timeout should be between 50 ms and 29000 ms", None),
    ("type: mock\nconnectionType: VPC", 7, "VPC", "`VPC` is not a connection type", "did you mean `VPC_LINK`?"),
    ("type: mock\nrequestTemplates: [a]", 7, "[", "`requestTemplates` must be a mapping, but this is a list", None),
    ("type: mock\nrequestTemplates: {a/b: 1}", 7, "1", "`a/b` must be text, but this is the number 1", "put it in quotes"),
    ("type: mock\nrequestTemplates: {a/b: {c: 1}}", 7, "{c", "a template must be text or `{file: path}`", "put a template that begins with a brace in quotes"),
    ("type: mock\nrequestTemplates: {a/b: {file: put.vtl}}", 7, "put.vtl", "the template file 'put.vtl' does not exist", "paths are relative to the definition"),
    ("type: mock\nrequestTemplates: {a/b: {file: 'https://x/put.vtl'}}", 7, "'https://x/put.vtl'", "the template file 'https://x/put.vtl' is an address, but only local files are read", "name a local copy"),
    ("type: mock\nrequestTemplates: {a/b: {file: /etc/passwd}}", 7, "/etc/passwd", "the template file '/etc/passwd' is an absolute path", "name it relative to the definition"),
    ("type: mock\nrequestTemplates: {a/b: {file: .}}", 7, ".", "the template file '.' is a folder", None),
    ("type: mock\nresponses: {default: {}}", 7, "{}", "this response has no `statusCode`", 'write the status of the method response, such as "200"'),
    ("type: mock\nresponses: {default: {statusCode: 2xx}}", 7, "2xx", "`2xx` is not a status code", 'write three digits, such as "200"'),
    ("type: mock\nresponses: {default: {statusCode: 200, responseParameters: {method.response.header.A: '*'}}}", 7, "'*'", "Invalid mapping expression specified: *", "such as integration.response.header.{name}, or a fixed value in single quotes inside the text: \"'*'\""),
    ("type: mock\nrequestParameters: {header.A: a}", 7, "header.A", "`header.A` is not a valid mapping target", "such as integration.request.header.{name}"),
    ("type: mock\nresponses: {'4[x': {statusCode: 200}}", 7, "'4[x'", "the selection pattern is not a regular expression: Unclosed character class near index 2", None),
    ("type: http\nhttpMethod: GET\nuri: https://x\nrequestParameters: {integration.request.header.A: method.request.body.a b}", 9, "method.request.body.a b", "`method.request.body.a b` does not contain a valid JSONPath: A name after a dot must not contain a blank", "write ['a b']"),
    ("type: mock\nresponses: {default: {statusCode: 200, responseParameters: {method.response.header.A: 'integration.response.body.a..'}}}", 7, "'integration.response.body.a..'", "`integration.response.body.a..` does not contain a valid JSONPath: A path must not end with a dot", None),
    ("type: aws_proxy\npayloadFormatVersion: '2.0'", 7, "'2.0'", HTTP_API, HTTP_API_HINT),
    ("type: aws_proxy\nintegrationSubtype: SQS-SendMessage", 7, "SQS-SendMessage", HTTP_API, HTTP_API_HINT),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "word", "sentence", "hint"), INTEGRATIONS, ids=[row[0] for row in INTEGRATIONS]
)
def test_integrations(text: str, line: int, word: str, sentence: str, hint: str | None) -> None:
    whole = integration(text)
    excerpt = whole.split("\n")[line - 1]
    carets = len(word) if word not in ("t", "u", "[", "{c", "{}") else 1
    column = (excerpt.find("  " + word) + 3) if word in ("t", "u") else excerpt.rindex(word) + 1
    assert message(whole) == shown(line, column, sentence, excerpt, carets, hint)


MOCK = "x-amazon-apigateway-integration: {type: mock}"

DOCUMENTS = {
    "a list that is not closed": (
        "openapi: 3.0.0\npaths: [1\n",
        shown(2, 8, "the list that opens here is not closed by `]`, or lacks a `,`", "paths: [1", 1),
    ),
    "two documents": (
        "openapi: 3.0.0\n---\npaths: {}\n",
        shown(2, 1, "a definition is one YAML document, but a second one begins here", "---", 3),
    ),
    "text after the end": (
        "openapi: 3.0.0\n...\npaths: {}\n",
        shown(3, 1, "the document ends before this line", "paths: {}", 1, "the file is one YAML document: look for `...` or a value before this line"),
    ),
    "a repeated path": (
        "openapi: 3.0.0\npaths:\n  /a: {}\n  /a: {}\n",
        shown(4, 3, "the key '/a' is repeated", "  /a: {}", 2, "keep one of them"),
    ),
    "a path twice": (
        "openapi: 3.0.0\npaths:\n  /a: {}\n  /a/: {}\n",
        shown(4, 3, "the path '/a' is given twice", "  /a/: {}", 3),
    ),
    "two names for one part": (
        "openapi: 3.0.0\npaths:\n  /a/{id}: {}\n  /a/{name}/x: {}\n",
        shown(4, 3, "`{name}` and `{id}` are two names for one part of the path, below '/a'", "  /a/{name}/x: {}", 11, "a resource has one variable path part below it: use one name"),
    ),
    "greedy in the middle": (
        "openapi: 3.0.0\npaths:\n  /{all+}/x: {}\n",
        shown(3, 3, "the greedy parameter `{all+}` is not the last part of the path '/{all+}/x'", "  /{all+}/x: {}", 9),
    ),
    "half a part": (
        "openapi: 3.0.0\npaths:\n  /a{id}: {}\n",
        shown(3, 3, "a path parameter fills a whole part between slashes, but `a{id}` does not", "  /a{id}: {}", 6, "write {name}, or {name+} for the rest of the path"),
    ),
    "no slash": (
        "openapi: 3.0.0\npaths:\n  a: {}\n",
        shown(3, 3, "the path 'a' does not begin with `/`", "  a: {}", 1),
    ),
    "no integration": (
        "openapi: 3.0.0\npaths:\n  /a:\n    get: {}\n",
        shown(4, 10, "No integration defined for method: GET /a", "    get: {}", 1, "the operation needs an `x-amazon-apigateway-integration`"),
    ),
    "no paths": ("swagger: '2.0'\n", shown(1, 1, "the document has no `paths`", "swagger: '2.0'", 1)),
    "another version": (
        "openapi: 4.0.0\n",
        shown(1, 10, "version '4.0.0' cannot be imported", "openapi: 4.0.0", 5, "use OpenAPI 3.0 or 3.1, or Swagger 2.0"),
    ),
    "an HTTP API's export": (
        "openapi: 3.0.1\nx-amazon-apigateway-importexport-version: '1.0'\n",
        shown(2, 1, HTTP_API, "x-amazon-apigateway-importexport-version: '1.0'", 40, HTTP_API_HINT),
    ),
    "no such parameter": (
        operation("parameters: [{$ref: '#/parameters/a'}]\n" + MOCK, "parameters: {b: {}}\n"),
        shown(5, 27, "the reference '#/parameters/a' leads nowhere: `a` does not exist", "      parameters: [{$ref: '#/parameters/a'}]", 16, "known here: b"),
    ),
    "a reference to a file": (
        operation("parameters: [{$ref: 'other.yaml#/a'}]\n" + MOCK),
        shown(5, 27, "the reference 'other.yaml#/a' leads out of the definition", "      parameters: [{$ref: 'other.yaml#/a'}]", 15, "only `#/...` references are followed"),
    ),
    "a reference to itself": (
        operation("parameters: [{$ref: '#/parameters/a'}]\n" + MOCK, "parameters: {a: {$ref: '#/parameters/a'}}\n"),
        shown(5, 20, "this reference leads back to itself", "      parameters: [{$ref: '#/parameters/a'}]", 1),
    ),
    "a parameter without a place": (
        operation("parameters: [{name: a}]\n" + MOCK),
        shown(5, 20, "a parameter has no `in`", "      parameters: [{name: a}]", 1),
    ),
    "no such validator": (
        operation("x-amazon-apigateway-request-validator: al\n" + MOCK, "x-amazon-apigateway-request-validators: {all: {}}\n"),
        shown(5, 46, "the API has no request validator `al`", "      x-amazon-apigateway-request-validator: al", 2, "did you mean `all`?"),
    ),
    "no such gateway response": (
        "openapi: 3.0.0\npaths: {}\nx-amazon-apigateway-gateway-responses: {DEFAULT_4X: {}}\n",
        shown(3, 41, "`DEFAULT_4X` is not a gateway response type", "x-amazon-apigateway-gateway-responses: {DEFAULT_4X: {}}", 10, "did you mean `DEFAULT_4XX`?"),
    ),
    "a gateway response without a status": (
        "openapi: 3.0.0\npaths: {}\nx-amazon-apigateway-gateway-responses: {DEFAULT_4XX: {statusCode: many}}\n",
        shown(3, 67, "`many` is not a status code", "x-amazon-apigateway-gateway-responses: {DEFAULT_4XX: {statusCode: many}}", 4, 'write three digits, such as "200"'),
    ),
    "a list of components": (
        "openapi: 3.0.0\npaths: {}\ncomponents: [a]\n",
        shown(3, 13, "`components` must be a mapping, but this is a list", "components: [a]", 1),
    ),
    "text for media types": (
        "swagger: '2.0'\npaths: {}\nx-amazon-apigateway-binary-media-types: '*/*'\n",
        shown(3, 41, "`x-amazon-apigateway-binary-media-types` must be a list, but this is the text '*/*'", "x-amazon-apigateway-binary-media-types: '*/*'", 5),
    ),
    "something else": ("a: 1\n", shown(1, 1, "this is not the definition of a REST API", "a: 1", 1, KINDS)),
    "a list": ("- a\n", shown(1, 1, "this is not the definition of a REST API", "- a", 1, KINDS)),
    "nothing": ("", shown(1, 1, "this is not the definition of a REST API", "", 1, KINDS)),
    "a Serverless Framework file": (
        "service: a\nprovider: {name: aws}\n",
        shown(1, 1, "this is not the definition of a REST API", "service: a", 1, "name the CloudFormation template that `serverless package` writes into .serverless"),
    ),
    "an HTTP API by the CLI": ("{ApiId: a, ProtocolType: HTTP}\n", shown(1, 1, HTTP_API, "{ApiId: a, ProtocolType: HTTP}", 1, HTTP_API_HINT)),
    "an export without its methods": (
        "items: [{path: /, resourceMethods: {GET: {}}}]\n",
        shown(1, 19, "the methods of this resource are not in the file", "items: [{path: /, resourceMethods: {GET: {}}}]", 15, "aws apigateway get-resources --embed methods prints them"),
    ),
    "a template with an HTTP API": (
        "Resources:\n  A: {Type: AWS::Serverless::HttpApi}\n",
        shown(1, 1, HTTP_API, "Resources:", 9, HTTP_API_HINT),
    ),
    "a template with an event of an HTTP API": (
        "Resources:\n  A: {Type: AWS::Serverless::Function, Properties: {Events: {E: {Type: HttpApi}}}}\n",
        shown(1, 1, HTTP_API, "Resources:", 9, HTTP_API_HINT),
    ),
    "a template without an API": ("Resources:\n  A: {Type: AWS::SQS::Queue}\n", shown(1, 1, "the template defines no REST API", "Resources:", 9)),
    "a template with two": (
        "Resources:\n  A: {Type: AWS::ApiGateway::RestApi}\n  B: {Type: AWS::ApiGateway::RestApi}\n",
        shown(1, 1, "the template defines 2 REST APIs: A, B", "Resources:", 9,
              "name one: `logicalId` in a case file's `api`, `api=` in Python"),
    ),
    "an unknown tag": (
        "Resources:\n  A: !Reff x\n",
        shown(2, 6, "CloudFormation has no function `!Reff`", "  A: !Reff x", 5, "did you mean `Ref`?"),
    ),
    "a resource without a type": ("Resources:\n  A: {}\n", shown(2, 6, "the resource `A` has no `Type`", "  A: {}", 1)),
    "no such condition": (
        "Conditions: {IsProd: !Equals [a, b]}\nResources:\n  A: {Type: x, Condition: IsPrd}\n",
        shown(3, 27, "the template has no condition `IsPrd`", "  A: {Type: x, Condition: IsPrd}", 5, "did you mean `IsProd`?"),
    ),
    "a condition of itself": (
        "Conditions: {A: !Not [!Condition A]}\nResources:\n  A: {Type: x, Condition: A}\n",
        shown(1, 23, "the condition `A` depends on itself", "Conditions: {A: !Not [!Condition A]}", 12),
    ),
    "no condition": (
        "Conditions: {A: 'true'}\nResources:\n  A: {Type: x, Condition: A}\n",
        shown(1, 17, "this is not a condition", "Conditions: {A: 'true'}", 6, "a condition is Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition"),
    ),
    "a condition with too much": (
        "Conditions: {A: !Not [!Equals [a, b], x]}\nResources:\n  A: {Type: x, Condition: A}\n",
        shown(1, 17, "Fn::Not takes a list of 1, but this has 2", "Conditions: {A: !Not [!Equals [a, b], x]}", 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_documents(text: str, expected: str) -> None:
    assert message(text) == expected


REST = "Resources:\n  Api: {Type: AWS::ApiGateway::RestApi}\n"
GET = "  Get:\n    Type: AWS::ApiGateway::Method\n    Properties: "

VALUES = """\
Parameters: {Stage: {Type: String}, PageSize: {Type: Number, Default: 5}}
Mappings: {Settings: {prod: {Size: 5}}}
"""
STAGE = """\
Resources:
  Api: {Type: AWS::ApiGateway::RestApi}
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties: """
GIVE_IT = "give it one: `parameters` in a case file's `api`, `parameters=` in Python"

ROOT = "RestApiId: !Ref Api, HttpMethod: GET, ResourceId: !GetAtt Api.RootResourceId"
BOOK = "  Book: {Type: AWS::ApiGateway::Model, Properties: {RestApiId: !Ref Api, Schema: {}}}\n"
SAM = """\
Resources:
  A: {Type: AWS::Serverless::Api, Properties: {StageName: a, Models: {Book: {type: object}}}}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Events: """

TEMPLATES = {
    "a method of no resource": (
        f"{REST}{GET}{{RestApiId: !Ref Api, HttpMethod: GET, ResourceId: !Ref Order, Integration: {{Type: MOCK}}}}\n",
        5, "!Ref Order", "the template has no parameter and no resource `Order`", "known here: Api, Get",
    ),
    "a method without an integration": (
        f"{REST}{GET}{{RestApiId: !Ref Api, HttpMethod: GET, ResourceId: !GetAtt Api.RootResourceId}}\n",
        5, "{", "No integration defined for method: GET /", "the method needs an `Integration`",
    ),
    "a method of no API": (f"{REST}{GET}{{HttpMethod: GET}}\n", 5, "{", "the resource `Get` has no `RestApiId`", None),
    "a verb that does not exist": (
        f"{REST}{GET}{{RestApiId: !Ref Api, HttpMethod: GETT, ResourceId: !GetAtt Api.RootResourceId}}\n",
        5, "GETT", "`GETT` is not an HTTP method", "did you mean `GET`?",
    ),
    "a resource of itself": (
        f"{REST}  R: {{Type: AWS::ApiGateway::Resource, Properties: {{RestApiId: !Ref Api, ParentId: !Ref R, PathPart: a}}}}\n",
        3, "!Ref R", "the resource `R` is its own parent", None,
    ),
    "an endpoint type that does not exist": (
        "Resources:\n  Api: {Type: AWS::ApiGateway::RestApi, Properties: {EndpointConfiguration: {Types: [LOCAL]}}}\n",
        2, "LOCAL", "`LOCAL` is not an endpoint type", "known here: EDGE, REGIONAL, PRIVATE",
    ),
    "a body in S3": (
        "Resources:\n  Api: {Type: AWS::ApiGateway::RestApi, Properties: {BodyS3Location: {Bucket: a}}}\n",
        2, "{Bucket", "the body is in S3, but only local files are read", "write `BodyS3Location: <path>`, as for `aws cloudformation package`",
    ),
    "an include from S3": (
        "Resources:\n  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Body: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: s3://a/b}}}}}\n",
        2, "s3://a/b", "the included file 's3://a/b' is an address, but only local files are read", "name a local copy",
    ),
    "another transform": (
        "Resources:\n  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Body: {'Fn::Transform': {Name: Mine}}}}\n",
        2, "Mine", "the transform `Mine` runs on the service and cannot be read here", "only AWS::Include of a local file is read",
    ),
    "a stage variable inside Fn::Sub": (
        "Resources:\n  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !Sub '${stageVariables.a}'}}\n",
        2, "${stageVariables.a}", "Fn::Sub would look for a resource `stageVariables` in `${stageVariables.a}`", "write `${!stageVariables.a}`",
    ),
    "a loop's name inside Fn::Sub": (
        "Resources:\n  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !Sub '#if(${foreach.hasNext})'}}\n",
        2, "${foreach.hasNext}", "Fn::Sub would look for a resource `foreach` in `${foreach.hasNext}`", "write `${!foreach.hasNext}`",
    ),
    "Fn::Join of one": (
        "Resources:\n  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !Join [a]}}\n",
        2, "!J", "Fn::Join takes a list of 2, but this has 1", None,
    ),
    "Fn::Select too far": (
        "Resources:\n  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !Select [2, [a, b]]}}\n",
        2, "!S", "Fn::Select asks for item 2 of a list of 2", None,
    ),
    "a name of nothing": (
        f"{VALUES}{STAGE}{{RestApiId: !Ref Api, StageName: prod, Variables: {{a: !Sub 'x ${{PageSiz}}'}}}}\n",
        7, "${PageSiz}", "the template has no parameter and no resource `PageSiz`", "did you mean `PageSize`?",
    ),
    "a variable of the mapping template in a block": (
        f"{VALUES}{STAGE}\n      RestApiId: !Ref Api\n      StageName: prod\n      Variables:\n        a: !Sub |\n          ${{PageSize}}\n          ${{item.name}}\n",
        13, "${item.name}", "the template has no resource `item`", "write `${!item.name}` where it is the mapping template's own",
    ),
    "a Ref to nothing": (
        f"{VALUES}{STAGE}{{RestApiId: !Ref Api, StageName: prod, Variables: {{a: !Ref Elsewhere}}}}\n",
        7, "!Ref Elsewhere", "the template has no parameter and no resource `Elsewhere`", "known here: Stage, PageSize, Api, Prod",
    ),
    "an attribute of nothing": (
        f"{VALUES}{STAGE}{{RestApiId: !Ref Api, StageName: prod, Variables: {{a: !GetAtt Ap.RootResourceId}}}}\n",
        7, "!GetAtt Ap.RootResourceId", "the template has no resource `Ap`", "did you mean `Api`?",
    ),
    "a parameter without a value": (
        f"{VALUES}{STAGE}{{RestApiId: !Ref Api, StageName: prod, Variables: {{a: !Ref Stage}}}}\n",
        7, "!Ref Stage", "the parameter `Stage` has no value", GIVE_IT,
    ),
    "a parameter without a value in Fn::Sub": (
        f"{VALUES}{STAGE}{{RestApiId: !Ref Api, StageName: prod, Variables: {{a: !Sub 'x/${{Stage}}'}}}}\n",
        7, "${Stage}", "the parameter `Stage` has no value", GIVE_IT,
    ),
    "a parameter without a value in a condition": (
        "Conditions: {C: !Equals [!Ref Stage, a]}\nParameters: {Stage: {Type: String}}\nResources: {A: {Type: AWS::ApiGateway::RestApi, Condition: C}}\n",
        1, "!Ref Stage", "the parameter `Stage` has no value", GIVE_IT,
    ),
    "a default that is not allowed": (
        "Parameters: {Zones: {Type: CommaDelimitedList, Default: 'a, c', AllowedValues: [a, b]}}\nResources: {A: {Type: AWS::ApiGateway::RestApi}}\n",
        1, "'a, c'", "`c` is not among the allowed values of the parameter `Zones`", "known here: a, b",
    ),
    "no such mapping": (
        f"{VALUES}{STAGE}{{RestApiId: !Ref Api, StageName: prod, Variables: {{a: !FindInMap [Setings, prod, Size]}}}}\n",
        7, "Setings", "the template has no mapping `Setings`", "did you mean `Settings`?",
    ),
    "no such key of a mapping": (
        f"{VALUES}{STAGE}{{RestApiId: !Ref Api, StageName: prod, Variables: {{a: !FindInMap [Settings, production, Size]}}}}\n",
        7, "production", "the mapping `Settings` has no key `production`", "known here: prod",
    ),
    "no such second key of a mapping": (
        f"{VALUES}{STAGE}{{RestApiId: !Ref Api, StageName: prod, Variables: {{a: !FindInMap [Settings, prod, Siz]}}}}\n",
        7, "Siz", "the mapping `Settings` has no key `Siz` under `prod`", "did you mean `Size`?",
    ),
    "no key for the region": (
        f"{VALUES}{STAGE}{{RestApiId: !Ref Api, StageName: prod, Variables: {{a: !FindInMap [Settings, !Ref AWS::Region, Size]}}}}\n",
        7, "!Ref AWS::Region", "the mapping `Settings` has no key `us-east-1`", "give another `AWS::Region` among the parameters; known here: prod",
    ),
    "a mapping without keys": (
        f"{VALUES}{STAGE}{{RestApiId: !Ref Api, StageName: prod, Variables: {{a: !FindInMap [Settings]}}}}\n",
        7, "!F", "Fn::FindInMap takes a mapping's name and two keys, but this is a list of 1", None,
    ),
    "a gateway response that does not exist": (
        f"{REST}  G: {{Type: AWS::ApiGateway::GatewayResponse, Properties: {{RestApiId: !Ref Api, ResponseType: TROTTLED}}}}\n",
        3, "TROTTLED", "`TROTTLED` is not a gateway response type", "did you mean `THROTTLED`?",
    ),
    "a gateway response of no status": (
        f"{REST}  G: {{Type: AWS::ApiGateway::GatewayResponse, Properties: {{RestApiId: !Ref Api, ResponseType: THROTTLED, StatusCode: 42}}}}\n",
        3, "42", "`42` is not a status code", 'write three digits, such as "200"',
    ),
    "an unknown property of a gateway response": (
        f"{REST}  G: {{Type: AWS::ApiGateway::GatewayResponse, Properties: {{RestApiId: !Ref Api, ResponseType: THROTTLED, Status: 420}}}}\n",
        3, "Status", "AWS::ApiGateway::GatewayResponse has no property `Status`", "did you mean `StatusCode`?",
    ),
    "an unknown property of a method": (
        f"{REST}{GET}{{{ROOT}, RequestModel: {{}}, Integration: {{Type: MOCK}}}}\n",
        5, "RequestModel", "AWS::ApiGateway::Method has no property `RequestModel`", "did you mean `RequestModels`?",
    ),
    "an unknown property of an integration": (
        f"{REST}{GET}{{{ROOT}, Integration: {{Type: HTTP, Uri: 'https://x', httpMethod: GET}}}}\n",
        5, "httpMethod", "AWS::ApiGateway::Method Integration has no property `httpMethod`", "did you mean `IntegrationHttpMethod`?",
    ),
    "an unknown property of a method's response": (
        f"{REST}{GET}{{{ROOT}, Integration: {{Type: MOCK}}, MethodResponses: [{{Status: 200}}]}}\n",
        5, "Status", "AWS::ApiGateway::Method MethodResponse has no property `Status`", "did you mean `StatusCode`?",
    ),
    "a status of a method's response": (
        f"{REST}{GET}{{{ROOT}, Integration: {{Type: MOCK}}, MethodResponses: [{{StatusCode: 2xx}}]}}\n",
        5, "2xx", "`2xx` is not a status code", 'write three digits, such as "200"',
    ),
    "a model that does not exist": (
        f"{REST}{GET}{{{ROOT}, Integration: {{Type: MOCK}}, RequestModels: {{a/b: Bok}}}}\n{BOOK}",
        5, "Bok", "the API has no model `Bok`", "did you mean `Book`?",
    ),
    "a model of a response that does not exist": (
        f"{REST}{GET}{{{ROOT}, Integration: {{Type: MOCK}}, MethodResponses: [{{StatusCode: 200, ResponseModels: {{a/b: Emty}}}}]}}\n",
        5, "Emty", "the API has no model `Emty`", "did you mean `Empty`?",
    ),
    "a model that SAM does not know": (
        f"{SAM}{{Shop: {{Type: Api, Properties: {{RestApiId: !Ref A, Path: /, Method: get, RequestModel: {{Model: Bok}}}}}}}}\n",
        6, "Bok", "the API has no model `Bok`", "did you mean `Book`?",
    ),
    "the API as a resource": (
        f"{REST}{GET}{{ResourceId: !Ref Api, RestApiId: !Ref Api, HttpMethod: GET, Integration: {{Type: MOCK}}}}\n",
        5, "!Ref Api", "the resource `Api` does not belong to this API in this template",
        "for the API's root write `!GetAtt Api.RootResourceId`",
    ),
    "the API as a parent": (
        f"{REST}  R: {{Type: AWS::ApiGateway::Resource, Properties: {{ParentId: !Ref Api, RestApiId: !Ref Api, PathPart: a}}}}\n",
        3, "!Ref Api", "the resource `Api` does not belong to this API in this template",
        "for the API's root write `!GetAtt Api.RootResourceId`",
    ),
    "a schema that is not JSON": (
        f"{REST}  M: {{Type: AWS::ApiGateway::Model, Properties: {{RestApiId: !Ref Api, Schema: '{{a'}}}}\n",
        3, "'{a'", "this schema is text, but the text is not JSON", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "word", "sentence", "hint"), TEMPLATES.values(), ids=TEMPLATES)
def test_templates(text: str, line: int, word: str, sentence: str, hint: str | None) -> None:
    excerpt = text.split("\n")[line - 1]
    carets = len(word) if word not in ("{", "{Bucket", "!J", "!S", "!F") else 1
    assert message(text) == shown(line, excerpt.index(word) + 1, sentence, excerpt, carets, hint)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("{httpMethod: FETCH, methodIntegration: {type: MOCK}}", 2),
        ("{items: [{path: /, resourceMethods: {FETCH: {methodIntegration: {type: MOCK}}}}]}", 38),
    ],
)
def test_verbs_that_the_cli_does_not_print(text: str, column: int) -> None:
    carets = 10 if column == 2 else 5
    assert message(text) == shown(1, column, "`FETCH` is not an HTTP method", text, carets, "did you mean `PATCH`?")


def test_of_many_names_some_are_shown() -> None:
    queues = "".join(f"  Queue{number}: {{Type: AWS::SQS::Queue}}\n" for number in range(40))
    said = message(f"{VALUES}{STAGE}{{RestApiId: !Ref Zzz, StageName: a}}\n{queues}")
    assert said.endswith("Queue18, Queue19, Queue20, … (44 in all)")


def test_a_parameter_that_the_template_does_not_have() -> None:
    text = f"Parameters:\n  Table: {{Type: String}}\n{REST}"
    said = message(text, parameters={"Tabel": "a"})
    sentence = "a value is given for the parameter `Tabel`, but the template has no such parameter"
    assert said == shown(1, 1, sentence, "Parameters:", 10, "did you mean `Table`?")


def test_a_stage_and_an_api_that_the_template_does_not_have() -> None:
    text = f"{REST}  S: {{Type: AWS::ApiGateway::Stage, Properties: {{RestApiId: !Ref Api, StageName: prod}}}}\n"
    assert message(text, stage="prd") == shown(
        1, 1, "the API has no stage `prd`", "Resources:", 1, "did you mean `prod`?"
    )
    assert message(text, api="Apis") == shown(
        1, 1, "the template has no REST API `Apis`", "Resources:", 1, "did you mean `Api`?"
    )


def test_json() -> None:
    assert message('{"openapi": "3.0.0", "paths": {,}}', "api.json") == (
        "api.json:1:32: this is not JSON: nothing comes before this comma\n"
        '1 | {"openapi": "3.0.0", "paths": {,}}\n'
        "                                   ^"
    )
    assert message('{"openapi": "3.0.0", "paths": {"/a": {}, "/a": {}}}', "api.json") == (
        "api.json:1:42: the key '/a' is repeated\n"
        '1 | {"openapi": "3.0.0", "paths": {"/a": {}, "/a": {}}}\n'
        "                                             ^^^^\n"
        "hint: keep one of them"
    )
    assert message('{"Resources": {"A": {"Type": {"Ref": 1}}}}', "api.json") == (
        "api.json:1:30: `Type` must be text, but this is a mapping\n"
        '1 | {"Resources": {"A": {"Type": {"Ref": 1}}}}\n'
        "                                 ^"
    )


def test_files_that_cannot_be_read() -> None:
    with pytest.raises(DefinitionError, match=r"^none\.yaml does not exist$"):
        load_definition("none.yaml")
    Path("latin.yaml").write_bytes(b"openapi: \xe9")
    with pytest.raises(DefinitionError, match=r"^latin\.yaml:1:10: the text is not UTF-8"):
        load_definition("latin.yaml")


@pytest.mark.parametrize("inner", ["{}", "{{a: {}}}"])
def test_a_file_that_includes_itself(inner: str) -> None:
    include = "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: inner.yaml}}}"
    whole = inner.format(include)
    write("inner.yaml", whole)
    text = f"Resources: {{A: {{Type: AWS::ApiGateway::RestApi}}, M: {{Type: AWS::ApiGateway::Model, Properties: {{RestApiId: !Ref A, Schema: {include}}}}}}}"
    column = whole.index("inner.yaml") + 1
    said = message(text)
    assert said.startswith(f"inner.yaml:1:{column}: the files name each other in a circle\n1 | {whole}\n")


def test_values_nested_too_deep() -> None:
    deep = "[" * 600 + "]" * 600
    assert message(f'{{"swagger": "2.0", "paths": {{}}, "definitions": {{"a": {{"b": {deep}}}}}}}', "api.json") == (
        "api.json nests its values too deep"
    )
    assert message(f"a: {deep}").startswith("api.yaml:1:203: values are nested more than 200 deep\n")


def test_a_fault_in_an_included_file_is_shown_there() -> None:
    write("inner.yaml", "openapi: 3.0.0\npaths:\n  /a:\n    get: 1\n")
    said = message("Resources: {A: {Type: AWS::ApiGateway::RestApi, Properties: {BodyS3Location: inner.yaml}}}\n")
    assert said.startswith("inner.yaml:4:10: `get` must be a mapping, but this is the number 1\n")
