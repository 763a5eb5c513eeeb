# SPDX-License-Identifier: Apache-2.0
"""A couple, a death, a single man, a woman with a wrong entry. All invented; only the places exist."""

from __future__ import annotations

from datetime import date

from samples.families.people import Correction, Couple, Death, Person, Single

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

XAC_NHAN = Single(
    person=Person(
        "Tống Duy Khoát", "Nam", date(1997, 4, 11), "033097004417", "Kinh",
        "Thôn An Vũ, xã Hồng Quang, tỉnh Hưng Yên", "Hồng Quang, Hưng Yên", date(2024, 10, 2),
    ),
    status="Hiện tại chưa đăng ký kết hôn với ai", purpose="Làm thủ tục mua bán nhà đất",
    authority="Ủy ban nhân dân xã Hồng Quang", made_place="Hồng Quang", made=date(2026, 11, 17),
)  # fmt: skip

CAI_CHINH = Correction(
    person=Person(
        "Mạc Thị Uyển Nhi", "Nữ", date(1999, 2, 6), "033199006128", "Kinh",
        "Thôn An Vũ, xã Hồng Quang, tỉnh Hưng Yên", "Hồng Quang, Hưng Yên", date(2022, 8, 15),
    ),
    words="Ngày sáu tháng hai năm một nghìn chín trăm chín mươi chín",
    birth_place="Trạm y tế xã Hồng Quang",
    mother=Person(
        "Doãn Thị Hợp", "Nữ", date(1974, 6, 30), "033174002290", "Kinh",
        "Xã Hồng Quang, huyện Ân Thi, tỉnh Hưng Yên", "Hồng Quang, Hưng Yên", date(2022, 8, 15),
    ),
    father=Person(
        "Mạc Đình Quế", "Nam", date(1971, 10, 8), "033071002291", "Kinh",
        "Xã Hồng Quang, huyện Ân Thi, tỉnh Hưng Yên", "Hồng Quang, Hưng Yên", date(2022, 8, 15),
    ),
    number="17", book="01/1999", registered=date(1999, 2, 22), signer="Vương Bá Tòng",
    kind="cải chính ngày sinh của mẹ",
    content="Từ: 30/06/1974 Thành: 30/06/1975", reason="Ghi sai khi đăng ký khai sinh",
    authority="Ủy ban nhân dân xã Hồng Quang", made_place="Hồng Quang", made=date(2026, 11, 16),
)  # fmt: skip
