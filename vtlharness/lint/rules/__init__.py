"""The rules of templates, each group in a module of its own. `lint.template_rules` applies them."""
