# SPDX-License-Identifier: Apache-2.0
"""What stands in a kit to be read first, in Vietnamese: only what holds for its system."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_TEXT = Path(__file__).parent / "files" / "DOC-TRUOC.txt"
_OF_SYSTEM = {
    "windows": {
        "needs": "Windows 10 hoặc 11 loại 64 bit.",
        "python": (
            "     Lấy bộ cài Python ở python.org (Windows installer, 64-bit), chép sang bằng USB; khi cài\n"
            "     nhớ đánh dấu “Add python.exe to PATH”.\n"
        ),
        "install": "install.cmd",
        "tesseract": "Bản cho Windows: UB Mannheim; khi cài đánh dấu Vietnamese.",
        "home": "%LOCALAPPDATA%\\sohoa (đổi chỗ: đặt biến SOHOA_HOME, hoặc home trong tệp cấu hình).",
        "tried": (
            "Từng tệp của bộ cài đã được kiểm tra (thư viện nào cũng có bản win_amd64, đủ mã băm); phần mã\n"
            "   dành cho Windows đã chạy thử trên Linux với lệnh gọi hệ thống thay thế. CHƯA ai chạy thử\n"
            "   trên một máy Windows thật: lần đầu hãy thử với giấy tờ mẫu, và báo lại nếu có gì không đúng."
        ),
    },
    "linux": {
        "needs": "Linux 64 bit (x86_64) có glibc 2.28 trở lên: Debian 10, Ubuntu 20.04 hoặc mới hơn.",
        "python": "",
        "install": "./install.sh",
        "tesseract": "Debian/Ubuntu: gói tesseract-ocr, tesseract-ocr-vie; Poppler là gói poppler-utils.",
        "home": "~/.local/share/sohoa (đổi chỗ: đặt biến SOHOA_HOME, hoặc home trong tệp cấu hình).",
        "tried": "Đã cài và chạy thử trên Debian 12 trong một không gian mạng trống (không có kết nối nào).",
    },
}


def readme(system: str, version: str, pythons: Sequence[str]) -> str:
    """The text for one kit."""
    names = {"windows": "Windows", "linux": "Linux"}
    return _TEXT.read_text("utf-8").format(
        version=version, system=names[system], pythons=", ".join(pythons), **_OF_SYSTEM[system]
    )
