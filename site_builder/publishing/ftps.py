"""A folder of a server that is reached by FTPS: FTP that is turned to TLS before anything is said.

Only commands that every server knows (RFC 959, 3659 SIZE, 4217) are used; listings of folders differ from
server to server and are not.
"""

from __future__ import annotations

import ftplib
import posixpath
import socket
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from site_builder.publishing.place import Content, FileSystem, LostError, RefusedError, opened

_SECONDS = 30
_CHUNK = 64 * 1024
#: Answers that say that there is no such file, or that it may not be touched.
_NO = ("550", "553", "450")


class CertificateError(Exception):
    """The certificate is not that of the server, or nobody vouches for it."""


class LoginError(Exception):
    """The server knows no such user or password."""


class FtpsPlace(FileSystem):
    """Files of an FTPS server (explicit TLS), with control and data encrypted.

    Raises:
        CertificateError, LoginError, LostError: no connection could be made.
    """

    def __init__(self, host: str, port: int, user: str, password: str) -> None:
        self._ftp = _Ftp(context=ssl.create_default_context(), timeout=_SECONDS)
        self._folders: set[str] = set()
        try:
            self._ftp.connect(host, port)
            self._ftp.login(user, password)
            self._ftp.prot_p()
            self._ftp.voidcmd("TYPE I")
        except ssl.SSLCertVerificationError as error:
            self.close()
            raise CertificateError(error.verify_message) from None
        except ftplib.error_perm as error:
            self.close()
            raise LoginError(str(error)) from None
        except (ftplib.Error, OSError, EOFError, ValueError) as error:
            self.close()
            raise LostError(str(error)) from None

    def read(self, path: str, limit: int) -> bytes | None:
        found = bytearray()
        with self._told(path):
            try:
                with self._transfer(f"RETR {path}") as data:
                    while chunk := data.recv(_CHUNK):
                        found.extend(chunk)
                        if len(found) > limit:
                            raise RefusedError(path, "too large")
            except ftplib.error_perm as error:
                _require_missing(error)
                return None
        return bytes(found)

    def write(self, path: str, content: Content, page: str = "") -> None:
        self._make_above(path)
        size = 0
        with self._told(path):
            with opened(content) as file, self._transfer(f"STOR {path}") as data:
                while chunk := file.read(_CHUNK):
                    data.sendall(chunk)
                    size += len(chunk)
            if self._size(path) != size:
                raise LostError("cut short")

    def delete(self, path: str) -> None:
        with self._told(path):
            try:
                self._ftp.delete(path)
            except ftplib.error_perm as error:
                if self._size(path) is not None:
                    raise
                _require_missing(error)

    def claim(self, path: str, content: bytes) -> bool:
        # FTP has no way to write a file only if there is none, but to make a folder.
        self._make_above(path)
        with self._told(path):
            try:
                self._ftp.mkd(f"{path}.taken")
            except ftplib.error_perm:
                if not self.is_folder(f"{path}.taken"):
                    raise
                return False
        self.write(path, content)
        return True

    def release(self, path: str) -> None:
        self.delete(path)
        self.delete_folder(f"{path}.taken")

    def move(self, old: str, new: str) -> None:
        self._make_above(new)
        with self._told(new):
            try:
                self._ftp.rename(old, new)
            except ftplib.error_perm:
                # Servers on Windows rename to a free name only.
                if self._size(new) is None or self._size(old) is None:
                    raise
                self._ftp.delete(new)
                self._ftp.rename(old, new)

    def names(self, folder: str) -> frozenset[str]:
        with self._told(folder):
            if not self.is_folder(folder):
                return frozenset()
            try:
                found = self._ftp.nlst(folder)
            except ftplib.error_perm as error:
                _require_missing(error)
                return frozenset()
            finally:
                # Listing has turned to text; files are sent as they are.
                self._ftp.voidcmd("TYPE I")
        return frozenset(posixpath.basename(each) for each in found) - {".", ".."}

    def sizes(self, folder: str, paths: Collection[str]) -> dict[str, int]:
        with self._told(folder):
            found = {path: self._size(f"{folder}/{path}") for path in paths}
        return {path: size for path, size in found.items() if size is not None}

    def make_folder(self, path: str) -> None:
        if path in self._folders or path in ("", "/", "."):
            return
        with self._told(path):
            try:
                self._ftp.mkd(path)
            except ftplib.error_perm:
                if not self.is_folder(path):
                    above = posixpath.dirname(path)
                    if above in ("", "/", ".") or self.is_folder(above):
                        raise
                    self.make_folder(above)
                    self._ftp.mkd(path)
        self._folders.add(path)

    def delete_folder(self, path: str) -> bool:
        self._folders.discard(path)
        with self._told(path):
            try:
                self._ftp.rmd(path)
            except ftplib.error_perm:
                return not self.is_folder(path)
        return True

    def is_folder(self, path: str) -> bool:
        with self._told(path):
            try:
                self._ftp.cwd(path)
            except ftplib.error_perm as error:
                _require_missing(error)
                return False
        return True

    def close(self) -> None:
        with suppress(*ftplib.all_errors):
            self._ftp.close()

    @contextmanager
    def _transfer(self, command: str) -> Iterator[socket.socket]:
        """A data connection, and the server's word that all has arrived.

        The library's own transfers fail now and then where a session ticket of the server is still on its
        way when the connection is ended; that says nothing of the data.
        """
        with self._ftp.transfercmd(command) as data:
            yield data
            with suppress(OSError):
                data.unwrap()  # type: ignore[attr-defined]
        self._ftp.voidresp()

    def _size(self, path: str) -> int | None:
        try:
            return self._ftp.size(path)
        except ftplib.error_perm as error:
            _require_missing(error)
            return None

    def _make_above(self, path: str) -> None:
        self.make_folder(posixpath.dirname(path))

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        try:
            yield
        except ftplib.error_perm as error:
            raise RefusedError(path, str(error)) from None
        except ftplib.error_temp as error:
            if str(error).startswith(("450", "451", "452")):
                raise RefusedError(path, str(error)) from None
            raise LostError(str(error)) from None
        except (ftplib.Error, EOFError, OSError) as error:
            raise LostError(str(error)) from None


class _Ftp(ftplib.FTP_TLS):
    """Goes on with the TLS session of the control connection on each data connection, without which
    many servers refuse it: they would not know that it is the same client's."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> Any:
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        try:
            secured = self.context.wrap_socket(
                connection,
                server_hostname=self.host,
                session=self.sock.session,  # type: ignore[union-attr]
            )
        except BaseException:
            connection.close()
            raise
        return secured, size


def _require_missing(error: ftplib.error_perm) -> None:
    """Raises the error again unless it says that there is no such thing."""
    if not str(error).startswith(_NO):
        raise error
