"""`python -m site_builder` is `oit`."""

from site_builder.cli import main

main()
