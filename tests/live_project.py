"""A small project with live cases: an API with an HTTP backend, a function and a queue."""

from __future__ import annotations

API = """
openapi: 3.0.1
info: {title: orders, version: "1"}
paths:
  /orders:
    post:
      responses: {"200": {description: ok}, "404": {description: none}}
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: https://warehouse.example.com/orders
        timeoutInMillis: 500
        responses:
          default: {statusCode: "200", responseTemplates: {application/json: "got $input.body"}}
          4..: {statusCode: "404"}
  /proxied:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: POST
        uri: https://warehouse.example.com/proxied
  /slow:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration: {type: http_proxy, httpMethod: POST, uri: https://warehouse.example.com/slow}
  /queue:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:sqs:path/1/q
        responses: {default: {statusCode: "200"}}
  /function:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/FUNCTION/invocations
  /mock:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200"}}
""".replace("FUNCTION", "arn:aws:lambda:us-east-1:1:function:Orders")

HANDLER = """
import json, os, time
count = 0
def handler(event, context):
    global count
    count += 1
    body = json.loads(event["body"] or "{}")
    with open("pids", "a") as file:
        file.write(f"{os.getpid()}\\n")
    time.sleep(body.get("wait", 0))
    return {"statusCode": 200, "body": json.dumps([os.environ["TABLE"], count])}
"""


def ok(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """An answer over HTTP."""
    head = "".join(f"{header}\r\n" for header in (*headers, f"Content-Length: {len(body)}"))
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


FUNCTION_CASES = """
api: api.yaml
backends: {functions: {Orders: {handler: app.handler, environment: {TABLE: orders}}}}
defaults:
  backend: live
  methodRequest: {httpMethod: POST, path: /function}
cases:
  - name: first
    expect: {response: {body: [orders, 1]}}
  - name: second
    expect: {response: {body: [orders, 2]}}
"""
