"""From the text of a JSONPath to the tokens that evaluation follows."""
