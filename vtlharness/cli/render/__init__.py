"""`vtl-render`: renders one template, one case (`case`), or with `--jsonl` what another program asks for (`jsonl`)."""
