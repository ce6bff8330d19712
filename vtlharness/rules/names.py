"""`VTL24x` names of roots and of their members, `VTL25x` variables, `VTL247` methods."""

from __future__ import annotations

from vtlharness.rules.rule import FIDELITY, Evidence, LintExample, Rule, TemplateExample

_GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
_VARIABLES = Evidence(
    "variables and methods in the service's documentation", f"{_GUIDE}/api-gateway-mapping-template-reference.html"
)
_EMPTY = Evidence("recorded on the service: what does not exist is empty", f"{FIDELITY}#references")
_PRINTS_NOTHING = "The service does not fail: the reference is an empty text, and the fault shows at the backend."

NAMES = (
    Rule(
        id="VTL241",
        name="unknown-input-member",
        what=(
            "A template uses a member of `$input` that the service does not have, or a method with too many arguments."
        ),
        why=_PRINTS_NOTHING,
        instead="`$input` has `body`, `json(path)`, `path(path)`, `params()` and `params(name)`.",
        evidence=(_VARIABLES, _EMPTY),
        wrong=LintExample("id=$util.urlEncode($input.param('id'))"),
        message="the service has no $input.param(...): it is empty",
        right=LintExample("id=$util.urlEncode($input.params('id'))"),
    ),
    Rule(
        id="VTL242",
        name="unknown-util-member",
        what="A template uses a method of `$util` that mapping templates do not have.",
        why=_PRINTS_NOTHING + " AppSync's templates have more such methods, and names are sensitive to case.",
        instead=(
            "`$util` has `escapeJavaScript`, `parseJson`, `urlEncode`, `urlDecode`, `base64Encode` and `base64Decode`, "
            "each with one argument."
        ),
        evidence=(_VARIABLES, _EMPTY),
        wrong=LintExample("id=$util.urlencode($input.params('id'))"),
        message="the service has no $util.urlencode(...): it is empty",
        right=LintExample("id=$util.urlEncode($input.params('id'))"),
    ),
    Rule(
        id="VTL243",
        name="unknown-context-member",
        what="A template reads a variable of `$context` that no call on the service has.",
        why=_PRINTS_NOTHING,
        instead="Write the name as the service's documentation does; upper and lower case count.",
        evidence=(_VARIABLES, _EMPTY),
        wrong=LintExample('{"ip": "$context.identity.sourceIP"}'),
        message="the service has no $context.identity.sourceIP: it is empty",
        right=LintExample('{"ip": "$context.identity.sourceIp"}'),
    ),
    Rule(
        id="VTL244",
        name="unknown-stage-variable",
        what="A template reads a stage variable that the definition's stage does not have, although it has others.",
        why=_PRINTS_NOTHING,
        instead="Add the variable to the stage, or mend its name.",
        evidence=(_VARIABLES, _EMPTY),
        wrong=LintExample(
            """\
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      Variables: {table: orders}
      DefinitionBody:
        openapi: 3.0.1
        info: {title: orders, version: "1"}
        paths:
          /orders:
            get:
              responses: {"200": {description: ok}}
              x-amazon-apigateway-integration:
                type: aws
                httpMethod: POST
                uri: arn:aws:apigateway:us-east-1:dynamodb:action/Scan
                credentials: arn:aws:iam::123456789012:role/api
                passthroughBehavior: never
                requestTemplates:
                  application/json: '{"TableName": "$stageVariables.tabel"}'
                responses:
                  default: {statusCode: "200"}
""",
            "template.yaml",
        ),
        message="the stage has no $stageVariables.tabel: it is empty",
        right=LintExample('{"TableName": "$stageVariables.table"}'),
    ),
    Rule(
        id="VTL245",
        name="unknown-override",
        what="A template sets a part of `$context.requestOverride` or `$context.responseOverride` that has no effect.",
        why="The service takes `header`, `path` and `querystring` of a request, `header` and `status` of a response.",
        instead="Write the name in the singular, as the service's documentation does.",
        evidence=(
            Evidence(
                "overrides in the service's documentation",
                f"{_GUIDE}/apigateway-override-request-response-parameters.html",
            ),
        ),
        wrong=LintExample('#set($context.requestOverride.headers.X-Tier = "gold"){}'),
        message="$context.requestOverride.headers does not override anything",
        right=LintExample('#set($context.requestOverride.header.X-Tier = "gold"){}'),
    ),
    Rule(
        id="VTL246",
        name="unknown-foreach-member",
        what="A template reads a member of `$foreach` that it does not have.",
        why=_PRINTS_NOTHING,
        instead="`$foreach` has `index`, `count`, `hasNext`, `first`, `last`, `parent` and `topmost`.",
        evidence=(Evidence("the engine does so", f"{FIDELITY}#foreach"),),
        wrong=LintExample("[#foreach($id in [1, 2])$id#if($foreach.hasnext),#end#end]"),
        message="the service has no $foreach.hasnext: it is empty",
        right=LintExample("[#foreach($id in [1, 2])$id#if($foreach.hasNext),#end#end]"),
    ),
    Rule(
        id="VTL247",
        name="unknown-method",
        what="A template calls a method that no value of a mapping template has.",
        why=_PRINTS_NOTHING,
        instead="Call a method that Java's String, List, Map or number has; upper and lower case count.",
        evidence=(Evidence("the engine does so", f"{FIDELITY}#references"),),
        wrong=LintExample('#set($name = "Ann")$name.toUppercase()'),
        message="no value has a method toUppercase(): it gives nothing",
        right=LintExample('#set($name = "Ann")$name.toUpperCase()'),
    ),
    Rule(
        id="VTL248",
        name="method-of-other-values",
        what=(
            "A template calls a method that its value does not have, although values of another class do. "
            "A rendering finds it. A missing value and an empty text may: `.size() > 0` asks whether there is a list."
        ),
        why=_PRINTS_NOTHING,
        instead="Look at the kind of the value first, or call a method that its class has with these arguments.",
        evidence=(_EMPTY,),
        wrong=TemplateExample("{\"ids\": $input.path('$.ids').size()}", '{"ids": }', '{"ids": "a,b"}'),
        message="this value has no method size() without arguments: it gives nothing",
        right=TemplateExample('{"ids": $input.path(\'$.ids\').split(",").size()}', '{"ids": 2}', '{"ids": "a,b"}'),
    ),
    Rule(
        id="VTL251",
        name="never-set",
        what="A template reads a variable that nothing in it sets. `$null` and the like stand for null, and may.",
        why=_PRINTS_NOTHING,
        instead=(
            "Mend the name, or set the variable. A dollar sign that shall print is set as a text: `#set($d = '$')`."
        ),
        evidence=(_EMPTY,),
        wrong=LintExample("id=$util.urlEncode($inputs.params('id'))"),
        message="nothing sets $inputs: it is empty",
        right=LintExample("id=$util.urlEncode($input.params('id'))"),
    ),
    Rule(
        id="VTL252",
        name="never-read",
        what=(
            "A `#set` gives a value to a variable that nothing reads. One whose value is a call such as "
            "`$list.add(1)`, "
            "or whose name begins with `_`, may."
        ),
        why="Most often the name is misspelt where it is set or where it is read.",
        instead="Mend the name, or delete the `#set`.",
        evidence=(_EMPTY,),
        wrong=LintExample("#set($limt = 20){}"),
        message="nothing reads $limt",
        right=LintExample('#set($limit = 20){"limit": $limit}'),
    ),
)
"""Rules of the family `VTL2` about names."""
