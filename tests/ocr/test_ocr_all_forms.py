"""Every citizen form, typed as its official print stands: the kind is known and each value goes to its own
field.
"""

from __future__ import annotations

import pytest
from typed_forms import LETTER_PX, typed_lines, typed_values

from ocr.kind import match_kind
from templates.catalogue import load_catalogue

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


def _person(name: str, year: str, paper: str = "Giấy tờ tùy thân") -> str:
    return f"""Họ, chữ đệm, tên: {name}
Ngày, tháng, năm sinh: 03/04/{year}
Giới tính: (2) Nữ Dân tộc: (2) Tày Quốc tịch: (2) Việt Nam
Nơi cư trú: (2) xã Tân Mỹ, tỉnh Bắc Ninh
{paper}: (3) CCCD số 0271{year}00001"""


def _of(role: str, name: str, year: str) -> dict[str, str]:
    return {
        f"{role}.full_name": name,
        f"{role}.birth_date": f"03/04/{year}",
        f"{role}.sex": "Nữ",
        f"{role}.ethnicity": "Tày",
        f"{role}.nationality": "Việt Nam",
        f"{role}.residence": "xã Tân Mỹ, tỉnh Bắc Ninh",
        f"{role}.id_document": f"CCCD số 0271{year}00001",
    }


def _parent(who: str, name: str, year: str) -> str:
    return f"""Họ, chữ đệm, tên người {who}: {name}
Năm sinh: (5) {year} Dân tộc: (2) Tày Quốc tịch: (2) Việt Nam
Nơi cư trú: (2) xã Tân Mỹ, tỉnh Bắc Ninh
Giấy tờ tùy thân: (3) CCCD số 0271{year}00001"""


def _of_parent(role: str, name: str, year: str) -> dict[str, str]:
    values = _of(role, name, year) | {f"{role}.birth_date": year}
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
PARENTS = _parent("mẹ", "LÊ THỊ AN", "1990") + "\n" + _parent("cha", "TRẦN VĂN BA", "1988")
BOTH = _of_parent("mother", "LÊ THỊ AN", "1990") | _of_parent("father", "TRẦN VĂN BA", "1988")

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


def _spouse(label: str, name: str, year: str) -> str:
    return f"""{label}: {name}
Ngày, tháng, năm sinh: 03/04/{year}
Dân tộc: (2) Tày Quốc tịch: (2) Việt Nam
Nơi cư trú: (2) xã Tân Mỹ, tỉnh Bắc Ninh
Giấy tờ tùy thân: (3) CCCD số 0271{year}00001"""


def _of_spouse(role: str, name: str, year: str) -> dict[str, str]:
    return {key: value for key, value in _of(role, name, year).items() if not key.endswith(".sex")}


def _beside(left: str, right: str) -> str:
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

