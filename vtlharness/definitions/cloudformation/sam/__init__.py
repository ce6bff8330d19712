"""SAM: the OpenAPI document that AWS's transform makes of an Api, its events, `Cors`, `Auth`, `Models` and the rest."""
