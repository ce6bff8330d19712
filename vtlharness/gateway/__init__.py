"""Amazon API Gateway: the roots of mapping templates ($input, $util, $context, $stageVariables), and whole calls.

`templates.render` renders one template on its roots. `invocation` sends a request through an API. Each stage is a
module: `stages.routing`, `validation.validation`, the integration request (`stages.custom_request`,
`stages.http_proxy`, `stages.lambda_proxy_event`), `backend`, the integration's answer (`stages.integration_response`,
`stages.lambda_proxy_result`), `stages.method_response`. `stages.gateway_responses` answers where a stage fails.
`execution_log` describes every step. `model` describes the API; `method_request`, `integration_request` and
`backend_reply` are the messages.
"""
