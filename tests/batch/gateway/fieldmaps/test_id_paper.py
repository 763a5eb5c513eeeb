# SPDX-License-Identifier: Apache-2.0
"""An identity paper in words: what they say is taken apart, what they don't say stays empty."""

from __future__ import annotations

import pytest

from batch.gateway.fieldmaps.id_paper import id_paper
from templates.catalogue.loading import load_catalogue

PAPERS = load_catalogue().code_maps.lists["id-papers"]


@pytest.mark.parametrize(
    ("text", "kind", "number", "personal", "issued", "issuer"),
    [
        (
            "Căn cước công dân số 066194000000 do Cục Cảnh sát QLHC về TTXH cấp ngày 12/05/2021",
            *("cccd", "066194000000", "066194000000", "12/05/2021", "Cục Cảnh sát QLHC về TTXH"),
        ),
        (
            "Thẻ căn cước: 066194000000, cấp ngày 1/8/2024, nơi cấp: Bộ Công an.",
            *("can-cuoc", "066194000000", "066194000000", "1/8/2024", "Bộ Công an"),
        ),
        (
            "CMND số 240123456, Công an tỉnh Đắk Lắk cấp ngày 01/02/2010",
            *("cmnd", "240123456", "", "01/02/2010", ""),
        ),
        ("CCCD 066194000000 cấp 12/05/2021", "cccd", "066194000000", "066194000000", "12/05/2021", ""),
        (
            "CCCD số 066194000000 ngày cấp 12/05/2021 tại Cục Cảnh sát QLHC về TTXH",
            *("cccd", "066194000000", "066194000000", "12/05/2021", "Cục Cảnh sát QLHC về TTXH"),
        ),
        ("066194000000", "", "066194000000", "066194000000", "", ""),
        ("Hộ chiếu M1234567", "ho-chieu", "M1234567", "", "", ""),
        ("Giấy chứng minh Công an nhân dân số 044-111", "cm-cong-an", "044-111", "", "", ""),
        ("số 0661940000001", "", "0661940000001", "", "", ""),
        ("Không có giấy tờ", "", "", "", "", ""),
    ],
)
def test_words_are_taken_apart(
    text: str, kind: str, number: str, personal: str, issued: str, issuer: str
) -> None:
    found = id_paper(text, PAPERS)
    told = (found.number, found.personal_id, found.issued, found.issuer)
    assert (found.kind.code if found.kind else "", *told) == (kind, number, personal, issued, issuer)
