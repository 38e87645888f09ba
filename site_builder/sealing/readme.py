"""The `README.txt` of an archive: how anybody verifies it without this program."""

from __future__ import annotations

_TEXT = """\
แฟ้มหลักฐานการเผยแพร่ข้อมูล OIT ของ {agency}

แฟ้มนี้เก็บสิ่งที่เผยแพร่ไว้ทุกไฟล์ ณ เวลาที่ระบุใน manifest.json
  site/           เว็บไซต์ตามที่เผยแพร่ ทุกหน้าและทุกเอกสาร
  criteria/       ชุดเกณฑ์ของปีที่ใช้ตรวจ
  audit/          ผลตรวจของแต่ละปี
  manifest.json   รายการทุกไฟล์ ขนาด SHA-256 ที่อยู่ (URL) และสถานะของทุกข้อ
  SHA256SUMS      รายการ SHA-256 สำหรับโปรแกรม sha256sum
  manifest.tsr    การประทับรับรองเวลาของ manifest.json (RFC 3161) มีเฉพาะเมื่อได้ขอไว้

ตรวจโดยไม่ต้องมีโปรแกรมนี้
  ๑. แตกแฟ้ม (unzip) แล้วเข้าไปในโฟลเดอร์ที่แตกไว้
  ๒. สั่ง  sha256sum -c SHA256SUMS   ทุกบรรทัดต้องขึ้น OK
     (Windows: certutil -hashfile ชื่อไฟล์ SHA256 แล้วเทียบกับ SHA256SUMS)
  ๓. เทียบ SHA-256 ของ manifest.json กับค่าที่จดไว้เมื่อวันผนึกหลักฐาน เช่น ในหนังสือส่ง
  ๔. ถ้ามี manifest.tsr สั่ง
     openssl ts -verify -in manifest.tsr -data manifest.json -CAfile ใบรับรองของผู้ให้บริการ.pem
ค่า SHA-256 พิสูจน์ว่าไฟล์ไม่ถูกแก้หลังผนึก ส่วนเวลานั้นเป็นเวลาของเครื่องที่ผนึก
เว้นแต่มีการประทับรับรองเวลา หรือมีผู้อื่นเก็บค่าในข้อ ๓ ไว้ตั้งแต่วันนั้น


Proof of what {agency} published (OIT disclosure)

The archive holds every file as it was published at the time that manifest.json states.
  site/           the site as published, every page and document
  criteria/       the criteria that it was judged by
  audit/          the verdict on each year
  manifest.json   every file with size and SHA-256; every item with its URL and status
  SHA256SUMS      the same sums for sha256sum
  manifest.tsr    time stamp of manifest.json (RFC 3161); only where one was asked for

To verify without this program
  1. Unpack it (unzip) and change into the folder.
  2. Run  sha256sum -c SHA256SUMS   Every line must say OK.
     (Windows: certutil -hashfile FILE SHA256, and compare with SHA256SUMS)
  3. Compare the SHA-256 of manifest.json with the one noted on the day of sealing, such as in a letter.
  4. If there is a manifest.tsr, run
     openssl ts -verify -in manifest.tsr -data manifest.json -CAfile root-of-the-authority.pem
The sums prove that nothing was changed since the sealing. The time is that of the computer that sealed,
unless there is a time stamp, or somebody else has kept the sum of step 3 since that day.
"""


def readme(agency: str) -> bytes:
    """The text for an agency's archive."""
    return _TEXT.format(agency=agency).encode()
