"""The criteria as data: editions, subjects and vocabularies."""
