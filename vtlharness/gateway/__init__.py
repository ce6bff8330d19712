"""Amazon API Gateway around mapping templates: the records, the roots ($input, $util, $context, $stageVariables) and
the rendering of one template. A module per stage and per root; `mapping` is where templates meet their roots.
"""
