# SPDX-License-Identifier: Apache-2.0
"""The indicators as a document ready for signature, in the layout of NĐ 30/2020/NĐ-CP: the nation's name and
motto, the office, the table, to whom it goes, who signs. Always in Vietnamese.
"""

from __future__ import annotations

from collections.abc import Iterator

from batch.report.indicators import IndicatorSheet
from batch.report.lines import IndicatorLine, lines_of_sheet, remarks_on
from batch.slips.facts.gather import dated, spelled_out
from batch.slips.typeset import blocks
from batch.slips.typeset.blocks import Block, PrintDocument, plain
from batch.slips.typeset.pdf import pdf_of
from intake.settings.settings import UnitSettings
from templates.language.messages import speaking
from templates.model.reports.indicators import load_indicators, spoken


def report_pdf(sheet: IndicatorSheet, office: UnitSettings) -> bytes:
    """The document as PDF; raises ``FontError`` where no font has the letters."""
    return pdf_of(report_document(sheet, office))


def report_document(sheet: IndicatorSheet, office: UnitSettings) -> PrintDocument:
    """The document as blocks."""
    with speaking("vi"):
        lines = lines_of_sheet(sheet)
        title = ("BÁO CÁO", f"Kết quả các chỉ số phục vụ người dân, {sheet.period.title()}")
        body = (*_head(sheet, office, title), *_tables(lines), *_foot(sheet, lines))
    return PrintDocument(f"Báo cáo chỉ số {sheet.period.address}", sheet.made_at, body)


def _head(sheet: IndicatorSheet, office: UnitSettings, title: tuple[str, ...]) -> Iterator[Block]:
    name = spelled_out(office.name) or office.counter
    yield blocks.Letterhead((name.upper(),), ("Số: ........ /BC-UBND",), dated(office, sheet.made_at))
    yield blocks.Title(title)
    law = f"Căn cứ Quyết định số 766/QĐ-TTg ngày 23/6/2022 của Thủ tướng Chính phủ, {name} báo cáo như sau:"
    yield blocks.Paragraph(plain(law), indent=True)


def _tables(lines: list[IndicatorLine]) -> Iterator[Block]:
    """A table a group, of what has a value or could have one."""
    for group in dict.fromkeys(line.group for line in lines):
        theirs = [line for line in lines if line.group == group and line.counted is not None]
        if not theirs:
            continue
        yield blocks.Paragraph(plain(group, bold=True), align="left", keep=True)
        rows = tuple(
            (
                line.number if line.number[:1].isdecimal() else "",
                line.name,
                line.parts,
                line.told or "–",
                line.before or "–",
                line.last_year or "–",
                line.points_told,
            )
            for line in theirs
        )
        header = ("Số", "Chỉ số", "Tử/mẫu", "Kết quả", "Kỳ trước", "Năm trước", "Điểm")
        centred = frozenset({0, 2, 3, 4, 5, 6})
        yield blocks.RuledTable(header, rows, (0.07, 0.37, 0.13, 0.11, 0.11, 0.12, 0.09), centred)


def _foot(sheet: IndicatorSheet, lines: list[IndicatorLine]) -> Iterator[Block]:
    unknown = [f"{line.number} {line.name}: {line.why}" for line in lines if line.counted is None]
    left_out = [
        f"{line.number} {line.name}: {dossiers} hồ sơ, {reason}"
        for line in lines
        for reason, dossiers in line.excluded
        if dossiers and line.number[:1].isdecimal()
    ]
    for heading, told in (
        ("Hồ sơ không tính vào chỉ số:", left_out),
        ("Chỉ số không tính được từ kho hồ sơ này:", unknown),
    ):
        if told:
            yield blocks.Paragraph(plain(heading, bold=True), align="left", keep=True)
            for number, text in enumerate(told, start=1):
                yield blocks.ListItem(number, text)
    unverified = ", ".join(
        one.number if one.official else spoken(one.name).lower()
        for one in load_indicators().indicators
        if one.unverified and one.undecided is None
    )
    remarks = [*remarks_on(sheet), f"Cách tính hoặc thang điểm chưa đối chiếu với văn bản: {unverified}."]
    yield blocks.Paragraph(plain(" ".join(remarks)), size=blocks.SMALL_SIZE)
    yield blocks.Sides(
        (
            blocks.Paragraph(
                plain("Nơi nhận:", bold=True, italic=True), align="left", size=blocks.SMALL_SIZE
            ),
            *(
                blocks.Paragraph(plain(text), align="left", size=blocks.SMALL_SIZE)
                for text in ("- UBND tỉnh (để báo cáo);", "- Chủ tịch UBND xã;", "- Lưu: VT.")
            ),
        ),
        (
            blocks.Paragraph(plain("TM. ỦY BAN NHÂN DÂN", bold=True), "center"),
            blocks.Paragraph(plain("CHỦ TỊCH", bold=True), "center"),
            blocks.Paragraph(plain("(Ký, ghi rõ họ tên, đóng dấu)", italic=True), "center"),
        ),
    )
