"""Publishing to a branch of a git repository, as hosts of static pages take it (GitHub or GitLab Pages).

The commit is made by ghp-import in a repository of our own, compared with the site file by file, and pushed:
git moves the branch to it at once or not at all, sends only what the other side does not have, and refuses
where somebody else has published meanwhile. No branch of the workspace's own repository is touched.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ghp_import

from site_builder import __version__
from site_builder.agency import AGENCY_FILE
from site_builder.language import Text, same
from site_builder.links.answers import printable
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.publishing.place import LostError
from site_builder.publishing.plan import Plan, plan
from site_builder.publishing.release import File, Release
from site_builder.publishing.work import Work
from site_builder.temporary import folder_in

_OURS, _BACK = "Oit-Release", "Oit-Rolled-Back-To"
_REMOTE = "refs/remotes/there"
_LOCAL = "publish"
#: What hosts read and the site does not have.
_OF_HOST = frozenset([".nojekyll", "CNAME"])
_UNREACHED = ("could not read from remote", "unable to access", "could not resolve", "hung up")


@dataclass(frozen=True)
class Branch:
    """A branch of a repository elsewhere.

    Attributes:
        remote: its address; never shown, as people keep passwords in it.
        scratch: the folder of our own repository.
    """

    remote: str
    name: str
    scratch: Path

    def present(self) -> Release:
        """What stands on the branch. A file's `sha256` is git's own name of its content here."""
        tip = self._fetched()
        return Release(tip, self._tree(tip) if tip else {})

    def previous(self) -> Release | None:
        """The commit before the present one, past whatever was rolled back."""
        tip = self._fetched()
        back = (self._trailer(tip, _BACK) or tip) if tip else ""
        old = self._parse(f"{back}^") if back else ""
        return Release(old, self._tree(old)) if old else None

    def plan(self, wanted: Release, contents: Mapping[str, Path]) -> Plan:
        present = self.present()
        named = {path: _named(file) for path, file in contents.items()} or wanted.files
        return plan(named, present, wanted.addresses)

    def in_the_way(self, wanted: Iterable[str]) -> list[str]:
        """Every file of a branch that was not made by this program.

        Raises:
            InputError: the branch holds the workspace itself.
        """
        tip = self._fetched()
        if not tip or self._trailer(tip, _OURS):
            return []
        files = self._tree(tip)
        if AGENCY_FILE in files:
            raise InputError([_of_sources(self.name)])
        return sorted(files)

    def publish(self, wanted: Release, contents: Mapping[str, Path], work: Work) -> Release:
        """Push a commit of the site, or of the older commit that `wanted` is (without `contents`)."""
        result = self.plan(wanted, contents)
        tip = self._parse(_REMOTE)
        if result.is_empty:
            return Release(tip, result.files)
        work.tell(0, 1, self.name)
        if contents:
            self._commit_site(result, contents, wanted.id)
        else:
            self._commit_back(result, wanted.id, tip)
        commit = self._parse(_LOCAL)
        if self._tree(commit) != {path: File(0, f.sha256) for path, f in result.files.items()}:
            raise LostError("the commit is not the site")
        self._push()
        return Release(commit, result.files)

    def wrong(self, release: Release) -> list[str]:
        """The files that the branch does not show as they were pushed."""
        files = self.present().files
        return [path for path, f in release.files.items() if files.get(path) != File(0, f.sha256)]

    def doubt(self, release: Release, paths: list[str]) -> None:
        """Nothing to remember: what the branch holds is read anew each time."""

    def _commit_site(self, result: Plan, contents: Mapping[str, Path], release_id: str) -> None:
        self._git("update-ref", "-d", f"refs/heads/{_LOCAL}")
        tip = self._parse(_REMOTE)
        if tip:
            self._git("update-ref", f"refs/heads/{_LOCAL}", tip)
        cname = self._content(tip, "CNAME").decode("utf-8", "replace").strip() if tip else ""
        with folder_in() as folder:
            for path in result.files:
                file = Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                if path in contents:
                    shutil.copyfile(contents[path], file)
                else:
                    file.write_bytes(self._content(tip, path))
            ghp_import.run_import(
                _Git(self.scratch, _environment()),
                folder,
                branch=_LOCAL,
                mesg=_message(f"{_OURS}: {release_id}"),
                prefix=None,
                followlinks=False,
                nojekyll=True,
                cname=cname or None,
            )

    def _commit_back(self, result: Plan, old: str, tip: str) -> None:
        """A commit of an older one's files, and of those of the present that must stay."""
        index = {"GIT_INDEX_FILE": str(self.scratch / "rollback-index")}
        self._git("read-tree", old, **index)
        for path, file in result.kept.items():
            self._git(
                "update-index", "--add", "--cacheinfo", f"100644,{file.sha256},{path}", **index
            )
        tree = self._git("write-tree", **index)
        message = _message(f"{_OURS}: {old}", f"{_BACK}: {old}")
        commit = self._git("commit-tree", tree, "-p", tip, "-m", message)
        self._git("update-ref", f"refs/heads/{_LOCAL}", commit)

    def _fetched(self) -> str:
        """The commit that the branch is at; "" where there is no such branch."""
        if not (self.scratch / "HEAD").is_file():
            self.scratch.mkdir(parents=True, exist_ok=True)
            self._git("init", "--quiet", "--bare", str(self.scratch))
        found = self._remote("ls-remote", self.remote, f"refs/heads/{self.name}").split()
        if not found:
            self._git("update-ref", "-d", _REMOTE)
            return ""
        if self._parse(_REMOTE) != found[0]:
            self._remote("fetch", "--quiet", self.remote, f"+refs/heads/{self.name}:{_REMOTE}")
        return self._parse(_REMOTE)

    def _push(self) -> None:
        try:
            self._remote("push", "--quiet", self.remote, f"{_LOCAL}:refs/heads/{self.name}")
        except InputError:
            if self._fetched() != self._parse(f"{_LOCAL}^"):
                raise InputError([_overtaken(self.name)]) from None
            raise

    def _tree(self, commit: str) -> dict[str, File]:
        lines = self._git("ls-tree", "-r", "-z", commit).split("\0")
        found = {}
        for line in filter(None, lines):
            head, _, path = line.partition("\t")
            if path not in _OF_HOST:
                found[path] = File(0, head.split()[2])
        return found

    def _content(self, commit: str, path: str) -> bytes:
        command = ["git", "cat-file", "blob", f"{commit}:{path}"]
        done = subprocess.run(command, cwd=self.scratch, env=_environment(), capture_output=True)
        return done.stdout if done.returncode == 0 else b""

    def _trailer(self, commit: str, key: str) -> str:
        form = f"--format=%(trailers:key={key},valueonly)"
        return self._git("log", "-1", form, commit).strip()

    def _parse(self, name: str) -> str:
        """The commit of a name, or ""."""
        command = ["git", "rev-parse", "--quiet", "--verify", f"{name}^{{commit}}"]
        done = subprocess.run(command, cwd=self.scratch, env=_environment(), capture_output=True)
        return done.stdout.decode().strip()

    def _remote(self, *arguments: str) -> str:
        """A command that speaks to the other repository.

        Raises:
            LostError: it cannot be reached.
        """
        return self._git(*arguments)

    def _git(self, *arguments: str, **environment: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.scratch,
            env={**_environment(), **environment},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
        )
        if done.returncode == 0:
            return done.stdout.strip("\n")
        said = done.stderr.replace(self.remote, "…")
        if any(words in said.lower() for words in _UNREACHED):
            raise LostError(printable(said.strip().splitlines()[0] if said.strip() else ""))
        raise InputError([_failed(arguments[0], said)])


