"""Renderers that turn pages into files. The only code that imports MkDocs."""
