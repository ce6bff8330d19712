"""`vtl-call`: makes one call through an API (`vtl_call`), and prints its answer (`output`)."""
