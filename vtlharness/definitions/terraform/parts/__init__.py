"""The parts of an API, each put together from the resources of a plan or a state: paths, methods, access, stages."""
