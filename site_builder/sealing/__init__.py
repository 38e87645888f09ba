"""Proof of what was published: one archive that is sealed, verified later, and taken to an appeal."""
