"""Chance bytes for everything that reads input, led by what code they reach (atheris)."""
