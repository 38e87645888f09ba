"""A bucket of an S3-compatible storage. An object is replaced whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from site_builder.publishing.place import Content, LostError, Place, RefusedError

_SECONDS = 30
_MISSING = ("404", "NoSuchKey", "NotFound")
_LOGIN = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken")
#: Where the computer's own table says nothing or something odd.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
}
#: A page is asked for anew each time; what serves its look may be an hour old.
_FRESH, _HOUR = "no-cache", "public, max-age=3600"


class LoginError(Exception):
    """The storage knows no such key."""


class S3Place(Place):
    """Objects of a bucket.

    Args:
        endpoint: of a storage that is not Amazon's, or "".

    Raises:
        RefusedError: that is no endpoint, or a setting of the computer's is wrong.
    """

    def __init__(
        self, bucket: str, endpoint: str, region: str, key_id: str, secret: str, token: str
    ) -> None:
        self._bucket = bucket
        # With the keys given, no file of the user's is searched for others.
        try:
            self._s3: Any = boto3.client(
                "s3",
                endpoint_url=endpoint or None,
                region_name=region or "us-east-1",
                aws_access_key_id=key_id,
                aws_secret_access_key=secret,
                aws_session_token=token or None,
                config=Config(
                    connect_timeout=_SECONDS,
                    read_timeout=_SECONDS,
                    retries={"max_attempts": 2},
                    # Storages of others do not know the newer checksums.
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                    s3={"addressing_style": "path" if endpoint else "auto"},
                ),
            )
        except (BotoCoreError, ValueError) as error:
            raise RefusedError(endpoint or bucket, str(error)) from None

    def read(self, path: str, limit: int) -> bytes | None:
        with self._told(path):
            try:
                answer = self._s3.get_object(Bucket=self._bucket, Key=path)
            except ClientError as error:
                if _code(error) in _MISSING:
                    return None
                raise
            with answer["Body"] as body:
                content: bytes = body.read(limit + 1)
        if len(content) > limit:
            raise RefusedError(path, "too large")
        return content

    def write(self, path: str, content: Content, page: str = "") -> None:
        self.put(path, content, page)

    def put(self, path: str, content: Content, page: str = "") -> str:
        """Write an object; returns its mark (ETag)."""
        with self._told(path), _sums(content) as (md5, sha256, body):
            answer = self._s3.put_object(
                Bucket=self._bucket,
                Key=path,
                Body=body,
                ContentMD5=base64.b64encode(bytes.fromhex(md5)).decode(),
                ContentType=content_type(page or path),
                CacheControl=_HOUR if page.startswith("assets/") else _FRESH,
                Metadata={"sha256": sha256},
            )
        return str(answer["ETag"]).strip('"')

    def delete(self, path: str) -> None:
        with self._told(path):
            self._s3.delete_object(Bucket=self._bucket, Key=path)

    def claim(self, path: str, content: bytes) -> bool:
        with self._told(path):
            try:
                self._s3.put_object(Bucket=self._bucket, Key=path, Body=content, IfNoneMatch="*")
            except ClientError as error:
                if _code(error) in ("PreconditionFailed", "ConditionalRequestConflict", "412"):
                    return False
                raise
        # A storage that does not know the condition has written it all the same, for whoever came last.
        return self.read(path, len(content)) == content

    def marks(self, prefix: str) -> dict[str, tuple[int, str]]:
        """Every object below a prefix: its size and mark (ETag)."""
        found = {}
        with self._told(prefix):
            pages = self._s3.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=prefix):
                for each in page.get("Contents", ()):
                    path = str(each["Key"]).removeprefix(prefix)
                    found[path] = (int(each["Size"]), str(each["ETag"]).strip('"'))
        return found

    def close(self) -> None:
        with suppress(Exception):
            self._s3.close()

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            if _code(error) in _LOGIN:
                raise LoginError(_code(error)) from None
            if status >= 500:
                raise LostError(_code(error)) from None
            raise RefusedError(path, _code(error)) from None
        except (BotoCoreError, OSError) as error:
            raise LostError(type(error).__name__) from None


def content_type(path: str) -> str:
    """How a browser is told what a file is; text is UTF-8."""
    ending = Path(path).suffix.lower()
    return _TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def md5_of(file: Path) -> str:
    """What a storage calls an object that was written at once (ETag)."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, _md5).hexdigest()


def _md5() -> Any:
    return hashlib.md5(usedforsecurity=False)


@contextmanager
def _sums(content: Content) -> Iterator[tuple[str, str, Any]]:
    """MD5, SHA-256 and what is to be sent."""
    if isinstance(content, bytes):
        yield (
            hashlib.md5(content, usedforsecurity=False).hexdigest(),
            hashlib.sha256(content).hexdigest(),
            content,
        )
        return
    md5 = md5_of(content)
    with content.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        yield md5, sha256, file


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