FILLED: dict[str, tuple[str, dict[str, str]]] = {
    "death-registration": (
        f"""TỜ KHAI ĐĂNG KÝ KHAI TỬ
{ASKER}
Quan hệ với người đã chết: con
Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:
{DEAD}
Số Giấy báo tử/Giấy tờ thay thế Giấy báo tử: (4) 15/2026 doTrạm y tế
xã An Hòa cấp ngày 02 tháng 06 năm 2026
{VOW}
{MADE}
{COPIES}
{NOTES}""",
        ASKED | {"requester.relation": "con"} | DIED | SIGNED
        | {"notice.number": "15/2026", "notice.issuer": "Trạm y tế xã An Hòa",
           "notice.date": "02 tháng 06 năm 2026", "copies.count": "02"},
    ),
    "re-registration-death": (
        f"""TỜ KHAI ĐĂNG KÝ LẠI KHAI TỬ
{ASKER}
Quan hệ với người đã chết: con
Đề nghị cơ quan đăng ký lại khai tử cho người có tên dưới đây:
{DEAD}
Đã đăng ký khai tử tại: (5) UBND xã An Hòa ngày 09 tháng 10 năm 2011
Giấy chứng tử/Trích lục khai tử số: (6) 12, quyển số: (6) 01/2011
{VOW}
{MADE}
{NOTES}""",
        ASKED | {"requester.relation": "con"} | DIED | FILED | SIGNED,
    ),
    "marital-status": (
        f"""TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN
{ASKER}
Quan hệ với người được cấp Giấy xác nhận tình trạng hôn nhân: bản thân
Đề nghị cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây:
{_person("LÊ THỊ AN", "1990")}
Tình trạng hôn nhân: (4) hiện tại chưa đăng ký kết hôn với ai
Mục đích sử dụng Giấy xác nhận tình trạng hôn nhân: (5) bổ túc hồ sơ
xin việc làm
{VOW}
{MADE}
{NOTES}""",
        ASKED | _of("subject", "LÊ THỊ AN", "1990") | SIGNED
        | {"requester.relation": "bản thân", "purpose": "bổ túc hồ sơ xin việc làm",
           "subject.marital_status": "hiện tại chưa đăng ký kết hôn với ai"},
    ),
    "extract-copy": (
        f"""TỜ KHAI
CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH
{ASKER}
Quan hệ với người được cấp bản sao Trích lục hộ tịch: mẹ
Đề nghị cơ quan cấp bản sao trích lục (4) khai sinh
cho người có tên dưới đây:
{_person("TRẦN THỊ CÚC", "2011")}
Đã đăng ký tại: (5) Ủy ban nhân dân
xã An Hòa
ngày 09 tháng 10 năm 2011 số 12 Quyển số: 01/2011
Thông tin khác: (6) cha là Trần Văn Ba
Số lượng bản sao yêu cầu cấp: 03 bản(7).
{VOW}
{MADE}""",
        ASKED | _of("subject", "TRẦN THỊ CÚC", "2011") | FILED | SIGNED
        | {"requester.relation": "mẹ", "event": "khai sinh", "other_info": "cha là Trần Văn Ba",
           "registration.place": "Ủy ban nhân dân xã An Hòa", "copies.count": "03"},
    ),
    "guardianship": (
        f"""TỜ KHAI ĐĂNG KÝ GIÁM HỘ
{ASKER}
Đề nghị cơ quan đăng ký việc giám hộ giữa:
Người giám hộ:
{_person("LÊ THỊ AN", "1990")}
Người được giám hộ:
{_person("TRẦN THỊ CÚC", "2011", "Giấy khai sinh/Giấy tờ tùy thân")}
Lý do đăng ký giám hộ: cha mẹ đã chết
{VOW}
{MADE}
{COPIES}
{NOTES}""",
        ASKED | _of("guardian", "LÊ THỊ AN", "1990") | _of("ward", "TRẦN THỊ CÚC", "2011") | SIGNED
        | {"reason": "cha mẹ đã chết", "copies.count": "02"},
    ),
    "guardianship-end": (
        f"""TỜ KHAI ĐĂNG KÝ CHẤM DỨT GIÁM HỘ
{ASKER}
Đề nghị cơ quan đăng ký chấm dứt việc giám hộ giữa:
Người giám hộ:
{_person("LÊ THỊ AN", "1990")}
Người được giám hộ:
{_person("TRẦN THỊ CÚC", "2011", "Giấy khai sinh/Giấy tờ tùy thân")}
Đã đăng ký giám hộ tại (4) UBND xã An Hòa
ngày 09 tháng 10 năm 2011 số 12 quyển số: 01/2011
Lý do chấm dứt việc giám hộ: đã đủ 18 tuổi
{VOW}
{MADE}""",
        ASKED | _of("guardian", "LÊ THỊ AN", "1990") | _of("ward", "TRẦN THỊ CÚC", "2011") | FILED | SIGNED
        | {"reason": "đã đủ 18 tuổi"},
    ),
    "guardianship-supervision": (
        f"""TỜ KHAI ĐĂNG KÝ GIÁM SÁT VIỆC GIÁM HỘ
Kính gửi: UBND xã An Hòa
Họ, chữ đệm, tên người yêu cầu: LÊ THỊ AN
Ngày, tháng, năm sinh: 01/02/1990
Giấy tờ tùy thân: (2) CCCD số 035190000001
Nơi cư trú: (3) thôn Một, xã An Hòa, tỉnh Hà Nam
Đề nghị cơ quan đăng ký giám sát việc giám hộ:
Người giám sát việc giám hộ là cá nhân: (*)
Họ, chữ đệm, tên: LÊ VĂN SÁU
Ngày, tháng, năm sinh: 03/04/1970
Giới tính: (3) Nữ Dân tộc: (3) Tày Quốc tịch: (3) Việt Nam
Giấy tờ tùy thân: (2) CCCD số 0271197000001
Nơi cư trú: (3) xã Tân Mỹ, tỉnh Bắc Ninh
Người giám sát việc giám hộ là pháp nhân: (*)
Tên pháp nhân: Hội Chữ thập đỏ
Ngày, tháng, năm thành lập: 01/01/2001
Giấy phép thành lập: 12/QĐ-UBND
Trụ sở: xã An Hòa
Họ, chữ đệm, tên người đại diện: NGÔ VĂN BẢY
Chức vụ: Chủ tịch
Giấy tờ tùy thân: CCCD số 035170000009
Việc giám hộ được giám sát: bà An giám hộ cháu Cúc
Trích lục đăng ký giám hộ số: 12 ngày 09 tháng 10 năm 2011
Đăng ký tại: (4) UBND xã Tân Mỹ
Nội dung giám sát việc giám hộ:
theo dõi việc chăm sóc
{VOW}""",
        ASKED | _of("supervisor", "LÊ VĂN SÁU", "1970")
        | {"organisation.name": "Hội Chữ thập đỏ", "organisation.founded": "01/01/2001",
           "organisation.licence": "12/QĐ-UBND", "organisation.address": "xã An Hòa",
           "organisation.representative": "NGÔ VĂN BẢY", "organisation.position": "Chủ tịch",
           "organisation.id_document": "CCCD số 035170000009", "supervised": "bà An giám hộ cháu Cúc",
           "extract.number": "12", "extract.date": "09 tháng 10 năm 2011",
           "extract.place": "UBND xã Tân Mỹ", "content": "theo dõi việc chăm sóc"},
    ),
    "parent-child": (
        f"""TỜ KHAI ĐĂNG KÝ NHẬN CHA, MẸ, CON
{ASKER}
Quan hệ với người nhận cha/mẹ/con: (4) mẹ
Đề nghị cơ quan công nhận người có tên dưới đây:
{_person("LÊ THỊ AN", "1990", "Giấy khai sinh/Giấy tờ tùy thân")}
LàMẹ của người có tên dưới đây:
{_person("TRẦN THỊ CÚC", "2011", "Giấy khai sinh/Giấy tờ tùy thân")}
Tôi cam đoan việc nhận con nói trên là đúng sự thật, tự nguyện, không có tranh
chấp và chịu trách nhiệm trước pháp luật về cam đoan của mình.
{MADE}
{COPIES}
{NOTES}""",
        ASKED | _of("recognised", "LÊ THỊ AN", "1990") | _of("claimant", "TRẦN THỊ CÚC", "2011") | SIGNED
        | {"requester.relation": "mẹ", "claim": "Mẹ", "copies.count": "02"},
    ),
    "correction": (
        f"""TỜ KHAI ĐĂNG KÝ VIỆC THAY ĐỔI, CẢI CHÍNH,
BỔ SUNG THÔNG TIN HỘ TỊCH, XÁC ĐỊNH LẠI DÂN TỘC
{ASKER}
Quan hệ với người được thay đổi, cải chính, xác định lại dân tộc, bổ sung thông tin hộ tịch: mẹ
Đề nghị cơ quan đăng ký việc (4) cải chính hộ tịch
cho người có tên dưới đây:
{_person("TRẦN THỊ CÚC", "2011")}
Đã đăng ký (5) khai sinh
tại UBND xã An Hòa
ngày 09 tháng 10 năm 2011 số: 12 Quyển số: 01/2011
Nội dung: (6) cải chính năm sinh từ 2010 thành 2011
Lý do: ghi nhầm
{VOW}
Đề nghị cấp bản sao(7): Có □, Không □; số lượng: 02 bản(7).
{MADE}
Ý kiến của người được thay đổi họ, chữ đệm, tên  Ý kiến của cha và mẹ""",
        ASKED | _of("subject", "TRẦN THỊ CÚC", "2011") | FILED | SIGNED
        | {"requester.relation": "mẹ", "change_kind": "cải chính hộ tịch", "registration.event": "khai sinh",
           "content": "cải chính năm sinh từ 2010 thành 2011", "reason": "ghi nhầm", "copies.count": "02"},
    ),
    "re-registration-birth": (
        f"""TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH
{ASKER}
Quan hệ với người được khai sinh: mẹ
Đề nghị cơ quan đăng ký lại khai sinh cho người có tên dưới đây:
{CHILD}
{PARENTS}
Đã đăng ký khai sinh tại: (6) UBND xã An Hòa
Giấy khai sinh số: (7) 12, quyển số (7) 01/2011 ngày 09 / 10 /2011
Tôi cam đoan những nội dung khai trên đây là đúng sự thật và đã nộp đủ các giấy tờ hiện có.
Tôi chịu trách nhiệm trước pháp luật về việc cam đoan của mình.
{MADE}
{COPIES}
{NOTES}""",
        ASKED | BORN | BOTH | FILED | SIGNED
        | {"requester.relation": "mẹ", "registration.date": "09 / 10 /2011", "copies.count": "02"},
    ),
    "re-registration-marriage": (
        f"""TỜ KHAI ĐĂNG KÝ LẠI KẾT HÔN
{ASKER}
Đề nghị cơ quan đăng ký lại kết hôn theo nội dung dưới đây:
{_spouse("Họ, chữ đệm, tên của vợ", "LÊ THỊ AN", "1990")}
{_spouse("Họ, chữ đệm, tên của chồng", "TRẦN VĂN BA", "1988")}
Đã đăng ký kết hôn tại: (4) UBND xã An Hòa
ngày 09 tháng 10 năm 2011
Theo Giấy chứng nhận kết hôn số: (5) 12, Quyển số: (5) 01/2011
{VOW}
{MADE}
{COPIES}""",
        ASKED | _of_spouse("wife", "LÊ THỊ AN", "1990") | _of_spouse("husband", "TRẦN VĂN BA", "1988")
        | FILED | SIGNED | {"copies.count": "02"},
    ),
    "marriage-note": (
        f"""TỜ KHAI GHI CHÚ KẾT HÔN
{ASKER}
Đề nghị cơ quan ghi vào sổ việc kết hôn sau đây:
{_beside(_spouse("Họ, chữ đệm, tên bên nữ", "LÊ THỊ AN", "1990"),
         _spouse("Họ, chữ đệm, tên bên nam", "TRẦN VĂN BA", "1988"))}
Đã đăng ký kết hôn tại(4) Thành phố Berlin,
Đức số 12
cấp ngày 09 tháng 10 năm 2011
Trước khi kết hôn lần này chưa từng kết hôn/đã từng kết hôn nhưng hôn nhân đã chấm dứt(5):
chưa từng kết hôn
{VOW}
{MADE}
{COPIES}""",
        ASKED | _of_spouse("bride", "LÊ THỊ AN", "1990") | _of_spouse("groom", "TRẦN VĂN BA", "1988")
        | {"registration.place": "Thành phố Berlin, Đức", "registration.number": "12",
           "registration.date": "09 tháng 10 năm 2011", "history": "chưa từng kết hôn", "copies.count": "02"}
        | SIGNED,
    ),
    "divorce-note": (
        f"""TỜ KHAI GHI CHÚ LY HÔN
{ASKER}
Quan hệ với người được ghi chú: bản thân
Đề nghị ghi vào sổ hộ tịch việc (4) ly hôn đã được giải quyết tại cơ quan
có thẩm quyền của nước ngoài cho người dưới đây:
Họ, chữ đệm, tên: LÊ THỊ AN
Ngày, tháng, năm sinh: 03/04/1990
Giới tính: (2) Nữ Dân tộc: (2) Tày Quốc tịch: (2) Việt Nam
Giấy tờ tùy thân: (3) CCCD số 0271199000001
Nơi cư trú hiện nay: (2) xã Tân Mỹ, tỉnh Bắc Ninh
Nơi cư trú trước khi xuất cảnh: xã An Hòa
Nơi đăng ký kết hôn trước đây: UBND xã An Hòa,
tỉnh Hà Nam
Đã ly hôn với ông/bà:
Họ, chữ đệm tên: TRẦN VĂN BA
Ngày, tháng, năm sinh: 03/04/1988
Giới tính: (2) Nam Dân tộc: (2) Kinh Quốc tịch: (2) Đức
Giấy tờ tùy thân: (3) Hộ chiếu C1234567
{BASIS}
{VOW}
{MADE}
{COPIES}""",
        ASKED | _of("subject", "LÊ THỊ AN", "1990") | BASED | SIGNED
        | {"requester.relation": "bản thân", "event": "ly hôn",
           "subject.id_document": "CCCD số 0271199000001",
           "subject.residence_before_exit": "xã An Hòa", "marriage.place": "UBND xã An Hòa, tỉnh Hà Nam",
           "spouse.full_name": "TRẦN VĂN BA", "spouse.birth_date": "03/04/1988", "spouse.sex": "Nam",
           "spouse.ethnicity": "Kinh", "spouse.nationality": "Đức",
           "spouse.id_document": "Hộ chiếu C1234567", "copies.count": "02"},
    ),
    "civil-status-confirmation": (
        """TỜ KHAI ĐỀ NGHỊ XÁC NHẬN THÔNG TIN HỘ TỊCH
Kính gửi(1): UBND xã An Hòa
Họ, chữ đệm, tên người yêu cầu/Tên cơ quan, tổ chức: LÊ THỊ AN
Nơi cư trú của cá nhân (trường hợp chưa có số định danh cá nhân)/Địa chỉ cơ quan, tổ chức:
xã An Hòa, tỉnh Hà Nam
Số định danh cá nhân/Giấy tờ tùy thân(2): 035190000001
Quan hệ với người được cấp xác nhận thông tin hộ tịch(3): mẹ
Đề nghị cơ quan cấp Xác nhận thông tin hộ tịch cho người có tên dưới đây:
Họ, chữ đệm, tên: TRẦN THỊ CÚC
Ngày, tháng, năm sinh: 03/04/2011
Giới tính: Nữ Dân tộc: Tày Quốc tịch: Việt Nam
Số định danh cá nhân: 027311000001
Giấy tờ tùy thân(2): thẻ căn cước
Lý do đề nghị xác nhận(4): làm hồ sơ
Nội dung xác nhận(5): thay đổi tên năm 2015
Tôi cam đoan các thông tin cung cấp là đúng sự thật và chịu hoàn toàn trách nhiệm trước
pháp luật về nội dung cam đoan của mình.
Làm tại: An Hòa, ngày 05 tháng 06 năm 2026
Người yêu cầu(6)
(Ký, ghi rõ họ, chữ đệm, tên)
Số lượng: 02 bản(7).
Phương thức nhận kết quả(8): trực tiếp""",
        SIGNED
        | {"authority": "UBND xã An Hòa", "requester.full_name": "LÊ THỊ AN",
           "requester.residence": "xã An Hòa, tỉnh Hà Nam", "requester.id_document": "035190000001",
           "requester.relation": "mẹ", "subject.full_name": "TRẦN THỊ CÚC",
           "subject.birth_date": "03/04/2011", "subject.sex": "Nữ", "subject.ethnicity": "Tày",
           "subject.nationality": "Việt Nam", "subject.personal_id": "027311000001",
           "subject.id_document": "thẻ căn cước", "reason": "làm hồ sơ",
           "content": "thay đổi tên năm 2015", "copies.count": "02"},
    ),
    "book-entry-birth": (
        f"""TỜ KHAI GHI VÀO SỔ HỘ TỊCH VIỆC KHAI SINH
{ASKER}
Quan hệ với người được ghi vào Sổ hộ tịch việc khai sinh: mẹ
Đề nghị cơ quan ghi vào Sổ hộ tịch việc khai sinh cho người có tên dưới đây:
{CHILD}
{PARENTS}
Đã được đăng ký khai sinh tại(5) Thành phố Berlin, Đức
Giấy khai sinh số (6) 12 cấp ngày 09 / 10 /2011
{VOW}
{MADE}
Đề nghị cấp bản sao Giấy khai sinh (8): Có □, Không □
Số lượng: 02 bản""",
        ASKED | BORN | BOTH | SIGNED
        | {"requester.relation": "mẹ", "registration.place": "Thành phố Berlin, Đức",
           "registration.number": "12", "registration.date": "09 / 10 /2011", "copies.count": "02"},
    ),
    "book-entry-other": (
        f"""TỜ KHAI GHI VÀO SỔ HỘ TỊCH CÁC VIỆC HỘ TỊCH KHÁC
{ASKER}
Đề nghị cơ quan ghi vào Sổ hộ tịch việc(4) thay đổi hộ tịch
cho người có tên dưới đây:
{_person("TRẦN THỊ CÚC", "2011")}
Nội dung ghi vào sổ hộ tịch(4): thay đổi họ
{BASIS}
{VOW}
{MADE}
{COPIES}""",
        ASKED | _of("subject", "TRẦN THỊ CÚC", "2011") | BASED | SIGNED
        | {"event": "thay đổi hộ tịch", "content": "thay đổi họ", "copies.count": "02"},
    ),
    "marriage-registration": (
        f"""TỜ KHAI ĐĂNG KÝ KẾT HÔN
Kính gửi: UBND xã An Hòa
{TABLE}
Chúng tôi cam đoan những lời khai trên đây là đúng sự thật, việc kết hôn của chúng tôi là tự
nguyện, không vi phạm quy định của Luật hôn nhân và gia đình Việt Nam.
Chúng tôi chịu hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của mình.
Đề nghị Quý cơ quan đăng ký.
An Hòa, ngày 05 tháng 06 năm 2026
Bên nữ                                         Bên nam
(Ký, ghi rõ họ, chữ đệm, tên)                  (Ký, ghi rõ họ, chữ đệm, tên)
{COPIES}
{NOTES}""",
        {"authority": "UBND xã An Hòa",
         "bride.full_name": "LÊ THỊ AN", "bride.birth_date": "01/02/1998", "bride.ethnicity": "Tày",
         "bride.nationality": "Việt Nam", "bride.residence": "xã Tân Mỹ, tỉnh Bắc Ninh",
         "bride.id_document": "CCCD số 027198000001", "bride.marriage_order": "Lần thứ nhất",
         "groom.full_name": "TRẦN VĂN BA", "groom.birth_date": "03/04/1996", "groom.ethnicity": "Kinh",
         "groom.nationality": "Lào", "groom.residence": "xã An Hòa, tỉnh Hà Nam",
         "groom.id_document": "Hộ chiếu C1234567", "groom.marriage_order": "02",
         "made.place": "An Hòa", "made.date": "05 tháng 06 năm 2026", "copies.count": "02"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILLED)
def test_every_value_goes_to_its_own_field(kind):
    text, wanted = FILLED[kind]
    assert typed_values(text, kind, "2024") == wanted


@pytest.mark.parametrize("kind", FILLED)
def test_the_kind_is_known_by_title_and_skeleton(kind):
    match = match_kind(typed_lines(FILLED[kind][0]), load_catalogue().papers.values(), LETTER_PX)
    assert match is not None
    assert (match.paper.kind, match.edition and match.edition.id) == (kind, "2024")
    assert match.confidence > 0.9


@pytest.mark.parametrize("kind", FILLED)
def test_the_kind_is_known_though_the_title_is_cut_off(kind):
    lines = [line for line in typed_lines(FILLED[kind][0]) if not line.text.isupper()]
    match = match_kind(lines, load_catalogue().papers.values(), LETTER_PX)
    assert match is not None
    assert match.paper.kind == kind
