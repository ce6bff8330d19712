"""Who answers integration requests: the reply of a test case, as it stands or as Lambda would give it."""
