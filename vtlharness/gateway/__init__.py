"""Amazon API Gateway: the roots of mapping templates ($input, $util, $context, $stageVariables), and whole calls.

`mapping` renders one template on its roots. `invocation` sends a request through an API, a module per stage: `routing`,
`validation`, the integration request (`custom_request`, `http_proxy`, `lambda_proxy_event`), `backend`, the
integration's answer (`integration_response`, `lambda_proxy_result`), `method_response`; `gateway_responses` answers
where a stage fails, `log_entries` tells it all. `model` is the API, `records` the messages.
"""
