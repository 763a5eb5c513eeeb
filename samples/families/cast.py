# SPDX-License-Identifier: Apache-2.0
"""The families of the samples, one a dossier. All invented; the places exist, the people do not."""

from __future__ import annotations

from datetime import date

from samples.families.people import Child, Family, Marriage, Person

DU = Family(
    child=Child(
        "NGUYỄN BẢO NGỌC DIỆP", "Nữ", date(2026, 10, 21),
        "Ngày hai mươi mốt, tháng mười, năm hai nghìn không trăm hai mươi sáu", "08:35",
        "Bệnh viện Phụ sản Hà Nội, đường La Thành, phường Giảng Võ, thành phố Hà Nội", 3150,
    ),
    mother=Person(
        "Phạm Thị Hạnh", "Nữ", date(1996, 4, 12), "001196047218", "Kinh",
        "Số 27 phố Ngọc Hà, phường Ngọc Hà, thành phố Hà Nội", "Đại Mỗ, Nam Từ Liêm, Hà Nội",
        date(2022, 3, 15), "013482907",
    ),
    father=Person(
        "Nguyễn Trọng Đại", "Nam", date(1993, 9, 2), "001093015462", "Kinh",
        "Số 27 phố Ngọc Hà, phường Ngọc Hà, thành phố Hà Nội", "Hạ Bằng, Thạch Thất, Hà Nội",
        date(2021, 8, 20),
    ),
    authority="Ủy ban nhân dân phường Ngọc Hà", made_place="Ngọc Hà", made=date(2026, 11, 9),
    notice_number="01042.GCS.01903.26", facility="BỆNH VIỆN PHỤ SẢN HÀ NỘI",
    attendant="Nữ hộ sinh Lại Thị Mận",
    insurance="0120487713",
    marriage=Marriage("82/2022", "01/2022", date(2022, 5, 18), "UBND xã Hạ Bằng", "Khuất Duy Lẫm"),
)  # fmt: skip

THIEU = Family(
    child=Child(
        "Lò Văn Thịnh", "Nam", date(2026, 10, 30),
        "Ngày ba mươi, tháng mười, năm hai nghìn không trăm hai mươi sáu", "21:10",
        "Trạm Y tế xã Sìn Hồ, tỉnh Lai Châu", 2980,
    ),
    mother=Person(
        "Giàng Thị Mỵ", "Nữ", date(1999, 12, 5), "012199006341", "H'Mông",
        "Bản Nậm Pọng, xã Sìn Hồ, tỉnh Lai Châu", "Tả Phìn, Sìn Hồ, Lai Châu", date(2024, 9, 10),
    ),
    father=Person(
        "Lò Văn Quyết", "Nam", date(1997, 2, 14), "012097001178", "Thái",
        "Bản Nậm Pọng, xã Sìn Hồ, tỉnh Lai Châu", "xã Sìn Hồ, tỉnh Lai Châu", date(2021, 6, 25),
    ),
    authority="Ủy ban nhân dân xã Sìn Hồ, tỉnh Lai Châu", made_place="Sìn Hồ", made=date(2026, 11, 12),
    notice_number="", facility="",
    attendant="", insurance="", relation="Cha đẻ",
)  # fmt: skip

MAU_THUAN = Family(
    child=Child(
        "TRỊNH HỮU LỘC", "Nam", date(2026, 10, 17),
        "Ngày mười bảy, tháng mười, năm hai nghìn không trăm hai mươi sáu", "14:05",
        "Bệnh viện Đa khoa tỉnh Thanh Hóa, phường Hạc Thành, tỉnh Thanh Hóa", 3420,
    ),
    mother=Person(
        "Nguyễn Thị Nguyệt", "Nữ", date(1995, 7, 8), "038195012377", "Mường",
        "Thôn Đồng Bẩm, xã Vĩnh Lộc, tỉnh Thanh Hóa", "Vĩnh Tiến, Vĩnh Lộc, Thanh Hóa", date(2021, 5, 11),
        "174028361",
    ),
    father=Person(
        "Trịnh Hữu Định", "Nam", date(1992, 1, 25), "038092007719", "Kinh",
        "Thôn Đồng Bẩm, xã Vĩnh Lộc, tỉnh Thanh Hóa", "xã Vĩnh Lộc, tỉnh Thanh Hóa", date(2022, 10, 4),
    ),
    authority="Ủy ban nhân dân xã Vĩnh Lộc", made_place="Vĩnh Lộc", made=date(2026, 11, 4),
    notice_number="00871.GCS.38017.26", facility="BỆNH VIỆN ĐA KHOA TỈNH",
    attendant="Bác sĩ Quách Thị Lựu",
    insurance="3821904467",
)  # fmt: skip

