"""`--update`: what failing cases expect is rewritten in their files, and nothing else in them changes."""
