"""Reads a site as it is published, logged out and without script, and judges it."""
