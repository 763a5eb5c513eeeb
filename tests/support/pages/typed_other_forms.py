# SPDX-License-Identifier: Apache-2.0
"""Forms of birth, death, entries and extracts, filled: the text as typed and the value of each field."""

from __future__ import annotations

from tests.support.pages.typed_parts import (
    ASKED,
    ASKER,
    BASED,
    BASIS,
    BORN,
    BOTH,
    CHILD,
    COPIES,
    DEAD,
    DIED,
    FILED,
    MADE,
    NOTES,
    PARENTS,
    SIGNED,
    VOW,
    person,
    told,
)

OTHER_FORMS = {
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
    "extract-copy": (
        f"""TỜ KHAI
CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH
{ASKER}
Quan hệ với người được cấp bản sao Trích lục hộ tịch: mẹ
Đề nghị cơ quan cấp bản sao trích lục (4) khai sinh
cho người có tên dưới đây:
{person("TRẦN THỊ CÚC", "2011")}
Đã đăng ký tại: (5) Ủy ban nhân dân
xã An Hòa
ngày 09 tháng 10 năm 2011 số 12 Quyển số: 01/2011
Thông tin khác: (6) cha là Trần Văn Ba
Số lượng bản sao yêu cầu cấp: 03 bản(7).
{VOW}
{MADE}""",
        ASKED | told("subject", "TRẦN THỊ CÚC", "2011") | FILED | SIGNED
        | {"requester.relation": "mẹ", "event": "khai sinh", "other_info": "cha là Trần Văn Ba",
           "registration.place": "Ủy ban nhân dân xã An Hòa", "copies.count": "03"},
    ),
    "correction": (
        f"""TỜ KHAI ĐĂNG KÝ VIỆC THAY ĐỔI, CẢI CHÍNH,
BỔ SUNG THÔNG TIN HỘ TỊCH, XÁC ĐỊNH LẠI DÂN TỘC
{ASKER}
Quan hệ với người được thay đổi, cải chính, xác định lại dân tộc, bổ sung thông tin hộ tịch: mẹ
Đề nghị cơ quan đăng ký việc (4) cải chính hộ tịch
cho người có tên dưới đây:
{person("TRẦN THỊ CÚC", "2011")}
Đã đăng ký (5) khai sinh
tại UBND xã An Hòa
ngày 09 tháng 10 năm 2011 số: 12 Quyển số: 01/2011
Nội dung: (6) cải chính năm sinh từ 2010 thành 2011
Lý do: ghi nhầm
{VOW}
Đề nghị cấp bản sao(7): Có □, Không □; số lượng: 02 bản(7).
{MADE}
Ý kiến của người được thay đổi họ, chữ đệm, tên  Ý kiến của cha và mẹ""",
        ASKED | told("subject", "TRẦN THỊ CÚC", "2011") | FILED | SIGNED
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
{person("TRẦN THỊ CÚC", "2011")}
Nội dung ghi vào sổ hộ tịch(4): thay đổi họ
{BASIS}
{VOW}
{MADE}
{COPIES}""",
        ASKED | told("subject", "TRẦN THỊ CÚC", "2011") | BASED | SIGNED
        | {"event": "thay đổi hộ tịch", "content": "thay đổi họ", "copies.count": "02"},
    ),
}  # fmt: skip
