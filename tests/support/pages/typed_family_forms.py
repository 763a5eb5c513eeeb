# SPDX-License-Identifier: Apache-2.0
"""Forms of marriage, of parents and of guardians, filled: the text as typed, and the value of each field."""

from __future__ import annotations

from tests.support.pages.typed_parts import (
    ASKED,
    ASKER,
    BASED,
    BASIS,
    COPIES,
    FILED,
    MADE,
    NOTES,
    SIGNED,
    TABLE,
    VOW,
    beside,
    person,
    spouse,
    spouse_told,
    told,
)

FAMILY_FORMS = {
    "marital-status": (
        f"""TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN
{ASKER}
Quan hệ với người được cấp Giấy xác nhận tình trạng hôn nhân: bản thân
Đề nghị cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây:
{person("LÊ THỊ AN", "1990")}
Tình trạng hôn nhân: (4) hiện tại chưa đăng ký kết hôn với ai
Mục đích sử dụng Giấy xác nhận tình trạng hôn nhân: (5) bổ túc hồ sơ
xin việc làm
{VOW}
{MADE}
{NOTES}""",
        ASKED | told("subject", "LÊ THỊ AN", "1990") | SIGNED
        | {"requester.relation": "bản thân", "purpose": "bổ túc hồ sơ xin việc làm",
           "subject.marital_status": "hiện tại chưa đăng ký kết hôn với ai"},
    ),
    "guardianship": (
        f"""TỜ KHAI ĐĂNG KÝ GIÁM HỘ
{ASKER}
Đề nghị cơ quan đăng ký việc giám hộ giữa:
Người giám hộ:
{person("LÊ THỊ AN", "1990")}
Người được giám hộ:
{person("TRẦN THỊ CÚC", "2011", "Giấy khai sinh/Giấy tờ tùy thân")}
Lý do đăng ký giám hộ: cha mẹ đã chết
{VOW}
{MADE}
{COPIES}
{NOTES}""",
        ASKED | told("guardian", "LÊ THỊ AN", "1990") | told("ward", "TRẦN THỊ CÚC", "2011") | SIGNED
        | {"reason": "cha mẹ đã chết", "copies.count": "02"},
    ),
    "guardianship-end": (
        f"""TỜ KHAI ĐĂNG KÝ CHẤM DỨT GIÁM HỘ
{ASKER}
Đề nghị cơ quan đăng ký chấm dứt việc giám hộ giữa:
Người giám hộ:
{person("LÊ THỊ AN", "1990")}
Người được giám hộ:
{person("TRẦN THỊ CÚC", "2011", "Giấy khai sinh/Giấy tờ tùy thân")}
Đã đăng ký giám hộ tại (4) UBND xã An Hòa
ngày 09 tháng 10 năm 2011 số 12 quyển số: 01/2011
Lý do chấm dứt việc giám hộ: đã đủ 18 tuổi
{VOW}
{MADE}""",
        ASKED | told("guardian", "LÊ THỊ AN", "1990") | told("ward", "TRẦN THỊ CÚC", "2011") | FILED | SIGNED
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
        ASKED | told("supervisor", "LÊ VĂN SÁU", "1970")
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
{person("LÊ THỊ AN", "1990", "Giấy khai sinh/Giấy tờ tùy thân")}
LàMẹ của người có tên dưới đây:
{person("TRẦN THỊ CÚC", "2011", "Giấy khai sinh/Giấy tờ tùy thân")}
Tôi cam đoan việc nhận con nói trên là đúng sự thật, tự nguyện, không có tranh
chấp và chịu trách nhiệm trước pháp luật về cam đoan của mình.
{MADE}
{COPIES}
{NOTES}""",
        ASKED | told("recognised", "LÊ THỊ AN", "1990") | told("claimant", "TRẦN THỊ CÚC", "2011") | SIGNED
        | {"requester.relation": "mẹ", "claim": "Mẹ", "copies.count": "02"},
    ),
    "re-registration-marriage": (
        f"""TỜ KHAI ĐĂNG KÝ LẠI KẾT HÔN
{ASKER}
Đề nghị cơ quan đăng ký lại kết hôn theo nội dung dưới đây:
{spouse("Họ, chữ đệm, tên của vợ", "LÊ THỊ AN", "1990")}
{spouse("Họ, chữ đệm, tên của chồng", "TRẦN VĂN BA", "1988")}
Đã đăng ký kết hôn tại: (4) UBND xã An Hòa
ngày 09 tháng 10 năm 2011
Theo Giấy chứng nhận kết hôn số: (5) 12, Quyển số: (5) 01/2011
{VOW}
{MADE}
{COPIES}""",
        ASKED | spouse_told("wife", "LÊ THỊ AN", "1990") | spouse_told("husband", "TRẦN VĂN BA", "1988")
        | FILED | SIGNED | {"copies.count": "02"},
    ),
    "marriage-note": (
        f"""TỜ KHAI GHI CHÚ KẾT HÔN
{ASKER}
Đề nghị cơ quan ghi vào sổ việc kết hôn sau đây:
{beside(spouse("Họ, chữ đệm, tên bên nữ", "LÊ THỊ AN", "1990"),
         spouse("Họ, chữ đệm, tên bên nam", "TRẦN VĂN BA", "1988"))}
Đã đăng ký kết hôn tại(4) Thành phố Berlin,
Đức số 12
cấp ngày 09 tháng 10 năm 2011
Trước khi kết hôn lần này chưa từng kết hôn/đã từng kết hôn nhưng hôn nhân đã chấm dứt(5):
chưa từng kết hôn
{VOW}
{MADE}
{COPIES}""",
        ASKED | spouse_told("bride", "LÊ THỊ AN", "1990") | spouse_told("groom", "TRẦN VĂN BA", "1988")
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
        ASKED | told("subject", "LÊ THỊ AN", "1990") | BASED | SIGNED
        | {"requester.relation": "bản thân", "event": "ly hôn",
           "subject.id_document": "CCCD số 0271199000001",
           "subject.residence_before_exit": "xã An Hòa", "marriage.place": "UBND xã An Hòa, tỉnh Hà Nam",
           "spouse.full_name": "TRẦN VĂN BA", "spouse.birth_date": "03/04/1988", "spouse.sex": "Nam",
           "spouse.ethnicity": "Kinh", "spouse.nationality": "Đức",
           "spouse.id_document": "Hộ chiếu C1234567", "copies.count": "02"},
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
