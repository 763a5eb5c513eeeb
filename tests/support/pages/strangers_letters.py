# SPDX-License-Identifier: Apache-2.0
"""Letters and forms of other authorities, as their first pages stand: what a desk finds among the papers of a
dossier. People and numbers are invented.
"""

from __future__ import annotations

LETTERS = {
    "a decision of a People's Committee": """\
ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ TÂN MỸ                  Độc lập - Tự do - Hạnh phúc
Số: 123/QĐ-UBND            Tân Mỹ, ngày 05 tháng 06 năm 2026
QUYẾT ĐỊNH
Về việc thành lập Hội đồng nghĩa vụ quân sự xã
CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2025;
Căn cứ Luật Nghĩa vụ quân sự năm 2015;
Xét đề nghị của Công chức Văn hóa - Xã hội,
QUYẾT ĐỊNH:
Điều 1. Thành lập Hội đồng nghĩa vụ quân sự xã gồm các ông, bà có tên sau:
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Nơi nhận: Tòa án nhân dân khu vực 3; Lưu: VT.""",
    "a decision that names a court in its text": """\
ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ TÂN MỸ                  Độc lập - Tự do - Hạnh phúc
Số: 123/QĐ-UBND            Tân Mỹ, ngày 05 tháng 06 năm 2026
QUYẾT ĐỊNH
Về việc cấp lại Giấy khai sinh
CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ TÂN MỸ
Căn cứ Bộ luật Tố tụng dân sự năm 2015;
Căn cứ Bản án dân sự sơ thẩm số 12/2025/DS-ST ngày 01/02/2025 của Tòa án nhân dân khu vực 3;
QUYẾT ĐỊNH:
Điều 1. Thu hồi và hủy bỏ Giấy khai sinh số 12 ngày 03 tháng 04 năm 2020.""",
    "a directive": """\
THỦ TƯỚNG CHÍNH PHỦ        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 12/CT-TTg              Hà Nội, ngày 05 tháng 06 năm 2026
CHỈ THỊ
Về đẩy mạnh số hóa hồ sơ
Căn cứ Luật Giao dịch điện tử; xét thấy việc số hóa còn chậm""",
    "a decree": """\
CHÍNH PHỦ                  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 123/2015/NĐ-CP         Hà Nội, ngày 15 tháng 11 năm 2015
NGHỊ ĐỊNH
Quy định chi tiết một số điều của Luật hộ tịch
Căn cứ Luật tổ chức Chính phủ ngày 25 tháng 12 năm 2001;
Căn cứ Luật hộ tịch ngày 20 tháng 11 năm 2014;""",
    "a decision of a school": """\
SỞ GIÁO DỤC VÀ ĐÀO TẠO      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TRƯỜNG THPT TÂN MỸ          Độc lập - Tự do - Hạnh phúc
Số: 45/QĐ-THPT              Tân Mỹ, ngày 05 tháng 06 năm 2026
QUYẾT ĐỊNH
Về việc khen thưởng học sinh
HIỆU TRƯỞNG TRƯỜNG THPT TÂN MỸ
Căn cứ Điều lệ trường trung học; Căn cứ kết quả học tập
QUYẾT ĐỊNH:
Điều 1. Khen thưởng học sinh TRẦN THỊ CÚC, sinh ngày 03/04/2010""",
    "a notice of the police": """\
CÔNG AN TỈNH BẮC NINH       CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CÔNG AN XÃ TÂN MỸ           Độc lập - Tự do - Hạnh phúc
Số: 45/TB-CAX               Tân Mỹ, ngày 05 tháng 06 năm 2026
THÔNG BÁO
Về kết quả giải quyết hồ sơ đăng ký cư trú
Kính gửi: Ông/bà LÊ THỊ AN
Căn cứ Luật Cư trú năm 2020; xét thấy hồ sơ đầy đủ""",
    "a residence form": """\
Mẫu CT01 ban hành kèm theo Thông tư số 66/2023/TT-BCA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ
Kính gửi: Công an xã Tân Mỹ
1. Họ, chữ đệm và tên:
2. Ngày, tháng, năm sinh:         3. Giới tính:
4. Số định danh cá nhân:
5. Số điện thoại liên hệ:         6. Email:
7. Họ, chữ đệm và tên chủ hộ:     8. Mối quan hệ với chủ hộ:
9. Số định danh cá nhân của chủ hộ:
10. Nội dung đề nghị:
11. Những thành viên trong hộ gia đình cùng thay đổi:""",
    "a form for a card": """\
TỜ KHAI CĂN CƯỚC CÔNG DÂN
Kính gửi:
1. Họ, chữ đệm và tên:
2. Ngày, tháng, năm sinh:         3. Giới tính:
4. Dân tộc:           5. Quốc tịch:          6. Tôn giáo:
7. Nơi sinh:
8. Quê quán:
9. Nơi thường trú:
10. Nơi ở hiện tại:
11. Họ, chữ đệm và tên cha:
12. Họ, chữ đệm và tên mẹ:
13. Họ, chữ đệm và tên vợ (chồng):
14. Số CCCD/CMND""",
    "a form of the police about a person": """\
PHIẾU THU THẬP THÔNG TIN DÂN CƯ
1. Họ, chữ đệm và tên khai sinh:
2. Ngày, tháng, năm sinh:
3. Giới tính: 4. Nhóm máu: 5. Tình trạng hôn nhân:
6. Dân tộc: 7. Tôn giáo: 8. Quốc tịch:
9. Nơi đăng ký khai sinh:
10. Quê quán: 11. Nơi thường trú:
12. Họ, chữ đệm và tên cha: Quốc tịch: Số định danh
13. Họ, chữ đệm và tên mẹ: Quốc tịch:
14. Họ, chữ đệm và tên vợ (chồng): Quốc tịch:""",
    "a discharge from hospital": """\
BỘ Y TẾ                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
BỆNH VIỆN ĐA KHOA TỈNH      Độc lập - Tự do - Hạnh phúc
GIẤY RA VIỆN
Họ tên người bệnh: LÊ THỊ AN   Tuổi: 36  Nam/Nữ: Nữ
Dân tộc: Kinh    Nghề nghiệp: Làm ruộng
Địa chỉ: xã Tân Mỹ
Vào viện lúc: 8 giờ ngày 05/06/2026
Ra viện lúc: 10 giờ ngày 07/06/2026
Chẩn đoán: Đẻ thường
Nguyên nhân: """,
    "a sheet on the cause of a death": """\
PHIẾU CHẨN ĐOÁN NGUYÊN NHÂN TỬ VONG
1. Họ và tên người tử vong: TRẦN VĂN TƯ
2. Giới tính: Nam
3. Ngày, tháng, năm sinh: 1940
4. Dân tộc: Kinh  Quốc tịch: Việt Nam
5. Nơi cư trú: xã Tân Mỹ
6. Số định danh cá nhân:
7. Đã tử vong vào lúc 8 giờ ngày 05/06/2026
8. Nguyên nhân tử vong: già yếu
Thủ trưởng cơ sở khám bệnh, chữa bệnh""",
    "a letter about a certificate": """\
ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ TÂN MỸ                  Độc lập - Tự do - Hạnh phúc
Số: 123/UBND-TP            Tân Mỹ, ngày 05 tháng 06 năm 2026
V/v trả lời xác minh tình trạng hôn nhân
Kính gửi: Ủy ban nhân dân phường Bồ Đề
Ủy ban nhân dân xã Tân Mỹ nhận được Công văn về việc xác minh Giấy xác nhận tình trạng hôn nhân,
Giấy chứng nhận kết hôn và Giấy khai sinh
Xét đề nghị của quý cơ quan, Ủy ban nhân dân xã trả lời như sau""",
    "an invitation": """\
ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ TÂN MỸ                  Độc lập - Tự do - Hạnh phúc
Số: 123/GM-UBND            Tân Mỹ, ngày 05 tháng 06 năm 2026
GIẤY MỜI
Kính mời: Ông/bà
Nội dung: họp tổng kết công tác hộ tịch
Thời gian: 8 giờ ngày 05/06/2026""",
    "a request": """\
ĐƠN XIN XÁC NHẬN
Kính gửi: UBND xã Tân Mỹ
Tôi tên là: LÊ THỊ AN  Sinh năm: 1990
Giấy tờ tùy thân: CCCD số
Nơi cư trú: xã Tân Mỹ
Nay tôi làm đơn này xin xác nhận tôi là người làm chứng
Tôi cam đoan những lời khai trên là đúng sự thật""",
    "a decision of a prosecutor": """\
VIỆN KIỂM SÁT NHÂN DÂN      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
KHU VỰC 3                   Độc lập - Tự do - Hạnh phúc
Số: 45/QĐ-VKS               Hà Nội, ngày 05 tháng 06 năm 2026
QUYẾT ĐỊNH
Căn cứ Bộ luật Tố tụng dân sự
XÉT THẤY: đủ căn cứ""",
    "a resolution of a People's Council": """\
HỘI ĐỒNG NHÂN DÂN           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ TÂN MỸ                   Độc lập - Tự do - Hạnh phúc
Số: 45/NQ-HĐND               Tân Mỹ, ngày 05 tháng 06 năm 2026
NGHỊ QUYẾT
Căn cứ Luật Tổ chức chính quyền địa phương""",
    "a decision of the bailiffs": """\
CỤC THI HÀNH ÁN DÂN SỰ      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG THI HÀNH ÁN KHU VỰC 3 Độc lập - Tự do - Hạnh phúc
Số: 45/QĐ-THADS             Hà Nội, ngày 05 tháng 06 năm 2026
QUYẾT ĐỊNH
Về việc thi hành án theo yêu cầu
Căn cứ Bản án số 12/2025/DS-ST ngày 01/02/2025 của Tòa án nhân dân khu vực 3;""",
}

COURT_DECISION = """TÒA ÁN NHÂN DÂN             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
KHU VỰC 3                   Độc lập - Tự do - Hạnh phúc
Số: 45/2026/QĐST-HNGĐ       Hà Nội, ngày 05 tháng 06 năm 2026
QUYẾT ĐỊNH
CÔNG NHẬN THUẬN TÌNH LY HÔN
VÀ SỰ THỎA THUẬN CỦA CÁC ĐƯƠNG SỰ
Căn cứ vào Điều 212 và Điều 213 của Bộ luật Tố tụng dân sự;
Sau khi nghiên cứu hồ sơ vụ án dân sự thụ lý về việc ly hôn giữa:
Nguyên đơn: LÊ THỊ AN
Bị đơn: TRẦN VĂN BA
XÉT THẤY:
Việc thuận tình ly hôn là hoàn toàn tự nguyện."""
