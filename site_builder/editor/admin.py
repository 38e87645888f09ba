"""The editor's page as files, for a folder whose data stand on a Git host."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from site_builder.editor.config import Config, settings
from site_builder.editor.server import BUNDLE, PAGE, bundle, page_file
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.write import write_file
from site_builder.workspace import Workspace

#: Git hosts that Decap CMS knows by themselves; each other way in is a `backend` written by hand.
GIT_HOSTS = ("github", "gitlab", "gitea", "forgejo", "bitbucket")
_BRANCH = "main"
_REPOSITORY = re.compile(r"(?P<host>[a-z]+):(?P<repo>[\w.-]+(?:/[\w.-]+)+)", re.ASCII)


def git_backend(git_host: str | None) -> Config:
    """The `backend` of the configuration, from `github:owner/name`; without one that of Git Gateway.

    Raises:
        InputError: the text names no Git host that is known, or no repository.
    """
    if git_host is None:
        return {"name": "git-gateway", "branch": _BRANCH}
    found = _REPOSITORY.fullmatch(git_host)
    if found is None or found["host"] not in GIT_HOSTS:
        raise InputError(
            [
                Problem(
                    "git-host",
                    Location("--git-host"),
                    Text('ไม่รู้จัก "{text}"', '"{text}" is not known').format(text=same(git_host)),
                    Text(
                        "เขียนเช่น github:owner/name ใช้ได้กับ {hosts}",
                        "write such as github:owner/name; known are {hosts}",
                    ).format(hosts=same(", ".join(GIT_HOSTS))),
                )
            ]
        )
    return {"name": found["host"], "repo": found["repo"], "branch": _BRANCH}


def write_admin(
    workspace: Workspace, editions: Iterable[str], backend: Config, folder: Path
) -> None:
    """Write the page with all that it needs into a folder; it asks no other server but the Git host.

    Raises:
        InputError: the folder cannot be written to.
    """
    known = json.dumps(settings(workspace, editions, backend), ensure_ascii=False, indent=1)
    files = {"settings.json": f"{known}\n".encode(), BUNDLE: bundle()}
    files |= {name: page_file(name) for name in PAGE}
    for name, content in files.items():
        write_file(folder / name, f"{folder.as_posix()}/{name}", content)