LON_NGUOC = Family(
    child=Child(
        "Thạch Thị Diễm Phượng", "Nữ", date(2026, 10, 8),
        "Ngày tám, tháng mười, năm hai nghìn không trăm hai mươi sáu", "05:50",
        "Trung tâm Y tế khu vực Gò Quao, xã Định Hòa, tỉnh An Giang", 2760,
    ),
    mother=Person(
        "Danh Thị Lụa", "Nữ", date(2001, 3, 19), "091301004825", "Khơ-me",
        "Ấp Hòa Thịnh, xã Định Hòa, tỉnh An Giang", "Định Hòa, Gò Quao, Kiên Giang", date(2023, 2, 27),
    ),
    father=Person(
        "Thạch Phước Lực", "Nam", date(1998, 8, 30), "091098009134", "Khơ-me",
        "Ấp Hòa Thịnh, xã Định Hòa, tỉnh An Giang", "xã Định Hòa, tỉnh An Giang", date(2021, 11, 2),
    ),
    authority="Ủy ban nhân dân xã Định Hòa, tỉnh An Giang", made_place="Định Hòa", made=date(2026, 10, 29),
    notice_number="00315.GCS.91204.26", facility="TRUNG TÂM Y TẾ GÒ QUAO",
    attendant="Nữ hộ sinh Huỳnh Thị Út Hậu",
    insurance="9120337145", relation="Mẹ",
)  # fmt: skip

NGHIENG = Family(
    child=Child(
        "ĐẶNG GIA TUỆ", "Nam", date(2026, 11, 3),
        "Ngày mùng ba, tháng mười một, năm hai nghìn không trăm hai mươi sáu", "17:25",
        "Bệnh viện Sản - Nhi Nghệ An, phường Trường Vinh, tỉnh Nghệ An", 3300,
    ),
    mother=Person(
        "Hồ Thị Cẩm Tú", "Nữ", date(1994, 11, 23), "040194011903", "Kinh",
        "Xóm Lộc Thượng, xã Diễn Châu, tỉnh Nghệ An", "Diễn Thịnh, Diễn Châu, Nghệ An", date(2021, 9, 14),
    ),
    father=Person(
        "Đặng Thế Vượng", "Nam", date(1990, 6, 1), "040090008267", "Kinh",
        "Xóm Lộc Thượng, xã Diễn Châu, tỉnh Nghệ An", "xã Diễn Châu, tỉnh Nghệ An", date(2021, 9, 14),
    ),
    proxy=Person(
        "Võ Thị Nhạn", "Nữ", date(1984, 5, 17), "040184003391", "Kinh",
        "Xóm Hạ Lũng, xã Diễn Châu, tỉnh Nghệ An", "Diễn Thịnh, Diễn Châu, Nghệ An", date(2022, 1, 6),
    ),
    relation="Người được ủy quyền",
    authority="Ủy ban nhân dân xã Diễn Châu", made_place="Diễn Châu", made=date(2026, 11, 16),
    notice_number="01377.GCS.40008.26", facility="BỆNH VIỆN SẢN - NHI",
    attendant="Bác sĩ Cao Xuân Hiển",
    insurance="4017725390",
)  # fmt: skip

CHUP_ANH = Family(
    child=Child(
        "HUỲNH NGỌC KHÁNH AN", "Nữ", date(2026, 10, 26),
        "Ngày hai mươi sáu, tháng mười, năm hai nghìn không trăm hai mươi sáu", "10:15",
        "Bệnh viện Từ Dũ, phường Bến Thành, Thành phố Hồ Chí Minh", 3050,
    ),
    mother=Person(
        "Lương Thị Mỹ Hợp", "Nữ", date(1997, 10, 10), "079197021556", "Hoa",
        "Số 118 đường Nơ Trang Long, phường Bình Thạnh, Thành phố Hồ Chí Minh",
        "Phường 14, Quận 5, Thành phố Hồ Chí Minh",
        date(2022, 7, 28),
    ),
    father=Person(
        "Huỳnh Quốc Kiệt", "Nam", date(1995, 3, 3), "079095018840", "Kinh",
        "Số 118 đường Nơ Trang Long, phường Bình Thạnh, Thành phố Hồ Chí Minh",
        "phường Bình Thạnh, Thành phố Hồ Chí Minh",
        date(2023, 4, 19),
    ),
    authority="Ủy ban nhân dân phường Bình Thạnh", made_place="Bình Thạnh", made=date(2026, 11, 6),
    notice_number="04518.GCS.79401.26", facility="BỆNH VIỆN TỪ DŨ",
    attendant="Nữ hộ sinh Đoàn Thị Kim Loan",
    insurance="7921440863",
)  # fmt: skip

