"""A folder of a server that is reached by SFTP. Only a server whose key is known is spoken to."""

from __future__ import annotations

import errno
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import paramiko
from paramiko.sftp import CMD_EXTENDED

from site_builder.publishing.place import (
    Content,
    LinkingFileSystem,
    LostError,
    RefusedError,
    by_folder,
    opened,
)

_SECONDS = 30


class UnknownHostError(Exception):
    """Nobody has said yet that this is the key of the server; `fingerprint` as `ssh-keygen -l` says it."""

    def __init__(self, fingerprint: str, kind: str) -> None:
        super().__init__(fingerprint)
        self.fingerprint = fingerprint
        self.kind = kind


class ChangedHostError(Exception):
    """The server shows another key than the one that is known: it may be another server."""


class LoginError(Exception):
    """The server knows no such user, password or key."""


class SftpPlace(LinkingFileSystem):
    """Files of an SFTP server.

    Args:
        known_hosts: where keys of servers are kept that a person has confirmed, beside those of the user's own
            `known_hosts`.
        fingerprint: that a person has confirmed for this server, or "".

    Raises:
        UnknownHostError, ChangedHostError, LoginError, LostError: no connection could be made.
    """

    def __init__(
        self,
        host: str,
        port: int,
        user: str,
        password: str,
        passphrase: str,
        key: Path | None,
        known_hosts: Path,
        fingerprint: str,
    ) -> None:
        self._client = paramiko.SSHClient()
        self._folders: set[str] = set()
        self._shares = True
        try:
            self._connect(host, port, user, password, passphrase, key, known_hosts, fingerprint)
        except BaseException:
            self._client.close()
            raise

    def _connect(
        self,
        host: str,
        port: int,
        user: str,
        password: str,
        passphrase: str,
        key: Path | None,
        known_hosts: Path,
        fingerprint: str,
    ) -> None:
        self._client.load_system_host_keys()
        if known_hosts.is_file():
            self._client.load_host_keys(str(known_hosts))
        self._client.set_missing_host_key_policy(_Confirmed(fingerprint, known_hosts))
        try:
            self._client.connect(
                host,
                port,
                username=user or None,
                password=password or None,
                passphrase=passphrase or None,
                key_filename=str(key) if key else None,
                timeout=_SECONDS,
                banner_timeout=_SECONDS,
                auth_timeout=_SECONDS,
            )
            self._sftp = self._client.open_sftp()
            self._sftp.get_channel().settimeout(_SECONDS)
        except paramiko.BadHostKeyException as error:
            raise ChangedHostError(error.key.fingerprint) from None
        except (
            paramiko.AuthenticationException,
            paramiko.PasswordRequiredException,
        ) as error:
            raise LoginError(str(error)) from None
        except (paramiko.SSHException, EOFError, OSError) as error:
            if "authentication methods" in str(error):
                raise LoginError(str(error)) from None
            raise LostError(str(error)) from None

    def read(self, path: str, limit: int) -> bytes | None:
        with self._told(path):
            try:
                with self._sftp.open(path, "rb") as file:
                    content: bytes = file.read(limit + 1)
            except FileNotFoundError:
                return None
        if len(content) > limit:
            raise RefusedError(path, "too large")
        return content

    def write(self, path: str, content: Content, page: str = "") -> None:
        self._make_above(path)
        with self._told(path), opened(content) as file:
            # A file that several releases share is never written into.
            with suppress(FileNotFoundError):
                self._sftp.remove(path)
            self._sftp.putfo(file, path)

    def delete(self, path: str) -> None:
        with self._told(path), suppress(FileNotFoundError):
            self._sftp.remove(path)

    def claim(self, path: str, content: bytes) -> bool:
        self._make_above(path)
        with self._told(path):
            if self._kind(path):
                return False
            try:
                opened = self._sftp.open(path, "wx")
            except OSError as error:
                # SFTP has no word for "it is there already".
                if error.errno is None and self._kind(path):
                    return False
                raise
            with opened as file:
                file.write(content)
        return True

    def move(self, old: str, new: str) -> None:
        self._make_above(new)
        with self._told(new):
            try:
                self._sftp.posix_rename(old, new)
            except OSError as error:
                if error.errno is not None or "support" not in str(error).lower():
                    raise
                # SFTP without this extension renames to a free name only.
                with suppress(FileNotFoundError):
                    self._sftp.remove(new)
                self._sftp.rename(old, new)

    def names(self, folder: str) -> frozenset[str]:
        with self._told(folder):
            try:
                return frozenset(self._sftp.listdir(folder))
            except FileNotFoundError:
                return frozenset()

    def sizes(self, folder: str, paths: Collection[str]) -> dict[str, int]:
        found = {}
        for below, wanted in by_folder(paths).items():
            names = set(wanted)
            with self._told(folder), suppress(FileNotFoundError):
                for each in self._sftp.listdir_attr(f"{folder}/{below}" if below else folder):
                    if each.filename in names and stat.S_ISREG(each.st_mode or 0):
                        path = f"{below}/{each.filename}" if below else each.filename
                        found[path] = each.st_size or 0
        return found

    def make_folder(self, path: str) -> None:
        if path in self._folders or path in ("", "/", "."):
            return
        with self._told(path):
            try:
                self._sftp.mkdir(path)
            except FileNotFoundError:
                self._make_above(path)
                self._sftp.mkdir(path)
            except OSError:
                # SFTP has no word for "it is there already".
                if not self.is_folder(path):
                    raise
        self._folders.add(path)

    def delete_folder(self, path: str) -> bool:
        self._folders.discard(path)
        with self._told(path):
            try:
                self._sftp.rmdir(path)
            except FileNotFoundError:
                return True
            except OSError as error:
                if _is_lost(error):
                    raise
                return False
        return True

    def is_folder(self, path: str) -> bool:
        with self._told(path):
            try:
                return stat.S_ISDIR(self._sftp.stat(path).st_mode or 0)
            except FileNotFoundError:
                return False

    def resolve(self, path: str) -> str:
        with self._told(path):
            try:
                return str(self._sftp.normalize(path))
            except FileNotFoundError:
                return path

    def read_link(self, path: str) -> str | None:
        with self._told(path):
            if not stat.S_ISLNK(self._kind(path)):
                return None
            return str(self._sftp.readlink(path))

    def link(self, target: str, path: str) -> None:
        with self._told(path):
            self._sftp.symlink(target, path)

    def share(self, old: str, new: str) -> bool:
        self._make_above(new)
        if not self._shares:
            return False
        with self._told(new):
            with suppress(FileNotFoundError):
                self._sftp.remove(new)
            try:
                # OpenSSH's extension (PROTOCOL, 3.4), for which the library has no method.
                self._sftp._request(CMD_EXTENDED, "hardlink@openssh.com", old, new)
            except FileNotFoundError:
                return False
            except OSError as error:
                if _is_lost(error):
                    raise
                self._shares = False
                return False
        return True

    def delete_tree(self, folder: str) -> None:
        with self._told(folder):
            try:
                entries = self._sftp.listdir_attr(folder)
            except FileNotFoundError:
                return
            for entry in entries:
                path = f"{folder}/{entry.filename}"
                if stat.S_ISDIR(entry.st_mode or 0):
                    self.delete_tree(path)
                else:
                    self.delete(path)
            self._folders.discard(folder)
            with suppress(FileNotFoundError):
                self._sftp.rmdir(folder)

    def close(self) -> None:
        with suppress(Exception):
            self._client.close()

    def _kind(self, path: str) -> int:
        """The mode of what stands there, 0 where nothing does."""
        try:
            return self._sftp.lstat(path).st_mode or 0
        except FileNotFoundError:
            return 0

    def _make_above(self, path: str) -> None:
        self.make_folder(path.rpartition("/")[0])

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        try:
            yield
        except (LostError, RefusedError):
            raise
        except (EOFError, paramiko.SSHException) as error:
            raise LostError(str(error)) from None
        except OSError as error:
            if _is_lost(error):
                raise LostError(str(error)) from None
            raise RefusedError(path, error.strerror or str(error)) from None


class _Confirmed(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]
    """Takes an unknown key only if a person has confirmed its fingerprint, and then remembers it."""

    def __init__(self, fingerprint: str, known_hosts: Path) -> None:
        self._fingerprint = fingerprint
        self._known_hosts = known_hosts

    def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:
        if not self._fingerprint or key.fingerprint.rstrip("=") != self._fingerprint.rstrip("="):
            raise UnknownHostError(key.fingerprint, key.get_name())
        kept = paramiko.HostKeys(str(self._known_hosts) if self._known_hosts.is_file() else None)
        kept.add(hostname, key.get_name(), key)
        self._known_hosts.parent.mkdir(parents=True, exist_ok=True)
        kept.save(str(self._known_hosts))


def _is_lost(error: OSError) -> bool:
    """Whether an error is of the connection, not an answer of the server."""
    network = (ConnectionError, TimeoutError)
    return (
        isinstance(error, network)
        or error.errno in (errno.EPIPE, errno.ENOTCONN)
        or ("closed" in str(error).lower())
    )
