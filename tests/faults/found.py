"""What the faults have found, how it was mended, and the test that keeps it so."""

FOUND: list[dict[str, str]] = []