VIET_TAY = Family(
    child=Child(
        "Ksor Y Bảo", "Nam", date(2026, 10, 14),
        "Ngày mười bốn, tháng mười, năm hai nghìn không trăm hai mươi sáu", "03:40",
        "Trung tâm Y tế Chư Sê, xã Chư Sê, tỉnh Gia Lai", 3210,
    ),
    mother=Person(
        "Ksor H'Lệ", "Nữ", date(2000, 1, 16), "064300005217", "Gia-rai",
        "Làng Tân Lập, xã Chư Sê, tỉnh Gia Lai", "xã Chư Sê, tỉnh Gia Lai", date(2025, 4, 8),
    ),
    father=Person(
        "Rơ Mah Thuận", "Nam", date(1998, 12, 12), "064098002203", "Gia-rai",
        "Làng Tân Lập, xã Chư Sê, tỉnh Gia Lai", "Chư Sê, Gia Lai", date(2022, 12, 20),
    ),
    authority="UBND xã Chư Sê", made_place="Chư Sê", made=date(2026, 11, 2),
    notice_number="00226.GCS.64109.26", facility="TRUNG TÂM Y TẾ CHƯ SÊ",
    attendant="Y sĩ Nông Thị Thắm",
    insurance="6420918874",
)  # fmt: skip

CHI_THE = Family(
    child=Child(
        "Bùi Đức Hưởng", "Nam", date(2026, 10, 11),
        "Ngày mười một, tháng mười, năm hai nghìn không trăm hai mươi sáu", "19:20",
        "Bệnh viện Đa khoa tỉnh Hưng Yên, phường Phố Hiến, tỉnh Hưng Yên", 3480,
    ),
    mother=Person(
        "Vũ Thị Huệ", "Nữ", date(1993, 2, 7), "033193009945", "Kinh",
        "Thôn Đông Lộ, xã Khoái Châu, tỉnh Hưng Yên", "Dạ Trạch, Khoái Châu, Hưng Yên", date(2021, 7, 1),
        "145390276",
    ),
    father=Person(
        "Bùi Mạnh Hoạt", "Nam", date(1991, 4, 28), "033091004416", "Kinh",
        "Thôn Đông Lộ, xã Khoái Châu, tỉnh Hưng Yên", "Dạ Trạch, Khoái Châu, Hưng Yên", date(2021, 7, 1),
    ),
    authority="UBND xã Khoái Châu", made_place="Khoái Châu", made=date(2026, 10, 30),
    notice_number="00698.GCS.33012.26", facility="BỆNH VIỆN ĐA KHOA TỈNH",
    attendant="Nữ hộ sinh Tạ Thị Quyên",
    insurance="3319570028",
)  # fmt: skip

MOT_TAP = Family(
    child=Child(
        "Đinh Thị Tường Vy", "Nữ", date(2026, 10, 19),
        "Ngày mười chín, tháng mười, năm hai nghìn không trăm hai mươi sáu", "23:05",
        "Bệnh viện Đa khoa khu vực Đồ Sơn, phường Đồ Sơn, thành phố Hải Phòng", 2890,
    ),
    mother=Person(
        "Mai Thị Bích Thủy", "Nữ", date(1998, 9, 9), "031198007732", "Kinh",
        "Tổ dân phố 6, phường Đồ Sơn, thành phố Hải Phòng", "phường Đồ Sơn, thành phố Hải Phòng",
        date(2025, 1, 22),
    ),
    father=Person(
        "Đinh Công Sự", "Nam", date(1996, 10, 31), "031096012048", "Kinh",
        "Tổ dân phố 6, phường Đồ Sơn, thành phố Hải Phòng", "xã Kiến Thụy, thành phố Hải Phòng",
        date(2024, 12, 3),
    ),
    authority="Ủy ban nhân dân phường Đồ Sơn", made_place="Đồ Sơn", made=date(2026, 11, 10),
    notice_number="00540.GCS.31022.26", facility="BỆNH VIỆN ĐỒ SƠN",
    attendant="Bác sĩ Phùng Thị Tuyết",
    insurance="3120066591",
)  # fmt: skip
