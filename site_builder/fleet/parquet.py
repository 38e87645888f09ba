"""A fleet's results as one table of Parquet: a row for each item of each agency, for DuckDB, pandas and others.

pyarrow comes with the extra `parquet`, and is loaded here alone. Groups of rows are written as they are full, so
that memory does not grow with the fleet.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from site_builder.fleet.overview import read_results
from site_builder.fleet.writing import results_name
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.write import replacing

_ABOUT = ("agency", "name", "type", "province", "district", "vendor", "outcome")
_ITEM = ("edition", "item", "slug", "status")
#: Elements that do not pass, by what is said of them.
_ELEMENTS = ("fail", "needs-review", "not-checked", "not-applicable")
#: In a group; some two thousand agencies.
_ROWS = 60_000


def write_parquet(results: Path) -> Path:
    """Write the table beside the results that it is made from. An agency that was not judged has one
    row without item.

    Raises:
        InputError: pyarrow is not installed, there are no results, or the file cannot be written.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise InputError([_no_library()]) from None
    words = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    lists = pyarrow.list_(pyarrow.string())
    schema = pyarrow.schema(
        [(key, words) for key in (*_ABOUT, *_ITEM)] + [(key, lists) for key in _ELEMENTS]
    )
    path = results / f"{results_name('check')}.parquet"
    rows = _rows(results)
    with (
        replacing(path, str(path)) as file,
        parquet.ParquetWriter(file, schema, compression="zstd") as writer,
    ):
        while group := list(islice(rows, _ROWS)):
            writer.write_table(pyarrow.Table.from_pylist(group, schema))
    return path


def _rows(results: Path) -> Iterator[dict[str, Any]]:
    for line in read_results(results):
        about = {key: line[key] for key in _ABOUT}
        if not line["editions"]:
            yield about
        for edition in line["editions"]:
            for item in edition["items"]:
                yield {
                    **about,
                    "edition": edition["edition"],
                    "item": item["id"],
                    "slug": item["slug"],
                    "status": item["status"],
                    **{
                        outcome: [key for key, found in item["elements"] if found == outcome]
                        for outcome in _ELEMENTS
                    },
                }


def _no_library() -> Problem:
    return Problem(
        "fleet-library",
        Location("--parquet"),
        Text("ยังไม่ได้ติดตั้ง pyarrow", "pyarrow is not installed"),
        Text(
            'ติดตั้งด้วย: pip install "oit-site-builder[parquet]" หรือเปิด results.jsonl ด้วย DuckDB โดยตรง',
            'install it: pip install "oit-site-builder[parquet]"; or let DuckDB read results.jsonl itself',
        ),
    )
