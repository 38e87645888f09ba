"""One agency's folder: where its files are, and which editions it has data for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from site_builder.agency import AGENCY_FILE, Agency, load_agency
from site_builder.catalogue.loader import load_catalogue, load_shared
from site_builder.catalogue.model import Catalogue
from site_builder.catalogue.own import known_editions, load_catalogue_of, own_files
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem

_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Workspace:
    """A folder with `data/agency.yaml`; `catalogue` holds the editions that it has data for."""

    root: Path
    agency: Agency
    catalogue: Catalogue
    editions: tuple[str, ...]

    @property
    def current_edition(self) -> str:
        """The edition shown first: the agency's choice, or the newest with data."""
        return self.agency.edition or self.editions[-1]

    def data_folder(self, edition: str) -> Path:
        return self.root / "data" / edition


def open_workspace(root: Path) -> Workspace:
    """Find and read the workspace at `root`.

    Raises:
        InputError: there is no workspace, its agency file is wrong, or it has data for an
            edition that we do not know.
    """
    require_workspace(root)
    problems: list[Problem] = []
    editions = _editions_with_data(root, problems)
    try:
        agency = load_agency(root, load_shared().vocabularies)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    known = known_editions(root)
    problems += own_files(root).problems
    if agency.edition and agency.edition not in known:
        location = agency.values["edition"].location
        problems.append(_unknown_edition(agency.edition, location, known))
    elif agency.edition and agency.edition not in editions:
        editions = tuple(sorted((*editions, agency.edition)))
    if problems:
        raise InputError(problems)
    editions = editions or known[-1:]
    return Workspace(root, agency, _catalogue(root, editions), editions)


def _catalogue(root: Path, editions: tuple[str, ...]) -> Catalogue:
    return load_catalogue_of(root, editions) or load_catalogue(editions)


def is_workspace(root: Path) -> bool:
    """Whether a folder is a workspace."""
    try:
        return (root / AGENCY_FILE).is_file()
    except OSError:
        return False  # a name that no folder can have


def require_workspace(root: Path) -> None:
    """Raises InputError unless `root` is a workspace's folder."""
    if is_workspace(root):
        return
    raise InputError(
        [
            Problem(
                "no-workspace",
                Location(str(root)),
                Text(
                    f"โฟลเดอร์นี้ไม่มี {AGENCY_FILE} จึงไม่ใช่พื้นที่ทำงาน",
                    f"this folder has no {AGENCY_FILE}, so it is no workspace",
                ),
                Text(
                    "เข้าไปในโฟลเดอร์ของหน่วยงานก่อน หรือระบุด้วย --workspace โฟลเดอร์",
                    "change into the agency's folder, or name it with --workspace FOLDER",
                ),
            )
        ]
    )


def require_own_folders(workspace: Workspace, edition: str) -> None:
    """Raises InputError where a folder to write an edition's data into leads out of the workspace."""
    folder = workspace.data_folder(edition)
    for path in (folder.parent, folder, folder / "files"):
        if path.is_symlink():
            raise InputError(
                [
                    Problem(
                        "path-outside",
                        Location(path.relative_to(workspace.root).as_posix()),
                        Text("โฟลเดอร์นี้เป็นทางลัด (symbolic link)", "this folder is a symbolic link"),
                        Text("ใช้โฟลเดอร์จริงแทนทางลัด", "use the folder itself"),
                    )
                ]
            )


def is_taken(path: Path) -> bool:
    """Whether something has this name already, be it a link that leads nowhere."""
    return path.exists() or path.is_symlink()


def with_edition(workspace: Workspace, name: str) -> Workspace:
    """The workspace with an edition that it has no data for yet.

    Raises:
        InputError: no such edition.
    """
    known = known_editions(workspace.root)
    if name not in known:
        raise InputError([_unknown_edition(name, Location("--edition"), known)])
    if name in workspace.editions:
        return workspace
    return _with_editions(workspace, {*workspace.editions, name})


def with_all_editions(workspace: Workspace) -> Workspace:
    """The workspace with every edition that ships or is its own.

    Raises:
        InputError: a file of its own criteria is wrong.
    """
    return _with_editions(workspace, set(known_editions(workspace.root)))


def _with_editions(workspace: Workspace, names: set[str]) -> Workspace:
    editions = tuple(sorted(names))
    catalogue = _catalogue(workspace.root, editions)
    return Workspace(workspace.root, workspace.agency, catalogue, editions)


def _editions_with_data(root: Path, problems: list[Problem]) -> tuple[str, ...]:
    found = []
    known = known_editions(root)
    for path in sorted((root / "data").iterdir()):
        if path.is_dir() and _YEAR.fullmatch(path.name):
            if path.name in known:
                found.append(path.name)
            else:
                problems.append(_unknown_edition(path.name, Location(f"data/{path.name}"), known))
    return tuple(found)


def _unknown_edition(name: str, location: Location, known: tuple[str, ...]) -> Problem:
    return Problem(
        "unknown-edition",
        location,
        Text('ไม่มีเกณฑ์ของปี "{name}"', 'there is no edition "{name}"').format(name=same(name)),
        Text("ใช้ปีใดปีหนึ่ง: {known}", "use one of: {known}").format(known=same(", ".join(known))),
    )
