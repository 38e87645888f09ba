"""Judges every element of an edition against an agency's data."""
