"""Labelled cases: what is clean, what is planted, and what the audit must say of each."""
