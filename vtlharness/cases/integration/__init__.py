"""Cases of a whole integration: their record, how they are read, run and compared."""
