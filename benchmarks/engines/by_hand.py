"""The same work as a hand-written Python function: as fast as Python gets.

A function is named like its work's key; it takes the roots and parses the payload with orjson.
"""

from __future__ import annotations

from collections.abc import Callable
from platform import python_version
from typing import Any

import orjson

from benchmarks import long_text
from benchmarks.engines import Engine, Kind, PythonRunner
from benchmarks.roots import Roots, roots_of
from benchmarks.values import anywhere, escaped, json_text
from benchmarks.work import Work


class ByHand(Engine):
    """The functions below; there is nothing to compile."""

    name = "by hand"
    about = f"Python {python_version()}"

    def runner(self, work: Work) -> PythonRunner:
        """The function named like the work."""
        function, roots = _FUNCTIONS[work.key], roots_of(work)
        return PythonRunner({Kind.WARM: lambda: function(roots)})


def one_line(roots: Roots) -> str:
    return f'{{"message": "Hello {roots.params["querystring"]["name"]} of {roots.stage_variables["company"]}"}}\n'


def passthrough(roots: Roots) -> str:
    payload = json_text(orjson.loads(roots.body))
    places = [f'    "{place}": {{\n{_members(values, 6)}    }}' for place, values in roots.params.items()]
    all_params = ",\n".join(places)
    context = roots.context
    identity = context["identity"].get
    return (
        f'{{\n  "body-json": {payload},\n  "params": {{\n{all_params}\n  }},\n'
        f'  "stage-variables": {{\n{_members(roots.stage_variables, 4)}  }},\n  "context": {{\n'
        f'    "account-id": "{identity("accountId", "")}",\n'
        f'    "api-id": "{context["apiId"]}",\n'
        f'    "api-key": "{identity("apiKey", "")}",\n'
        f'    "authorizer-principal-id": "{context.get("authorizer", {}).get("principalId", "")}",\n'
        f'    "caller": "{identity("caller", "")}",\n'
        f'    "cognito-authentication-provider": "{identity("cognitoAuthenticationProvider", "")}",\n'
        f'    "cognito-authentication-type": "{identity("cognitoAuthenticationType", "")}",\n'
        f'    "cognito-identity-id": "{identity("cognitoIdentityId", "")}",\n'
        f'    "cognito-identity-pool-id": "{identity("cognitoIdentityPoolId", "")}",\n'
        f'    "http-method": "{context["httpMethod"]}",\n'
        f'    "stage": "{context["stage"]}",\n'
        f'    "source-ip": "{identity("sourceIp", "")}",\n'
        f'    "user": "{identity("user", "")}",\n'
        f'    "user-agent": "{identity("userAgent", "")}",\n'
        f'    "user-arn": "{identity("userArn", "")}",\n'
        f'    "request-id": "{context["requestId"]}",\n'
        f'    "resource-id": "{context["resourceId"]}",\n'
        f'    "resource-path": "{context["resourcePath"]}"\n  }}\n}}\n'
    )


def _members(values: dict[str, str], indent: int) -> str:
    blanks = " " * indent
    return ",\n".join([f'{blanks}"{name}": "{escaped(value)}"' for name, value in values.items()]) + "\n"


def order_lines(roots: Roots) -> str:
    order = orjson.loads(roots.body)
    customer, context = order["customer"], roots.context
    total = 0
    lines = []
    for index, line in enumerate(order["lines"]):
        quantity, price = line["quantity"], line["price"]
        more = f'      "quantity": {quantity},\n' if quantity > 1 else ""
        lines.append(
            f'    {{\n      "index": {index},\n      "sku": "{line["sku"]}",\n'
            f'      "title": "{escaped(line["title"])}",\n{more}      "price": {price}\n    }}'
        )
        total += price * quantity
    all_lines = ",\n".join(lines)
    return (
        f'{{\n  "orderId": "{order["id"]}",\n  "customer": {{\n    "name": "{escaped(customer["name"])}",\n'
        f'    "email": "{customer["email"]}"\n  }},\n  "source": "{context["httpMethod"]} {context["resourcePath"]}",\n'
        f'  "lines": [\n{all_lines}\n  ],\n  "total": {total}\n}}\n'
    )


