# SPDX-License-Identifier: Apache-2.0
"""How units are written."""

from __future__ import annotations

import pytest

from templates.model.unit_names import split_rank, squeezed


@pytest.mark.parametrize(
    ("printed", "rank", "name"),
    [
        ("Xã Hồng Vân", "xã", "Hồng Vân"),
        ("XÃ HỒNG VÂN", "xã", "HỒNG VÂN"),
        ("thị trấn Bo", "thị trấn", "Bo"),
        ("TT. Bo", "thị trấn", "Bo"),
        ("P. 5", "phường", "5"),
        ("P5", "phường", "5"),
        ("Q.8", "quận", "8"),
        ("TP.HCM", "thành phố", "HCM"),
        ("TP Huế", "thành phố", "Huế"),
        ("xa Hong Van", "xã", "Hong Van"),
        ("Đặc khu Lý Sơn", "đặc khu", "Lý Sơn"),
        ("Thị xã Sơn Tây", "thị xã", "Sơn Tây"),
        ("Phú Thọ", "", "Phú Thọ"),
        ("Xanh", "", "Xanh"),
        ("Hà Nội", "", "Hà Nội"),
        ("Quảng Trị", "", "Quảng Trị"),
        ("", "", ""),
    ],
)
def test_a_rank_is_told_from_the_name(printed, rank, name):
    assert split_rank(printed) == (rank, name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ea H'leo", "Ea H’Leo"),
        ("05", "5"),
        ("Đắk Lắk", "ĐẮK LẮK"),
        ("Hòa Bình", "Hoà Bình"),
        ("Bà Rịa - Vũng Tàu", "Bà Rịa – Vũng Tàu"),
        ("Thuỷ", "Thu\u0309y"),
    ],
)
def test_spellings_of_one_name_share_a_key(one, other):
    assert squeezed(one) == squeezed(other)


@pytest.mark.parametrize(("one", "other"), [("5", "50"), ("Tân Mỹ", "Tân My Hòa")])
def test_different_names_have_different_keys(one, other):
    assert squeezed(one) != squeezed(other)
