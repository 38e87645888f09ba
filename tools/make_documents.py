"""Makes the attached files that the data of a fictional workspace name but nobody wrote.

    .venv/bin/python tools/make_documents.py [--workspace DIR] [--force]

Papers say what the data of their item say, and that they are fictional. Two runs over the same
data give the same bytes. Files that exist stay as they are, unless --force is given.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import contents
import drawings
import papers

from site_builder.agency import Agency
from site_builder.disclosures import Disclosure, EditionData, load_disclosures
from site_builder.kinds.values import Cell, FieldValue, Row
from site_builder.thai import nfc
from site_builder.workspace import open_workspace

_FILE_KINDS = ("document", "image")