class _Git(ghp_import.Git):  # type: ignore[misc]
    """git in our own repository."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        super().__init__()
        self._where: dict[str, Any] = {"cwd": folder, "env": environment}

    def open(self, *arguments: str, **options: Any) -> Any:
        return super().open(*arguments, **{**options, **self._where})


def _environment() -> dict[str, str]:
    """Who commits where the user has not said it, and no question that nobody answers."""
    unwanted = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    name, email = "oit-site-builder", "oit-site-builder@localhost"
    who = {
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": email,
        "GIT_COMMITTER_NAME": name,
        "GIT_COMMITTER_EMAIL": email,
    }
    return {**who, **kept, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def _message(*trailers: str) -> str:
    return f"Publish the site\n\nMade by oit-site-builder {__version__}\n\n" + "\n".join(trailers)


def _named(path: Path) -> File:
    """A file under git's name of its content."""
    content = path.read_bytes()
    digest = hashlib.sha1(b"blob %d\0" % len(content), usedforsecurity=False)
    digest.update(content)
    return File(0, digest.hexdigest())


def _of_sources(branch: str) -> Problem:
    return Problem(
        "publish-sources",
        Location(f"git:{branch}"),
        Text(
            f"สาขา {branch} เก็บข้อมูลต้นฉบับ ({AGENCY_FILE}) การเผยแพร่จะแทนที่ทุกไฟล์ในสาขา",
            f"the branch {branch} holds the data themselves ({AGENCY_FILE}); publishing replaces all its files",
        ),
        Text("ใช้สาขาอื่น เช่น git:gh-pages", "use another branch, such as git:gh-pages"),
    )


def _overtaken(branch: str) -> Problem:
    return Problem(
        "publish-locked",
        Location(f"git:{branch}"),
        Text("มีผู้อื่นเผยแพร่ไปที่สาขานี้ระหว่างนั้น", "somebody else has published to this branch meanwhile"),
        Text("สั่ง oit publish อีกครั้ง", "run oit publish again"),
    )


def _failed(what: str, said: str) -> Problem:
    shown = printable(" ".join(line for line in said.splitlines() if line.strip()))
    return Problem(
        "publish-git",
        Location(f"git {what}"),
        Text("git ทำไม่สำเร็จ: {said}", "git did not succeed: {said}").format(said=same(shown)),
        Text(
            "แก้ตามที่ git บอก แล้วสั่งอีกครั้ง สาขาที่เผยแพร่ยังเป็นของเดิม",
            "mend what git says and run it again; the published branch is as it was",
        ),
    )
