"""`oit fleet`: one command over every agency of a register."""

from __future__ import annotations

import click

from site_builder.cli.fleet import build, carry, check, links, report, view
from site_builder.cli.options import text


@click.group(
    name="fleet",
    help=text(
        "สั่งงานกับทุกหน่วยงานในทะเบียน (CSV หรือ YAML) หรือทุกโฟลเดอร์หน่วยงานในโฟลเดอร์หนึ่ง หน่วยงานที่มีปัญหา"
        "ไม่ทำให้หน่วยงานอื่นหยุดหรือช้า หยุดกลางคันแล้วสั่งซ้ำได้ และไม่ทำซ้ำส่วนที่ไม่เปลี่ยน\n\n"
        "รหัสเมื่อจบ: 0 ทุกหน่วยงานเรียบร้อย, 1 มีหน่วยงานที่ต้องแก้, 2 อ่านทะเบียนหรือข้อมูลของบางหน่วยงานไม่ได้, "
        "3 โปรแกรมทำบางหน่วยงานไม่สำเร็จ\n\n"
        "ตัวอย่าง: oit fleet check agencies.csv",
        "One command over every agency of a register (CSV or YAML), or every workspace of a folder. One broken "
        "agency neither stops nor slows the rest; an interrupted run is gone on with by the same command; "
        "what is unchanged is not done again.\n\n"
        "Exit codes: 0 every agency is clean, 1 some have findings, 2 the register or some agency cannot be "
        "read, 3 the program failed on some agency.\n\n"
        "Example: oit fleet check agencies.csv",
    ),
)
def command() -> None:
    pass


for _each in (check, build, links, carry, report, view):
    command.add_command(_each.command)
