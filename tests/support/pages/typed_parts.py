# SPDX-License-Identifier: Apache-2.0
"""What citizen forms have in common: people, the vow, the signature, as typed and as read."""

from __future__ import annotations

ASKER = """Kính gửi: UBND xã An Hòa
Họ, chữ đệm, tên người yêu cầu: LÊ THỊ AN
Ngày, tháng, năm sinh: 01/02/1990
Nơi cư trú: (2) thôn Một, xã An Hòa,
tỉnh Hà Nam
Giấy tờ tùy thân: (3) CCCD số 035190000001"""
ASKED = {
    "authority": "UBND xã An Hòa",
    "requester.full_name": "LÊ THỊ AN",
    "requester.birth_date": "01/02/1990",
    "requester.residence": "thôn Một, xã An Hòa, tỉnh Hà Nam",
    "requester.id_document": "CCCD số 035190000001",
}
VOW = """Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp
luật về cam đoan của mình."""
MADE = """Làm tại: An Hòa, ngày 05 tháng 06 năm 2026
Người yêu cầu
(Ký, ghi rõ họ, chữ đệm, tên)"""
SIGNED = {"made.place": "An Hòa", "made.date": "05 tháng 06 năm 2026"}
COPIES = "Đề nghị cấp bản sao(5): Có □, Không □\nSố lượng: 02 bản"
NOTES = """Chú thích:
(2) Chỉ ghi trong trường hợp người có yêu cầu đăng ký hộ tịch chưa có số định danh cá nhân.
Nơi cư trú: ghi theo nơi đăng ký thường trú"""


def person(name: str, year: str, paper: str = "Giấy tờ tùy thân") -> str:
    return f"""Họ, chữ đệm, tên: {name}
Ngày, tháng, năm sinh: 03/04/{year}
Giới tính: (2) Nữ Dân tộc: (2) Tày Quốc tịch: (2) Việt Nam
Nơi cư trú: (2) xã Tân Mỹ, tỉnh Bắc Ninh
{paper}: (3) CCCD số 0271{year}00001"""


def told(role: str, name: str, year: str) -> dict[str, str]:
    return {
        f"{role}.full_name": name,
        f"{role}.birth_date": f"03/04/{year}",
        f"{role}.sex": "Nữ",
        f"{role}.ethnicity": "Tày",
        f"{role}.nationality": "Việt Nam",
        f"{role}.residence": "xã Tân Mỹ, tỉnh Bắc Ninh",
        f"{role}.id_document": f"CCCD số 0271{year}00001",
    }


def parent(who: str, name: str, year: str) -> str:
    return f"""Họ, chữ đệm, tên người {who}: {name}
Năm sinh: (5) {year} Dân tộc: (2) Tày Quốc tịch: (2) Việt Nam
Nơi cư trú: (2) xã Tân Mỹ, tỉnh Bắc Ninh
Giấy tờ tùy thân: (3) CCCD số 0271{year}00001"""


def parent_told(role: str, name: str, year: str) -> dict[str, str]:
    values = told(role, name, year) | {f"{role}.birth_date": year}
    return {key: value for key, value in values.items() if not key.endswith(".sex")}


CHILD = """Họ, chữ đệm, tên: TRẦN THỊ CÚC
Ngày, tháng, năm sinh: 07/08/2025 ghi bằng chữ: ngày bảy tháng tám
năm hai nghìn không trăm hai mươi lăm
Giới tính: Nữ Dân tộc: Tày Quốc tịch: Việt Nam
Nơi sinh: (4) Trạm y tế xã Tân Mỹ
Quê quán: tỉnh Bắc Ninh"""
BORN = {
    "child.full_name": "TRẦN THỊ CÚC",
    "child.birth_date": "07/08/2025",
    "child.birth_date_words": "ngày bảy tháng tám năm hai nghìn không trăm hai mươi lăm",
    "child.sex": "Nữ",
    "child.ethnicity": "Tày",
    "child.nationality": "Việt Nam",
    "child.birth_place": "Trạm y tế xã Tân Mỹ",
    "child.hometown": "tỉnh Bắc Ninh",
}
PARENTS = parent("mẹ", "LÊ THỊ AN", "1990") + "\n" + parent("cha", "TRẦN VĂN BA", "1988")
BOTH = parent_told("mother", "LÊ THỊ AN", "1990") | parent_told("father", "TRẦN VĂN BA", "1988")

DEAD = """Họ, chữ đệm, tên: TRẦN VĂN TƯ
Ngày, tháng, năm sinh: 1940
Giới tính: Nam Dân tộc: Kinh Quốc tịch: Việt Nam
Nơi cư trú cuối cùng: (2) thôn Hai, xã An Hòa
Giấy tờ tùy thân: (3) CMND số 160123456
Đã chết vào lúc: 09 giờ 45 phútngày 01 tháng 06 năm 2026
Nơi chết: tại nhà
Nguyên nhân chết: già yếu"""
DIED = {
    "deceased.full_name": "TRẦN VĂN TƯ",
    "deceased.birth_date": "1940",
    "deceased.sex": "Nam",
    "deceased.ethnicity": "Kinh",
    "deceased.nationality": "Việt Nam",
    "deceased.last_residence": "thôn Hai, xã An Hòa",
    "deceased.id_document": "CMND số 160123456",
    "deceased.death_time": "09 giờ 45 phút",
    "deceased.death_date": "01 tháng 06 năm 2026",
    "deceased.death_place": "tại nhà",
    "deceased.death_cause": "già yếu",
}
FILED = {
    "registration.place": "UBND xã An Hòa",
    "registration.date": "09 tháng 10 năm 2011",
    "registration.number": "12",
    "registration.book": "01/2011",
}


def spouse(label: str, name: str, year: str) -> str:
    return f"""{label}: {name}
Ngày, tháng, năm sinh: 03/04/{year}
Dân tộc: (2) Tày Quốc tịch: (2) Việt Nam
Nơi cư trú: (2) xã Tân Mỹ, tỉnh Bắc Ninh
Giấy tờ tùy thân: (3) CCCD số 0271{year}00001"""


def spouse_told(role: str, name: str, year: str) -> dict[str, str]:
    return {key: value for key, value in told(role, name, year).items() if not key.endswith(".sex")}


def beside(left: str, right: str) -> str:
    """Two columns, the right one at a fixed place."""
    pairs = zip(left.splitlines(), right.splitlines(), strict=True)
    return "\n".join(f"{one:<52}{two}" for one, two in pairs)


BASIS = """Theo (5) Bản án ly hôn
số 45 do (6) Tòa án Berlin,
Đức cấp ngày 02 tháng 03 năm 2020"""
BASED = {
    "basis.title": "Bản án ly hôn",
    "basis.number": "45",
    "basis.issuer": "Tòa án Berlin, Đức",
    "basis.date": "02 tháng 03 năm 2020",
}

TABLE = """Thông tin                 Bên nữ                      Bên nam
Họ, chữ đệm, tên          LÊ THỊ AN                   TRẦN VĂN BA
Ngày, tháng, năm sinh     01/02/1998                  03/04/1996
Dân tộc (4)               Tày                         Kinh
Quốc tịch (4)             Việt Nam                    Lào
Nơi cư trú (4)            xã Tân Mỹ,                  xã An Hòa,
                          tỉnh Bắc Ninh               tỉnh Hà Nam
Giấy tờ tùy thân (5)      CCCD số 027198000001        Hộ chiếu C1234567
Kết hôn lần thứ mấy       Lần thứ nhất                02"""
