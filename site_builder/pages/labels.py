"""Every fixed text of the pages."""

from __future__ import annotations

from site_builder.language import Text
from site_builder.outcomes import Outcome, Status

LABELS: dict[str, Text] = {
    "skip": Text("ข้ามไปที่เนื้อหา", "Skip to content"),
    "frame_header": Text("หัวข้อ", "Header"),
    "frame_navigation": Text("ตัวนำทาง", "Navigation"),
    "frame_contents": Text("สารบัญ", "Contents"),
    "frame_top": Text("กลับไปด้านบนสุด", "Back to top"),
    "home": Text("หน้าแรก", "Home"),
    "all_editions": Text("การเปิดเผยข้อมูล OIT ทุกปี", "OIT disclosures of every year"),
    "editions": Text("OIT ทุกปี", "All editions"),
    "edition": Text(
        "การเปิดเผยข้อมูลสาธารณะ (OIT) ปีงบประมาณ พ.ศ. {year}", "Open data (OIT), fiscal year {year}"
    ),
    "edition_short": Text("OIT ปี {year}", "OIT {year}"),
    "item_of_edition": Text("ข้อ {id} · OIT ปี {year}", "{id} · OIT {year}"),
    "intro": Text(
        "หน้านี้รวบรวมข้อมูลที่{agency}เปิดเผยต่อสาธารณะตามแบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT) เลือกข้อที่ต้องการได้ทันที",
        "What {agency} discloses under the OIT, item by item.",
    ),
    "progress": Text(
        "เผยแพร่ครบถ้วน {complete} จาก {items} ข้อ", "{complete} of {items} items complete"
    ),
    "indicator": Text("ตัวชี้วัดที่ {id} {title}", "Indicator {id} {title}"),
    "sub_indicator": Text("{id} {title}", "{id} {title}"),
    "item": Text("ข้อ", "Item"),
    "items": Text("รายการข้อ", "Items"),
    "status": Text("สถานะ", "Status"),
    "updated": Text("ข้อมูล ณ วันที่", "Data as of"),
    "unit": Text("ส่วนงานที่รับผิดชอบ", "Responsible unit"),
    "covers": Text("ช่วงเวลาของข้อมูล", "Period of the data"),
    "remarks": Text("หมายเหตุ", "Remarks"),
    "documents": Text("เอกสารแนบ", "Attached documents"),
    "links_note": Text(
        "หลักฐานเหล่านี้อยู่นอกหน้านี้ การตรวจความพร้อมไม่ได้เปิดดู",
        "This evidence stands elsewhere; the check of readiness does not open it.",
    ),
    "downloads": Text("ดาวน์โหลดข้อมูล", "Download the data"),
    "downloads_note": Text("ข้อมูลชุดเดียวกับหน้านี้ในรูปแบบเปิด", "The data of this page in open formats"),
    "json_schema": Text("โครงสร้างของ JSON (JSON Schema)", "JSON Schema"),
    "ocds_json": Text("การจัดซื้อจัดจ้างตามมาตรฐาน OCDS (JSON)", "Procurement as OCDS (JSON)"),
    "data_package": Text("ตารางทั้งหมดของปี (Data Package)", "All tables of the year (Data Package)"),
    "open_data": Text("ข้อมูลเปิด", "Open data"),
    "open_data_note": Text(
        "ที่อยู่สำหรับโปรแกรมที่นำข้อมูลไปใช้หรือตรวจสอบ ทุกข้อมีไฟล์ JSON, CSV และ XLSX ในหน้าของข้อนั้น",
        "Addresses for programs that use or check the data; each item's page has its JSON, CSV and XLSX.",
    ),
    "machine_index": Text("ดัชนีของทุกไฟล์ (JSON)", "Index of all files (JSON)"),
    "machine_dcat": Text("บัญชีข้อมูล DCAT-AP (JSON-LD)", "DCAT-AP catalogue (JSON-LD)"),
    "machine_data_json": Text("บัญชีข้อมูลสำหรับ CKAN (data.json)", "Catalogue for CKAN (data.json)"),
    "machine_news": Text("ข่าว (Atom)", "News (Atom)"),
    "machine_changes": Text("ข้อมูลที่ปรับปรุง (Atom)", "Changed data (Atom)"),
    "licence": Text("สัญญาอนุญาต", "Licence"),
    "no_licence": Text("หน่วยงานยังไม่ได้ระบุสัญญาอนุญาต", "The agency has stated no licence."),
    "not_published": Text("ยังไม่เผยแพร่", "Not yet published"),
    "vouched": Text("แสดงในเอกสาร มีเจ้าหน้าที่รับรอง", "Shown by a document, attested by an official"),
    "page_number": Text("หน้า {page}", "page {page}"),
    "not_published_item": Text(
        "หน่วยงานยังไม่ได้เผยแพร่ข้อมูลของข้อนี้ ที่อยู่ (URL) ของหน้านี้จะไม่เปลี่ยนเมื่อเผยแพร่แล้ว",
        "The agency has not published this item yet. The address of this page will stay.",
    ),
    "elements": Text("องค์ประกอบตามเกณฑ์", "Elements of the criteria"),
    "elements_note": Text(
        "องค์ประกอบที่เกณฑ์ปีนี้กำหนด ความพร้อมเป็นการตรวจของโปรแกรม ไม่ใช่คะแนนของสำนักงาน ป.ป.ช.",
        "What the criteria of this edition ask for. Readiness is judged by the program; it is no score of the NACC.",
    ),
    "element": Text("องค์ประกอบ", "Element"),
    "readiness": Text("ความพร้อม", "Readiness"),
    "criteria_source": Text("ที่มาของเกณฑ์", "Source of the criterion"),
    "other_years": Text("เรื่องเดียวกันในปีอื่น", "The same subject in other years"),
    "previous": Text("ข้อก่อนหน้า", "Previous"),
    "next": Text("ข้อถัดไป", "Next"),
    "news": Text("ข่าวล่าสุด", "Latest news"),
    "all_news": Text("ข่าวทั้งหมด", "All news"),
    "contact": Text("ติดต่อหน่วยงาน", "Contact"),
    "complaint": Text("แจ้งเรื่องร้องเรียนการทุจริต", "Report corruption"),
    "document_date": Text("ลงวันที่ {text}", "dated {text}"),
    "document_signed_by": Text("ลงนามโดย {text}", "signed by {text}"),
    "document_position": Text("({text})", "({text})"),
    "month": Text("เดือน", "Month"),
    "level": Text("ระดับ", "Level"),
    "organisation": Text("ผังโครงสร้าง", "Organisation chart"),
    "read_more": Text("อ่านต่อ", "Read more"),
    "open_link": Text("เปิดลิงก์", "Open"),
    "checklist": Text("องค์ประกอบที่ยังไม่ยืนยัน", "Elements not confirmed yet"),
    "checklist_of": Text(
        "แบบตรวจเกณฑ์ OIT ปี {year} กับคู่มือ", "OIT criteria of {year} against the handbook"
    ),
    "checklist_intro": Text(
        "เกณฑ์ปี {year} มี {total} องค์ประกอบ ยังไม่ยืนยัน {count} องค์ประกอบ เปิดคู่มือของสำนักงาน ป.ป.ช. แล้วตรวจทีละบรรทัด",
        "Of {total} elements of {year}, {count} are not confirmed. Check each against the NACC's handbook.",
    ),
    "verdict": Text("ผลการตรวจ", "Verdict"),
    "handbook_page": Text("หน้าในคู่มือ", "Page"),
    "checked_by": Text("ผู้ตรวจ วันที่", "Checked by, date"),
    "changes": Text("เกณฑ์ OIT ปี {new} ต่างจากปี {old} อย่างไร", "OIT criteria {new} against {old}"),
    "changes_link": Text("ข้อใดเปลี่ยนไปจากปี {old}", "What changed since {old}"),
    "changes_intro": Text(
        "ข้อของปี {new} เทียบกับปี {old}: ข้อใดคงเดิม เปลี่ยนเลข รวม แยก เพิ่มใหม่ หรือไม่มีแล้ว และองค์ประกอบใดเปลี่ยน",
        "Items of {new} against {old}: kept, renumbered, merged, split, new or dropped, and changed elements.",
    ),
    "formerly": Text("เดิม", "formerly"),
    "rule_changed": Text("เปลี่ยน: {rule}", "changed: {rule}"),
    "result_of": Text("ผลการประเมิน ITA ปีงบประมาณ พ.ศ. {year}", "ITA result of fiscal year {year}"),
    "result_short": Text("ผล ITA ปี {year}", "ITA result {year}"),
    "results": Text("ผลการประเมิน ITA", "ITA results"),
    "total_score": Text("คะแนนรวม", "Total"),
    "level_reached": Text("ระดับ {level}", "level {level}"),
    "result_chart": Text("คะแนนรายเครื่องมือและรายตัวชี้วัด", "Scores by instrument and indicator"),
    "result_mark": Text("เส้นตั้งคือ {mark} คะแนน", "The line marks {mark}"),
    "result_figures": Text("ตัวเลขที่ประกาศและที่คำนวณได้", "Figures as printed and as computed"),
    "result_figures_note": Text(
        "ตัวเลขที่ประกาศเป็นของสำนักงาน ป.ป.ช. ตัวเลขที่คำนวณเป็นของโปรแกรมเพื่อตรวจทาน",
        "What is printed is the NACC's; what is computed is ours, to check it.",
    ),
    "result_part": Text("ส่วน", "Part"),
    "printed": Text("ที่ประกาศ", "Printed"),
    "computed": Text("ที่คำนวณได้", "Computed"),
    "arithmetic": Text("วิธีคำนวณ", "Arithmetic"),
    "estimated": Text("ประมาณการ: {confidence}", "estimate: {confidence}"),
    "oit_rule": Text(
        "กติกาของ OIT ที่ใช้: {rule} ({confidence})", "Rule of the OIT: {rule} ({confidence})"
    ),
    "strengths": Text("จุดแข็งและจุดที่ต้องปรับปรุง", "Strengths and weaknesses"),
    "strong": Text("จุดแข็ง (ตั้งแต่ {mark})", "Strengths (from {mark})"),
    "weak": Text("จุดที่ต้องปรับปรุง (ต่ำกว่า {mark})", "Weaknesses (below {mark})"),
    "questions": Text("คะแนนรายข้อคำถาม", "Scores by question"),
    "question_code": Text("ข้อ", "Code"),
    "question": Text("ข้อคำถาม", "Question"),
    "score": Text("คะแนน", "Score"),
    "follows": Text("การดำเนินงานในปีถัดไป", "What follows"),
    "contradictions": Text("ข้อสังเกตจากการตรวจทานตัวเลข", "Notes from checking the figures"),
    "own_criteria": Text("เกณฑ์ที่ใช้", "Criteria used"),
    "measure_no": Text("มาตรการที่ {number}", "Measure {number}"),
    "reports_on": Text("รายงานผลของ", "Reports on"),
    "measures_counted": Text("นับได้ {count} มาตรการ: ", "{count} measures counted: "),
    "row_count": Text("จำนวนรายการ", "Rows"),
    "rows_from_to": Text("รายการที่ {first}–{last}", "rows {first}–{last}"),
    "first_rows": Text(
        "แสดง {count} รายการแรกจาก {total} รายการ ดูทั้งหมดตามเดือนหรือช่วงที่ลิงก์ไว้ หรือดาวน์โหลด CSV และ XLSX ด้านล่าง",
        "The first {count} of {total} rows; all of them on the linked pages, or as CSV and XLSX below.",
    ),
    "month_summary": Text("สรุปรายเดือน: {title}", "By month: {title}"),
    "all_together": Text("รวมทั้งหมด", "Total"),
    "chart_of": Text("แผนภูมิ: {title}", "Chart: {title}"),
    "chart_by_month": Text(
        "{title} รายเดือน (ตัวเลขอยู่ในตารางถัดไป)", "{title} by month (figures in the table below)"
    ),
    "emblem_of": Text("ตรา{agency}", "Emblem of {agency}"),
    "accessibility": Text("การเข้าถึงเว็บไซต์", "Accessibility"),
    "accessibility_aim": Text(
        "เว็บไซต์นี้ของ{agency}จัดทำให้ทุกคนใช้ได้ ตามแนวทาง WCAG 2.2 ระดับ AA "
        "หน้าทุกชนิดตรวจด้วยเครื่องมืออัตโนมัติทั้งพื้นสว่างและพื้นมืด บนจอคอมพิวเตอร์และโทรศัพท์ "
        "การตรวจอัตโนมัติไม่พบทุกปัญหา",
        "This site of {agency} is made for everyone, after WCAG 2.2 AA. Every type of page is checked by "
        "program in both colour schemes, on desktop and phone; a program does not find everything.",
    ),
    "accessibility_works": Text("สิ่งที่ทำไว้", "What works"),
    "accessibility_keyboard": Text(
        "ใช้แป้นพิมพ์อย่างเดียวได้ทุกหน้า", "Every page works by keyboard alone."
    ),
    "accessibility_zoom": Text(
        "ขยายได้ถึงสี่เท่าโดยไม่ต้องเลื่อนซ้ายขวา ยกเว้นตารางกว้างซึ่งเลื่อนในกรอบของตัวเอง",
        "Zoom to 400 %; wide tables scroll within their own frame.",
    ),
    "accessibility_script": Text(
        "อ่านและดาวน์โหลดได้ครบแม้ปิด JavaScript",
        "Everything can be read and downloaded without JavaScript.",
    ),
    "accessibility_contrast": Text(
        "ตัวอักษรต่างจากพื้นหลังอย่างน้อย 4.5 เท่า ทั้งพื้นสว่างและพื้นมืด",
        "Text has a contrast of at least 4.5 in both colour schemes.",
    ),
    "accessibility_charts": Text(
        "แผนภูมิทุกภาพมีคำบรรยายและมีตารางตัวเลขเดียวกันอยู่ข้างกัน",
        "Every chart has a description, and a table with the same figures.",
    ),
    "accessibility_tables": Text(
        "ตารางมีหัวคอลัมน์และชื่อตาราง ดาวน์โหลดเป็น CSV และ XLSX ได้",
        "Tables have headings and captions, and come as CSV and XLSX.",
    ),
    "accessibility_print": Text("พิมพ์ลงกระดาษได้ทุกหน้า", "Every page prints well."),
    "accessibility_limits": Text("ข้อจำกัดที่ทราบ", "Known limits"),
    "accessibility_documents": Text(
        "เอกสาร PDF บางฉบับเป็นภาพสแกน โปรแกรมอ่านหน้าจออาจอ่านไม่ได้ ขอสำเนาที่อ่านได้จากหน่วยงาน",
        "Some PDF documents may be scans that screen readers cannot read; ask the agency for another copy.",
    ),
    "accessibility_links": Text(
        "ลิงก์ออกไปยังเว็บไซต์อื่นอยู่นอกการดูแลของเว็บไซต์นี้", "Links to other sites are beyond our care."
    ),
    "accessibility_contact": Text("พบปัญหา แจ้งได้", "Tell us"),
    "accessibility_ask": Text(
        "หากหน้าใดใช้งานไม่ได้ โปรดแจ้งหน่วยงานพร้อมบอกหน้าและอุปกรณ์ที่ใช้",
        "If a page does not work for you, tell us which page and what you use.",
    ),
    "english": Text("English", "English"),
    "rows": Text("{count} รายการ", "{count} rows"),
    "criteria_note": Text("เกณฑ์ของปีนี้", "Criteria of this edition"),
    "urls_csv": Text("ที่อยู่ (URL) ของทุกข้อ (CSV)", "URLs of all items (CSV)"),
    "status_json": Text("สถานะของทุกข้อ (JSON)", "Status of all items (JSON)"),
    "photo_of": Text("รูปถ่ายของ{name}", "Photo of {name}"),
    "search": Text("ค้นหา", "Search"),
    "search_site": Text("ค้นหาทั้งเว็บไซต์", "Search the whole site"),
    "search_year": Text("ปี {year}", "Year {year}"),
    "search_hint": Text("คำ ชื่อ หรือเลขข้อ เช่น O12", "words, a name or an item such as O12"),
    "search_all": Text("รายการทุกหน้า", "Every page"),
    "search_plain": Text(
        "เบราว์เซอร์นี้ปิด JavaScript ไว้ กล่องค้นหาจึงใช้ไม่ได้ เลือกจากรายการทุกข้อของทุกปีด้านล่าง หรือกด Ctrl+F เพื่อหาชื่อข้อในหน้านี้",
        "JavaScript is off, so the search box cannot work. Choose from the list below, or press Ctrl+F to find a title in it.",
    ),
    "search_note": Text(
        "ค้นได้ทั้งข้อความในหน้า ตาราง และเอกสาร PDF ที่แนบ ใช้เลขไทยหรือเลขอารบิกก็ได้ เว้นวรรคคั่นเมื่อค้นหลายคำ",
        "Finds words in pages, tables and attached PDF files, with Thai or Arabic digits; spaces part several words.",
    ),
    "filter_open": Text("ค้นหา กรอง และเรียงลำดับ", "Search, filter and sort"),
    "filter_loading": Text("กำลังโหลดข้อมูล…", "Loading the rows…"),
    "filter_failed": Text(
        "โหลดข้อมูลไม่ได้ ใช้ลิงก์ดาวน์โหลด CSV หรือ XLSX ด้านล่าง",
        "The rows cannot be loaded; use the CSV or XLSX below",
    ),
    "filter_search": Text("ค้นหาในตาราง", "Search the table"),
    "filter_all": Text("ทั้งหมด", "All"),
    "filter_found": Text("พบ {count} จาก {total} รายการ", "{count} of {total} rows"),
    "filter_sum": Text("รวม", "Sum"),
    "filter_page": Text("หน้า {page} จาก {pages}", "Page {page} of {pages}"),
    "filter_sort": Text("เรียงตาม {column}", "Sort by {column}"),
    "filter_results": Text("ผลการกรอง", "What was found"),
    "filter_previous": Text("ก่อนหน้า", "Previous"),
    "filter_next": Text("ถัดไป", "Next"),
    "menu": Text("เมนู", "Menu"),
    "scheme_dark": Text("ใช้พื้นหลังสีเข้ม", "Dark background"),
    "scheme_light": Text("ใช้พื้นหลังสีอ่อน", "Light background"),
    "search_close": Text("ปิดการค้นหา", "Close the search"),
    "search_loading": Text("กำลังโหลดข้อมูลสำหรับค้นหา…", "Loading what to search in…"),
    "search_failed": Text(
        "โหลดข้อมูลสำหรับค้นหาไม่สำเร็จ เปิดรายการทุกหน้าแทนได้",
        "What to search in could not be loaded; the list of every page still works.",
    ),
    "search_found": Text("พบ {count} หน้า", "{count} pages found"),
    "search_shown": Text(
        "พบ {count} หน้า แสดง {shown} หน้าแรก", "{count} pages found, {shown} shown"
    ),
    "search_near": Text(
        "ไม่พบคำที่สะกดตรงกัน พบคำที่สะกดใกล้เคียง {count} หน้า",
        "Nothing is spelled so; {count} pages with a similar spelling",
    ),
    "search_more_near": Text(
        "แสดงคำที่สะกดใกล้เคียงอีก {count} หน้า", "Show {count} more pages with a similar spelling"
    ),
    "search_none": Text("ไม่พบหน้าที่ตรงกับคำค้น", "No page matches"),
    "search_every": Text("ดูผลทั้งหมด", "All results"),
    "search_in_document": Text("ในเอกสารแนบ: {title}", "In an attached document: {title}"),
    "address_moved": Text("ที่อยู่นี้เปลี่ยนแล้ว", "This address has changed"),
    "address_moved_to": Text("เปิด {title}", "Open {title}"),
    "subject_moved": Text(
        "ที่อยู่นี้เคยเป็นของเรื่องอื่น ({reason}) เรื่องนั้นอยู่ที่", "This address was of another subject, now at"
    ),
}

#: What the public reads of an item's status; the audit's own words are for the agency.
PUBLIC_STATUS: dict[Status, Text] = {
    Status.COMPLETE: Text("เผยแพร่ครบถ้วน", "published in full"),
    Status.INCOMPLETE: Text("เผยแพร่บางส่วน", "published in part"),
    Status.MISSING: Text("ยังไม่เผยแพร่", "not yet published"),
    Status.NEEDS_REVIEW: Text("เผยแพร่แล้ว รอการตรวจสอบ", "published, under review"),
}

PUBLIC_OUTCOME: dict[Outcome, Text] = {
    Outcome.PASS: Text("เผยแพร่แล้ว", "published"),
    Outcome.FAIL: Text("ยังไม่ครบ", "not complete"),
    Outcome.NOT_APPLICABLE: Text("ไม่เกี่ยวข้อง", "not applicable"),
    Outcome.NOT_CHECKED: Text("ยังไม่ได้ตรวจ", "not checked"),
    Outcome.NEEDS_REVIEW: Text("รอการตรวจสอบ", "under review"),
}
