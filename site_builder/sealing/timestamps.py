"""Time stamps by RFC 3161: an authority signs that a manifest existed at a time.

The library is an extra (`pip install oit-site-builder[timestamp]`); without it a stamp is neither
asked for nor checked, and the archive is otherwise the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from site_builder.language import Text, same
from site_builder.links.answers import printable
from site_builder.links.fetch import Fetcher, Manners
from site_builder.locations import Location
from site_builder.outcomes import Finding, Severity
from site_builder.problems import InputError, Problem
from site_builder.sealing.manifest import STAMP

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

_QUERY = "application/timestamp-query"
_LIMIT = 1024 * 1024
_SHA256 = "2.16.840.1.101.3.4.2.1"
_GRANTED = (0, 1)

_INSTALL = Text(
    "ติดตั้งด้วย: pip install 'oit-site-builder[timestamp]'",
    "install it with: pip install 'oit-site-builder[timestamp]'",
)


@dataclass(frozen=True)
class Stamp:
    """What is known of an archive's time stamp.

    Attributes:
        time: when the manifest existed, as the authority says; None where that cannot be read.
        unchecked: what of it was not checked, and why; None where all of it was.
        fault: it is not a stamp of this manifest, or not by whom it should be.
    """

    time: datetime | None = None
    unchecked: Text | None = None
    fault: Finding | None = None


def request_stamp(authority: str, content: bytes, manners: Manners | None = None) -> bytes:
    """The answer of an authority to a manifest, as it came: what `openssl ts -verify -in` reads.

    Raises:
        InputError: the library is not there, or the authority gives no stamp of this manifest.
    """
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response
    except ImportError:
        raise InputError([_no_library()]) from None
    if not urlsplit(authority).hostname or not authority.startswith(("http://", "https://")):
        raise InputError(
            [_refused(authority, Text("ไม่ใช่ที่อยู่เว็บที่ครบถ้วน", "it is no whole web address"))]
        )
    request = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    fetcher = Fetcher(authority, manners)
    answer = fetcher.post(authority, request.as_bytes(), _QUERY, _LIMIT)
    if answer.cause:
        raise InputError([_refused(authority, answer.why)])
    try:
        response = decode_timestamp_response(answer.body)
        is_granted = response.status in _GRANTED
        said = printable(" ".join(response.status_string))
        is_ours = is_granted and _is_of(response, content)
        is_new = is_granted and response.tst_info.nonce == request.nonce
    except ValueError:
        raise InputError([_refused(authority, _NO_STAMP)]) from None
    if not is_granted:
        why = Text("ผู้ให้บริการปฏิเสธ ({said})", "the authority refuses ({said})")
        raise InputError([_refused(authority, why.format(said=same(said or str(response.status))))])
    if not is_ours or not is_new:
        raise InputError([_refused(authority, _OF_ANOTHER)])
    return answer.body


def read_roots(path: Path) -> list[Certificate]:
    """The certificates of a PEM file, which the user trusts.

    Raises:
        InputError: there is none that can be read, or the library is not there.
    """
    try:
        from cryptography.x509 import load_pem_x509_certificates
    except ImportError:
        raise InputError([_no_library()]) from None
    try:
        return load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError):
        raise InputError([_no_roots(path)]) from None


def check_stamp(token: bytes, content: bytes, roots: list[Certificate]) -> Stamp:
    """What a stamp says of a manifest; never raises for what it holds.

    Signature and certificates are checked where `roots` are given, at the time of the stamp.
    """
    try:
        from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response
    except ImportError:
        return Stamp(
            unchecked=Text(f"{_NO_LIBRARY.th} {_INSTALL.th}", f"{_NO_LIBRARY.en}; {_INSTALL.en}")
        )
    try:
        response = decode_timestamp_response(token)
        time = response.tst_info.gen_time
        is_ours = response.status in _GRANTED and _is_of(response, content)
    except ValueError:
        return Stamp(fault=_wrong(_NO_STAMP))
    if not is_ours:
        return Stamp(time, fault=_wrong(_OF_ANOTHER))
    if not roots:
        return Stamp(time, unchecked=_NO_ROOTS)
    try:
        VerifierBuilder(roots=roots).build().verify_message(response, content)
    except (VerificationError, ValueError) as error:
        why = Text(
            "ลายมือชื่อหรือใบรับรองไม่ถูกต้อง ({why})", "its signature or certificate is not good ({why})"
        )
        return Stamp(time, fault=_wrong(why.format(why=same(printable(str(error))))))
    return Stamp(time)


def _is_of(response: TimeStampResponse, content: bytes) -> bool:
    """Whether a stamp is of this content."""
    imprint = response.tst_info.message_imprint
    is_sha256 = imprint.hash_algorithm.dotted_string == _SHA256
    return is_sha256 and imprint.message == hashlib.sha256(content).digest()


# --- what is said --------------------------------------------------------------------------------

_NO_STAMP = Text("คำตอบไม่ใช่การประทับรับรองเวลา", "it is no time stamp")
_OF_ANOTHER = Text("เป็นการประทับรับรองเวลาของแฟ้มอื่น", "it is the time stamp of something else")
_NO_LIBRARY = Text(
    "ยังไม่ได้ตรวจการประทับรับรองเวลา เพราะไม่มีส่วนเสริม timestamp",
    "the time stamp is not checked, as the extra timestamp is not installed",
)
_NO_ROOTS = Text(
    "เป็นของ manifest นี้ แต่ยังไม่ได้ตรวจลายมือชื่อของผู้ประทับ เพราะไม่ได้ระบุใบรับรองราก (--tsa-root)",
    "it is of this manifest; who signed it is not checked, as no root certificate is given (--tsa-root)",
)


def _no_library() -> Problem:
    return Problem(
        "stamp-library",
        Location("--tsa"),
        Text(
            "การประทับรับรองเวลาต้องใช้ส่วนเสริม timestamp ซึ่งยังไม่ได้ติดตั้ง",
            "time stamps need the extra timestamp, which is not installed",
        ),
        Text(
            "ติดตั้งด้วย pip install 'oit-site-builder[timestamp]' หรือสั่งโดยไม่ระบุ --tsa",
            "install it with pip install 'oit-site-builder[timestamp]', or leave out --tsa",
        ),
    )


def _refused(authority: str, why: Text) -> Problem:
    return Problem(
        "stamp-refused",
        Location(printable(authority)),
        Text(
            "ไม่ได้การประทับรับรองเวลา จึงไม่ได้เขียนแฟ้ม: {why}",
            "there is no time stamp, so no archive was written: {why}",
        ).format(why=why),
        Text(
            "ตรวจที่อยู่ของผู้ให้บริการ ลองใหม่ หรือสั่งโดยไม่ระบุ --tsa แล้วจดค่า SHA-256 ไว้ในหนังสือส่งแทน",
            "check the authority's address, try again, or leave out --tsa and note the SHA-256 in a letter instead",
        ),
    )


def _no_roots(path: Path) -> Problem:
    return Problem(
        "stamp-roots",
        Location(str(path)),
        Text("ไม่มีใบรับรองที่อ่านได้ในไฟล์นี้", "the file holds no certificate that can be read"),
        Text(
            "ระบุไฟล์ใบรับรองราก (PEM) ของผู้ให้บริการประทับรับรองเวลา",
            "name the file with the authority's root certificate (PEM)",
        ),
    )


def _wrong(why: Text) -> Finding:
    return Finding(
        "stamp-wrong",
        Severity.ERROR,
        Location(STAMP),
        Text("การประทับรับรองเวลาใช้ไม่ได้: {why}", "the time stamp is not good: {why}").format(why=why),
        Text(
            "ตรวจว่าใบรับรองรากเป็นของผู้ให้บริการรายนี้ ถ้าใช่ อย่าอ้างเวลานี้ และใช้สำเนาอื่นของแฟ้ม",
            "see that the root certificate is this authority's; if it is, do not claim this time, and use another copy",
        ),
    )
