"""The words of the editor's page."""

from __future__ import annotations

from typing import Any

from site_builder.language import Text

#: Words of our own widgets and messages, by the name that `page/editor.js` knows.
WORDS: dict[str, Text] = {
    "title": Text("แก้ไขข้อมูล OIT", "Edit OIT data"),
    "problems": Text(
        "ยังบันทึกไม่ได้ แก้จุดต่อไปนี้แล้วกดบันทึกอีกครั้ง", "Not saved yet: mend this, then save again"
    ),
    "unreadable": Text(
        "เปิดข้อมูลของข้อนี้ไม่ได้ แก้จุดต่อไปนี้ก่อน", "This item cannot be opened: mend this first"
    ),
    "close": Text("ปิด", "Close"),
    "state_none": Text("ไม่มีรายการ — เขียนข้อความยืนยันแทน", "Nothing to report — say so instead"),
    "none_label": Text("ข้อความยืนยันว่าไม่มีรายการ", "Statement that there is nothing to report"),
    "none_text": Text("ไม่มี", "None"),
    "fill_in": Text("กรอกรายการแทน", "Fill in entries instead"),
    "unfit": Text(
        "ค่านี้มีรูปแบบที่ฟอร์มแก้ไม่ได้ ข้อมูลเดิมยังอยู่ครบ แก้ได้ในไฟล์ข้อมูลโดยตรง",
        "The form cannot change this value; it stays as it is, and can be changed in the data file",
    ),
    "same_name": Text(
        "มีไฟล์ชื่อ “{name}” อยู่แล้ว ถ้าเป็นไฟล์เดียวกันให้เลือกจากรายการ "
        "ถ้าเป็นคนละไฟล์ให้เปลี่ยนชื่อไฟล์ในเครื่องก่อน แล้วอัปโหลดใหม่",
        "There is a file “{name}” already. Choose it from the list, or rename yours and upload it again",
    ),
    "no_delete": Text(
        "ลบไฟล์จากหน้านี้ไม่ได้ เพราะที่อยู่ที่เผยแพร่แล้วต้องไม่หาย ลบในโฟลเดอร์ files เองหากแน่ใจ",
        "Files cannot be deleted here, since a published address must stay; delete it in the folder if sure",
    ),
    "unreachable": Text(
        "ติดต่อโปรแกรม oit edit ไม่ได้ อย่าปิดหน้านี้ เปิดหน้าต่างคำสั่งแล้วสั่ง oit edit อีกครั้ง "
        "คัดลอกข้อความที่พิมพ์ไว้แล้วเปิดจากที่อยู่ใหม่",
        "oit edit does not answer. Keep this page open, start oit edit again, and copy over what you typed",
    ),
}

_SAVE = "บันทึก"

#: What our Thai users read instead of Decap's own words, or where it has none in Thai. Its "publish" only
#: saves here; publishing is another step.
PHRASES: dict[str, Any] = {
    "app": {"header": {"content": "ข้อมูลแต่ละข้อ", "media": "ไฟล์"}},
    "collection": {
        "collectionTop": {"viewAsList": "ดูเป็นรายการ", "viewAsGrid": "ดูเป็นตาราง"},
        "entries": {"unpublishedHeader": "รายการที่ยังไม่เผยแพร่"},
    },
    "editor": {
        "editor": {
            "onLeavePage": "ยังไม่ได้บันทึก ต้องการออกจากหน้านี้หรือไม่",
            "loadingEntry": "กำลังเปิดข้อมูล...",
            "confirmLoadBackup": "พบข้อความที่พิมพ์ค้างไว้ของข้อนี้ ซึ่งยังไม่ได้บันทึก ต้องการนำกลับมาหรือไม่",
        },
        "editorControl": {"field": {"optional": "เว้นว่างได้", "widgetLabel": "ช่องกรอก"}},
        "editorToolbar": {
            "publish": _SAVE,
            "publishNow": f"{_SAVE}เดี๋ยวนี้",
            "publishing": "กำลังบันทึก...",
            "published": "บันทึกแล้ว",
            "backCollection": " ข้อทั้งหมดของ %{collectionLabel}",
            "unsavedChanges": "ยังไม่ได้บันทึก",
            "changesSaved": "บันทึกแล้ว",
        },
        "editorInterface": {"toggleNotes": "เปิด/ปิดบันทึกย่อ"},
        "editorWidgets": {
            "file": {
                "choose": "เลือกไฟล์",
                "chooseDifferent": "เลือกไฟล์อื่น",
                "remove": "เอาไฟล์ออก",
            },
            "image": {
                "choose": "เลือกภาพ",
                "chooseDifferent": "เลือกภาพอื่น",
                "remove": "เอาภาพออก",
            },
            "list": {"add": "เพิ่ม%{item}", "addType": "เพิ่ม%{item}"},
            "object": {"expand": "ขยาย", "collapse": "ย่อ"},
        },
    },
    "mediaLibrary": {
        "mediaLibraryCard": {"draft": "รอบันทึก"},
        "mediaLibrary": {
            "onDelete": "ต้องการลบไฟล์ที่เลือกหรือไม่",
            "fileTooLarge": "ไฟล์ใหญ่เกินกำหนด\nรับไม่เกิน %{size} kB",
        },
        "mediaLibraryModal": {
            "close": "ปิด",
            "upload": "อัปโหลดจากเครื่อง",
            "uploading": "กำลังอัปโหลด...",
            "chooseSelected": "ใช้ไฟล์ที่เลือก",
            "mediaAssets": "ไฟล์",
            "noAssetsFound": "ยังไม่มีไฟล์",
        },
    },
    "ui": {
        "settingsDropdown": {"account": "บัญชีผู้ใช้"},
        "toast": {
            "entrySaved": "บันทึกแล้ว",
            "onFailToPersist": "ยังบันทึกไม่ได้: %{details}",
            "onFailToLoadEntries": "เปิดข้อมูลไม่ได้: %{details}",
        },
    },
}
