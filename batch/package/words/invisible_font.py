# SPDX-License-Identifier: Apache-2.0
"""A font without ink for the text layer: every glyph is empty and half an em wide.

What is searched and copied comes from the font's ToUnicode table alone, so no typeface has to be installed
and every letter of Vietnamese is there. The font holds just the characters used and is the same bytes for
the same characters, always.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]
from pikepdf import Dictionary, Name, Pdf, Stream

NAME = "SohoaInvisible"
EM = 1000
ADVANCE = 500
ASCENT, DESCENT = 800, -200
# PDF reference 1.4, 5.9.2: no more than this many entries in one block.
_BLOCK = 100
_MAC_EPOCH_OF_1970 = 2082844800

_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class InvisibleFont:
    """The characters of one document and their codes (1 …, two bytes each)."""

    def __init__(self, texts: Iterable[str]) -> None:
        used = sorted({letter for text in texts for letter in text} | {" "})
        self._codes = {letter: code for code, letter in enumerate(used, start=1)}

    def encode(self, text: str) -> str:
        """``text`` as a hexadecimal string of a content stream, with its brackets."""
        return "<" + "".join(f"{self._codes[letter]:04X}" for letter in text) + ">"

    def add_to(self, pdf: Pdf) -> pikepdf.Object:
        """The font as an indirect object of ``pdf``."""
        program = self._program()
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{NAME}"),
            Flags=4,
            FontBBox=[0, DESCENT, ADVANCE, ASCENT],
            ItalicAngle=0,
            Ascent=ASCENT,
            Descent=DESCENT,
            CapHeight=ASCENT,
            StemV=80,
            FontFile2=pdf.make_indirect(Stream(pdf, program, {"/Length1": len(program)})),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{NAME}"),
            CIDSystemInfo=Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=ADVANCE,
            CIDToGIDMap=Name.Identity,
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(f"/{NAME}"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=pdf.make_indirect(Stream(pdf, self._to_unicode())),
        )
        return pdf.make_indirect(font)

    def _to_unicode(self) -> bytes:
        rows = [f"<{c:04X}> <{s.encode('utf-16-be').hex().upper()}>" for s, c in self._codes.items()]
        blocks = []
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n")
        return (_CMAP_HEAD + "".join(blocks) + _CMAP_TAIL).encode("ascii")

    def _program(self) -> bytes:
        order = [".notdef", *(f"c{code}" for code in self._codes.values())]
        builder = FontBuilder(EM, isTTF=True)
        builder.setupGlyphOrder(order)
        builder.setupCharacterMap({})
        builder.setupGlyf({name: Glyph() for name in order})
        builder.setupHorizontalMetrics(dict.fromkeys(order, (ADVANCE, 0)))
        builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
        builder.setupNameTable({"familyName": NAME, "styleName": "Regular", "psName": NAME})
        builder.setupOS2(
            sTypoAscender=ASCENT, sTypoDescender=DESCENT, usWinAscent=ASCENT, usWinDescent=-DESCENT
        )
        builder.setupPost()
        builder.updateHead(created=_MAC_EPOCH_OF_1970, modified=_MAC_EPOCH_OF_1970)
        builder.font.recalcTimestamp = False
        out = io.BytesIO()
        builder.font.save(out)
        return out.getvalue()