def unmarshal(roots: Roots) -> str:
    page = orjson.loads(roots.body)
    items = []
    for item in page["Items"]:
        members = [
            f'      "{name}": {_attribute(type_, value)}'
            for name, attribute in item.items()
            for type_, value in attribute.items()
        ]
        items.append("    {\n" + ",\n".join(members) + "\n    }")
    return '{\n  "items": [\n' + ",\n".join(items) + f'\n  ],\n  "count": {page["Count"]}\n}}\n'


def _attribute(type_: str, value: Any) -> str:
    if type_ == "S":
        return f'"{escaped(value)}"'
    if type_ == "BOOL":
        return "true" if value else "false"
    if type_ == "NULL":
        return "null"
    if type_ == "SS":
        return "[" + ", ".join([f'"{escaped(text)}"' for text in value]) + "]"
    if type_ == "M":
        members = [
            f'"{key}": "{escaped(content)}"' if kind == "S" else f'"{key}": {content}'
            for key, inner in value.items()
            for kind, content in inner.items()
        ]
        return "{" + ", ".join(members) + "}"
    return str(value)


def long_list(roots: Roots) -> str:
    items = [
        f'  {{"id": "{item["id"]}", "name": "{item["name"]}", "position": {position}}}'
        for position, item in enumerate(orjson.loads(roots.body)["items"], start=1)
    ]
    return "[" + ",".join(items) + "]\n"


_PARAGRAPHS = [*long_text.paragraphs(), ""]


def long_text_signed(roots: Roots) -> str:
    email = orjson.loads(roots.body)["customer"]["email"]
    signature = f"{email}.\n</p>\n"
    return signature.join(_PARAGRAPHS)


def paths(roots: Roots) -> str:
    order = orjson.loads(roots.body)
    customer, lines, shipping = order["customer"], order["lines"], order["shipping"]
    address, tracking = customer["address"], shipping.get("tracking")
    dear = [line for line in lines if line["price"] > 10]
    data = {
        "id": order["id"],
        "placed": order["placed"],
        "paid": order["paid"],
        "customer": customer,
        "name": customer["name"],
        "email": customer["email"],
        "city": address["city"],
        "country": address["country"],
        "first": lines[0],
        "firstSku": lines[0]["sku"],
        "second": lines[1]["sku"],
        "third": lines[2]["price"],
        "carrier": shipping["carrier"],
        "tag": shipping["tags"][0],
        "missing": tracking["url"] if tracking else "",
        "skus": [line["sku"] for line in lines],
        "quantities": [line["quantity"] for line in lines],
        "addresses": list(address.values()),
        "prices": list(anywhere(order, "price")),
        "codes": list(anywhere(order, "code")),
        "dear": dear,
        "dearSkus": [line["sku"] for line in dear],
        "cheap": [line["title"] for line in lines if line["price"] <= 7],
        "many": [line["sku"] for line in lines if line["quantity"] == 3],
        "gifts": [line["sku"] for line in lines if "gift" in line],
        "sku4": [line["price"] for line in lines if line["sku"] == "sku-4"],
        "firstTwo": [line["sku"] for line in lines[:2]],
        "lastTwo": [line["sku"] for line in lines[-2:]],
        "some": [lines[1]["sku"], lines[3]["sku"]],
        "allTags": shipping["tags"],
    }
    return "{\n" + ",\n".join([f'  "{name}": {json_text(value)}' for name, value in data.items()]) + "\n}\n"


_FUNCTIONS: dict[str, Callable[[Roots], str]] = {
    "one_line": one_line,
    "passthrough": passthrough,
    "order_lines": order_lines,
    "unmarshal": unmarshal,
    "long_list": long_list,
    "long_text": long_text_signed,
    "paths": paths,
}
