"""Registers: what is read, and what is told of wrong ones, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from workspaces import WorkspaceFolder

from site_builder.fleet.register import Member, Register, read_register
from site_builder.problems import InputError

ONE = Member("a1", "x/a1")


def _read(folder: Path, name: str, content: str) -> Register:
    path = folder / name
    path.write_text(content, encoding="utf-8", newline="")
    return read_register(path)


@pytest.mark.parametrize(
    ("name", "content", "members"),
    [
        ("r.csv", "id,workspace\na1,x/a1\n", [ONE]),
        ("r.csv", "\ufeffid;workspace\r\na1;x/a1\r\n", [ONE]),
        ("r.csv", "ID\tWorkspace\na1\tx/a1\n", [ONE]),
        ("r.csv", "id,workspace\n\n a1 , x/a1 \n,,\n", [ONE]),
        ("r.csv", 'workspace,id\n"x/a1","a1"\n', [ONE]),
        ("r.csv", "id,workspace\nb,x/b\na1,x/a1\n", [ONE, Member("b", "x/b")]),
        (
            "r.csv",
            "รหัส,โฟลเดอร์,ชื่อหน่วยงาน,ประเภท,จังหวัด,อำเภอ,ผู้ดูแล\n"
            'อบต-1,x/1,"ชื่อ, ยาว",เทศบาลตำบล,ขอนแก่น,เมือง,บริษัท ก\n',
            [Member("อบต-1", "x/1", "ชื่อ, ยาว", "เทศบาลตำบล", "ขอนแก่น", "เมือง", "บริษัท ก")],
        ),
        ("r.yaml", "- {id: a1, workspace: x/a1}\n", [ONE]),
        ("r.yml", "agencies:\n  - รหัส: a1\n    โฟลเดอร์: x/a1\n", [ONE]),
    ],
)
def test_a_register(name: str, content: str, members: list[Member], tmp_path: Path) -> None:
    assert _read(tmp_path, name, content) == Register(tmp_path, tuple(members))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("r.csv", "", ["register-empty r.csv"]),
        ("r.csv", "id,workspace\n", ["register-empty r.csv"]),
        ("r.csv", "id,folder\na,b\n", ["unknown-key r.csv:1", "column-missing r.csv:1"]),
        ("r.csv", "id,id,workspace\na,b,c\n", ["register-twice r.csv:1"] * 2),
        ("r.csv", "id,workspace\na,x\na,y\n", ["register-twice r.csv:3"]),
        ("r.csv", "id,workspace\na,x\nA,y\n", ["register-twice r.csv:3"]),
        ("r.csv", "id,workspace\na,x\nb,y/../x\n", ["path-outside r.csv:3"]),
        ("r.csv", "id,workspace\na,x\nb,./x\n", ["register-twice r.csv:3"]),
        ("r.csv", "id,workspace\na,\n,x\n", ["missing-value r.csv:2", "missing-value r.csv:3"]),
        ("r.csv", "id,workspace\na,x,more\n", ["register-row r.csv:2"]),
        ("r.csv", "id,workspace\na\nb,x\n", ["missing-value r.csv:2"]),
        ("r.csv", "id,workspace\na,x\nb\0,y\n", ["character-refused r.csv:3"]),
        (
            "r.csv",
            'id,workspace\n"a\nb",x\nc,..\n',
            ["register-id r.csv:2", "path-outside r.csv:4"],
        ),
        *(
            ("r.csv", f"id,workspace\na,{path}\n", ["path-outside r.csv:2"])
            for path in ("..", "../x", "/etc", "x/../../y", "C:\\x", "~", "out", "out/x")
        ),
        *(
            ("r.csv", f"id,workspace\n{id_},x\n", ["register-id r.csv:2"])
            for id_ in ("../a", "a/b", ".a", "a b", "con", "NUL.x", "a.", "a" * 65, "-a")
        ),
        ("r.yaml", "- {id: a, workspace: x}\n- {id: a, where: y}\n", ["unknown-key r.yaml:2"]),
        ("r.yaml", "- text\n", ["wrong-type r.yaml:1"]),
        ("r.yaml", "agents: []\n", ["missing-key r.yaml:1", "unknown-key r.yaml:1"]),
        ("r.yaml", "- {id: [a], workspace: x}\n", ["wrong-type r.yaml:1"]),
        ("r.yaml", "- {id: a, รหัส: b, workspace: x}\n", ["register-twice r.yaml:1"]),
        ("r.yaml", "- {id: a\n", ["yaml-syntax r.yaml:1"]),
        ("absent.csv/x", None, ["file-unreadable x"]),
    ],
)
def test_what_is_wrong_is_told_at_once_with_its_line(
    name: str, content: str | None, told: list[str], tmp_path: Path
) -> None:
    (tmp_path / "out").symlink_to(tmp_path.parent)
    with pytest.raises(InputError) as raised:
        if content is None:
            read_register(tmp_path / name)
        else:
            _read(tmp_path, name, content)
    found = [f"{each.code} {each.location}" for each in raised.value.problems]
    assert set(told) <= set(found)
    assert all(each.message.th and each.remedy.th for each in raised.value.problems)


def test_thai_of_another_encoding_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes("รหัส,โฟลเดอร์\na,x\n".encode("cp874"))
    with pytest.raises(InputError) as raised:
        read_register(path)
    assert [each.code for each in raised.value.problems] == ["encoding"]


def test_a_folder_is_the_register_of_its_workspaces(tmp_path: Path) -> None:
    for name in ("b", "a", ".hidden"):
        WorkspaceFolder(tmp_path / name)
    (tmp_path / "no-workspace").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    members = (Member("a", "a"), Member("b", "b"))
    assert read_register(tmp_path) == Register(tmp_path, members)


def test_a_link_to_a_workspace_elsewhere_is_refused_also_within_the_folder(tmp_path: Path) -> None:
    WorkspaceFolder(tmp_path / "a")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    with pytest.raises(InputError, match=r"r\.csv:3"):
        _read(tmp_path, "r.csv", "id,workspace\na,a\nb,link\n")
