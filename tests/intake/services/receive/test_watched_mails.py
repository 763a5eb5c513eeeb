# SPDX-License-Identifier: Apache-2.0
"""Mails that lie in a watched folder: their papers are taken, what is left out is named."""

from __future__ import annotations

import inspect
import re
from email.message import EmailMessage
from pathlib import Path

import pytest

from intake.capture import opening
from intake.capture.sources import plan
from tests.support.desks.watched import PDF, STAMP, watch

pytestmark = pytest.mark.of_sqlite  # no store is opened


def mail(*attached: tuple[str, str, bytes, str]) -> bytes:
    """A mail with attachments: name, type, content and how they lie in it."""
    message = EmailMessage()
    message.set_content("Gửi anh chị.")
    for name, kind, content, lies in attached:
        main, _slash, sub = kind.partition("/")
        message.add_attachment(content, main, sub, filename=name, disposition=lies)
    return message.as_bytes()


def test_the_papers_attached_to_a_mail_become_one_folder(tmp_path: Path, share: Path) -> None:
    photo = b"\xff\xd8\xff" + b"x" * 40_000 + b"\xff\xd9"
    (share / "Hồ sơ.eml").write_bytes(
        mail(
            ("../tờ khai.pdf", "application/pdf", PDF, "attachment"),
            ("logo.png", "image/png", b"\x89PNG small", "inline"),
            ("IMG_1.JPG", "image/jpeg", photo, "inline"),
            ("danh sách.xlsx", "application/octet-stream", b"x", "attachment"),
        )
    )
    watched = watch(tmp_path)
    list(watched.look(0))
    (folder,) = watched.look(200)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "01-tờ khai.pdf": PDF,
        "02-IMG_1.JPG": photo,
    }
    assert folder.name == "Hồ sơ" and [len(source.files) for source in plan(folder.parent)] == [2]
    small, other = (told for told, _advice in watched.complaints)
    assert "logo.png" in small and "ảnh nhỏ" in small and "danh sách.xlsx" in other
    assert list(watched.look(400)) == []


JPEG, TIFF, JP2 = b"\xff\xd8\xff", b"II*\x00", b"\x00\x00\x00\x0cjP  \r\n\x87\n"


def test_first_bytes_tell_a_paper_whatever_its_type_and_name_say(tmp_path: Path, share: Path) -> None:
    (share / "a.eml").write_bytes(
        mail(
            ("ảnh", "image/jpg", JPEG, "attachment"),
            ("quét", "application/x-pdf", PDF, "attachment"),
            ("fax", "application/octet-stream", TIFF, "attachment"),
            ("giấy.dat", "application/octet-stream", JP2, "attachment"),
            ("lạ.bin", "image/jpg", b"x", "attachment"),
            ("chữ ký", "image/x-unknown", JPEG, "inline"),
        )
    )
    watched = watch(tmp_path)
    list(watched.look(0))
    (folder,) = watched.look(200)
    laid = ["01-ảnh.jpg", "02-quét.pdf", "03-fax.tif", "04-giấy.dat.jp2"]
    assert sorted(path.name for path in folder.iterdir()) == laid
    told = [sentence for sentence, _advice in watched.complaints]
    assert len(told) == 2 and "lạ.bin" in told[0] and "chữ ký" in told[1] and "ảnh nhỏ" in told[1]


def test_a_small_scan_in_a_mails_text_is_a_paper(tmp_path: Path, share: Path) -> None:
    kinds = ("application/octet-stream", "application/tif", "image/tiff")
    (share / "fax.eml").write_bytes(mail(*(("scan.tif", kind, TIFF, "inline") for kind in kinds)))
    watched = watch(tmp_path)
    list(watched.look(0))
    (folder,) = watched.look(200)
    assert len(list(folder.iterdir())) == len(kinds) and not watched.complaints


