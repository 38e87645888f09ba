"""Transparency sites for Thai public agencies: one page per OIT item, and a check of what is missing."""

__version__ = "0.1.0"
