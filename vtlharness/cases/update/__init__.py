"""`--update`: rewrites the expectations of failing cases in their files, and changes nothing else in them."""
