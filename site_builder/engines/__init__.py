"""Renderers that turn pages into files. The only code that imports MkDocs."""

#: The names of those that ship; the first is used unless another is asked for.
ENGINES = ("mkdocs", "direct")
