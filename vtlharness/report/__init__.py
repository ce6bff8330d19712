"""Results to lines of text. Nothing here prints: the faces do."""
