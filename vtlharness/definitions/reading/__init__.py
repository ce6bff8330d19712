"""A definition file as data with places: the document, a cursor in it, and the templates that it embeds."""
