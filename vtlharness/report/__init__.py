"""What came of cases, as records; reports are functions of these. Nothing here prints: the faces do."""
