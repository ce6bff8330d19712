"""The parts of an API that several kinds of definition share: integrations, models, gateway responses, paths."""
