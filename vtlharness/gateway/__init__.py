"""Amazon API Gateway: the roots of mapping templates ($input, $util, $context, $stageVariables), and whole calls.

`gateway.templates.render` renders one template on its roots. `gateway.invocation` sends a request through an API. Each
stage is a module: `gateway.stages.routing`, `gateway.validation.validation`, the integration request
(`gateway.stages.custom_request`, `gateway.stages.http_proxy`, `gateway.stages.lambda_proxy_event`), `gateway.backend`,
the integration's answer (`gateway.stages.integration_response`, `gateway.stages.lambda_proxy_result`),
`gateway.stages.method_response`. `gateway.stages.gateway_responses` answers where a stage fails.
`gateway.execution_log` describes every step. `gateway.model` describes the API; `gateway.method_request`,
`gateway.integration_request` and `gateway.backend_reply` are the messages.
"""