def test_every_kind_of_file_that_is_read_is_taken_out_of_a_mail(tmp_path: Path, share: Path) -> None:
    known = set(re.findall(r'"(image/\w+|application/pdf)"', inspect.getsource(opening)))
    webp, bmp = b"RIFF\0\0\0\0WEBP", b"BM" + bytes(12) + b"\x28\0\0\0"
    first_bytes = (JPEG, b"\x89PNG\r\n\x1a\n", TIFF, JP2, b"GIF89a", webp, bmp, PDF)
    heads = {opening.sniff(head): head for head in first_bytes}
    assert set(heads) == known
    kind = "application/octet-stream"
    attached = [(f"giấy {place}", kind, head, "attachment") for place, head in enumerate(heads.values())]
    (share / "a.eml").write_bytes(mail(*attached))
    watched = watch(tmp_path)
    list(watched.look(0))
    (folder,) = watched.look(200)
    assert sorted(path.suffix for path in folder.iterdir()) == sorted(
        [".jpg", ".png", ".tif", ".jp2", ".gif", ".webp", ".bmp", ".pdf"]
    )
    assert not list(watched.complaints)


def raw_mail(*parts: bytes) -> bytes:
    """Parts as other programs write them, headers first."""
    return b"".join(
        (
            b"Content-Type: multipart/mixed; boundary=B\n\n",
            *(b"--B\n" + part + b"\n" for part in parts),
            b"--B--\n",
        )
    )


def test_papers_that_a_mail_tells_little_of_are_taken_and_the_rest_is_named(
    tmp_path: Path, share: Path
) -> None:
    (share / "a.eml").write_bytes(
        raw_mail(
            b"Content-Type: text/plain\n\nChao",
            b"Content-Disposition: inline; filename=a.pdf\nContent-Type: application/pdf\n\n" + PDF,
            b"Content-Type: application/pdf; name=b.pdf\n\n" + PDF,
            b"Content-Type: application/pdf\nContent-Disposition: attachment\n\n" + PDF,
            b'Content-Type: application/pdf\nContent-Disposition: attachment; filename="To khai"\n\n' + PDF,
            b"Content-Disposition: attachment; filename*=utf-8''a%1B%5D0%3Bx%0Ab.exe\n\nx",
            b"Content-Type: message/rfc822; name=c.eml\nContent-Transfer-Encoding: base64\n\nYQ==",
        )
    )
    watched = watch(tmp_path)
    list(watched.look(0))
    (folder,) = watched.look(200)
    papers = ["01-a.pdf", "02-b.pdf", "03.pdf", "04-To khai.pdf"]
    assert sorted(path.name for path in folder.iterdir()) == papers
    told = [sentence for sentence, _advice in watched.complaints]
    assert len(told) == 2 and all(sentence.isprintable() for sentence in told)
    assert "b.exe" in told[0] and "c.eml" in told[1]


@pytest.mark.parametrize(
    "hostile",
    [
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
            for depth in range(1500)
        ),
        raw_mail(*[b""] * 20_000),
    ],
    ids=["deep", "many"],
)
def test_a_mail_that_no_reader_gets_through_is_told_of_and_the_rest_comes(
    tmp_path: Path, share: Path, hostile: bytes
) -> None:
    (share / "a.eml").write_bytes(hostile)
    (share / "b.pdf").write_bytes(PDF)
    watched = watch(tmp_path)
    list(watched.look(0))
    assert [path.name[STAMP:] for path in watched.look(200)] == ["a.eml", "b.pdf"]
    assert "không mở ra được" in watched.complaints[0][0] and list(watched.look(400)) == []


def test_a_mail_without_a_paper_is_told_of_and_kept(tmp_path: Path, share: Path) -> None:
    (share / "thư.eml").write_bytes(mail())
    watched = watch(tmp_path)
    list(watched.look(0))
    (kept,) = watched.look(200)
    assert kept.is_file() and kept.name.endswith("thư.eml") and "không có giấy tờ" in watched.complaints[0][0]
