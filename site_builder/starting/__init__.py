"""A new workspace: what a person answers, and the files that follow from it."""
