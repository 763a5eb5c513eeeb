# SPDX-License-Identifier: Apache-2.0
"""A couple and a death. All invented; the places exist, the people do not."""

from __future__ import annotations

from datetime import date

from samples.people import Couple, Death, Person

KET_HON = Couple(
    bride=Person(
        "Nghiêm Thị Diệu Hiền", "Nữ", date(2001, 8, 19), "027301008846", "Kinh",
        "Khu phố Trang Liệt, phường Từ Sơn, tỉnh Bắc Ninh", "Đồng Nguyên, Từ Sơn, Bắc Ninh",
        date(2021, 9, 9),
    ),
    groom=Person(
        "Chu Đình Nghĩa", "Nam", date(1998, 5, 27), "027098013507", "Kinh",
        "Thôn Đông Lộ, xã Hợp Thịnh, tỉnh Bắc Ninh", "xã Hợp Thịnh, tỉnh Bắc Ninh", date(2024, 11, 21),
    ),
    authority="Ủy ban nhân dân phường Từ Sơn", made_place="Từ Sơn", made=date(2026, 11, 17),
)  # fmt: skip

KHAI_TU = Death(
    deceased=Person(
        "Lục Văn Thụ", "Nam", date(1944, 3, 6), "020044002951", "Tày",
        "Thôn Nà Sự, xã Bắc Sơn, tỉnh Lạng Sơn", "Bắc Sơn, Lạng Sơn", date(2021, 7, 12),
    ),
    asker=Person(
        "Lục Thị Bích Phượng", "Nữ", date(1975, 12, 1), "020175006438", "Tày",
        "Thôn Nà Sự, xã Bắc Sơn, tỉnh Lạng Sơn", "Bắc Sơn, Lạng Sơn", date(2022, 4, 25), "081532906",
    ),
    relation="Con đẻ",
    authority="Ủy ban nhân dân xã Bắc Sơn", made_place="Bắc Sơn", made=date(2026, 11, 16),
    day=date(2026, 11, 12), minute="04:20",
    place="Bệnh viện Đa khoa tỉnh Lạng Sơn, phường Đông Kinh, tỉnh Lạng Sơn",
    cause="Nhồi máu cơ tim", facility="Bệnh viện Đa khoa tỉnh Lạng Sơn",
    notice_number="148/2026", notice_book="01/2026",
)  # fmt: skip
