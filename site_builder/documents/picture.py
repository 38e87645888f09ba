"""Pictures: whether they are whole, and what the camera wrote into them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError

from site_builder.documents.gathering import Gathering, Unreadable
from site_builder.documents.model import Fault

#: A sheet of A3 scanned at 600 dpi has 70 million; unpacked they take four bytes each.
MAX_PIXELS = 150_000_000

_SAID = (
    ExifTags.Base.ImageDescription,
    ExifTags.Base.Artist,
    ExifTags.Base.Copyright,
    ExifTags.Base.XPTitle,
    ExifTags.Base.XPAuthor,
    ExifTags.Base.XPComment,
)
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")


def read(path: Path, found: Gathering) -> None:
    """Read a picture; a machine finds no text in it.

    Raises:
        Unreadable: it would fill the memory, is cut short or broken.
    """
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=_FORMATS) as image:
                found.add_metadata(*_metadata(image))
                image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unreadable(Fault.BOMB) from None
    except UnidentifiedImageError:
        raise Unreadable(Fault.BROKEN) from None
    except (OSError, EOFError, SyntaxError, ValueError) as error:
        is_cut = isinstance(error, EOFError) or "truncated" in str(error).lower()
        raise Unreadable(Fault.TRUNCATED if is_cut else Fault.BROKEN) from None
    found.faults.add(Fault.NO_TEXT)


def _metadata(image: Image.Image) -> Iterator[str]:
    exif = image.getexif()
    for tag in _SAID:
        if tag in exif:
            yield _text(exif[tag])
    where = exif.get_ifd(ExifTags.IFD.GPSInfo)
    places = [
        _degrees(where.get(tag)) for tag in (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude)
    ]
    if all(places):
        yield f"GPS {', '.join(places)}"
    for key in ("Title", "Author", "Description", "Comment", "comment"):
        if key in image.info:
            yield _text(image.info[key])


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        # Windows writes its own fields (XP…) in UTF-16, others write UTF-8.
        return value.decode("utf-16-le" if b"\0" in value else "utf-8", "replace").rstrip("\0")
    return str(value)


def _degrees(value: Any) -> str:
    try:
        degrees, minutes, seconds = map(float, value)
    except (TypeError, ValueError, ZeroDivisionError):
        return ""
    return f"{degrees + minutes / 60 + seconds / 3600:.5f}"
