"""Readers that turn files into located raw values; they type nothing."""
