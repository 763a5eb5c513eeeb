# SPDX-License-Identifier: Apache-2.0
"""Papers that came as a mail, kept as a file (``.eml``) in a watched folder: its attachments, as a folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import cast

from intake.capture.opening import sniff
from templates.system.file_names import is_refused

SUFFIX = ".eml"
MOST_BYTES = 100_000_000
_MOST_PARTS = 10_000
"""Each becomes an object when it is parsed: lines that may begin one are counted before."""
_PART_BEGINS = re.compile(rb"[\r\n]--")
_ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/tiff": (".tif", ".tiff"),
    "image/jp2": (".jp2", ".j2k", ".jpf", ".jpx", ".j2c"),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    "image/bmp": (".bmp", ".dib"),
}
"""What the program reads, by what the first bytes show, and how such a file is called, most often first."""
_PAPERS = frozenset(ending for endings in _ENDINGS.values() for ending in endings)
_HEAD_BYTES = 1024
_LEAST_INLINE = 30_000
"""Phones lay photographs into the text of a mail; smaller pictures there are a signature's."""
_LONGEST_NAME = 150


class UnreadableMailError(Exception):
    """No mail that can be taken apart: only a person can see what is in it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An attachment that is not taken in: its ``name``, fit to be shown; whether it is a small picture."""

    name: str
    picture: bool


def is_mail(path: Path) -> bool:
    return path.suffix.lower() == SUFFIX


def unpack_mail(mail: Path, folder: Path) -> Sequence[LeftOut]:
    """Write the papers among a mail's attachments into a new ``folder``, in their order; gives what
    else is attached.

    Raises:
        UnreadableMailError: larger than any mail is, or built so that no reader of mails gets through it.
        OSError: it can't be read, or the folder not written.
    """
    if mail.stat().st_size > MOST_BYTES:
        raise UnreadableMailError
    folder.mkdir(mode=0o700)
    others, number = [], 0
    for name, part in _attached(mail):
        data = cast(bytes, part.get_payload(decode=True) or b"")
        suffix = _suffix(name, data)
        if not suffix:
            others.append(LeftOut(_shown(name or part.get_content_type()), picture=False))
        elif _is_decoration(part, data):
            others.append(LeftOut(_shown(name or suffix), picture=True))
        else:
            number += 1
            (folder / _laid_name(number, name, suffix)).write_bytes(data)
    return others


def _attached(mail: Path) -> list[tuple[str, Message]]:
    """The parts that are files, by the name that was told, "" for none."""
    if len(_PART_BEGINS.findall(mail.read_bytes())) > _MOST_PARTS:
        raise UnreadableMailError
    with mail.open("rb") as file:
        try:
            # The email package raises whatever a header's odd bytes lead it to, also for names.
            message = BytesParser(policy=policy.default).parse(file)
            parts = [part for part in message.walk() if not part.is_multipart() or _is_closed(part)]
            named = [(part.get_filename() or "", part) for part in parts]
            return [(name, part) for name, part in named if name or _is_file(part)]
        except OSError:
            raise
        except Exception as error:
            raise UnreadableMailError from error


def _is_closed(part: Message) -> bool:
    """Whether it is a mail within the mail that is packed, which no rule allows and nothing here opens."""
    packed = str(part.get("content-transfer-encoding", "")).strip().lower() in ("base64", "quoted-printable")
    return packed and part.get_content_maintype() == "message"


def _is_file(part: Message) -> bool:
    """Whether a part without a name is a file and not the mail's own text."""
    attached = part.get_content_disposition() == "attachment"
    return attached or part.get_content_maintype() != "text" or _is_closed(part)


def _suffix(name: str, data: bytes) -> str:
    """The ending under which an attachment is laid in, "" for what is no paper. Its first bytes tell, as mail
    programs and copiers call types (``image/jpg``, ``application/octet-stream``) and endings as they like; a
    file of a paper's name that is none comes too, and is refused with its reason like any other.
    """
    told = Path(name.replace("\\", "/")).suffix.lower()
    endings = _ENDINGS.get(sniff(data[:_HEAD_BYTES]) or "", ())
    if endings:
        return told if told in endings else endings[0]
    return told if told in _PAPERS else ""


def _is_decoration(part: Message, data: bytes) -> bool:
    """Whether it is a signature's picture in a mail's text."""
    attached = part.get_content_disposition() == "attachment"
    # Only what calls itself a picture: a fax in two colours is as small, and comes under any type.
    picture = part.get_content_maintype() == "image" and sniff(data[:_HEAD_BYTES]) != "image/tiff"
    return picture and not attached and len(data) < _LEAST_INLINE


def _shown(name: str) -> str:
    """A name from outside without what would write over a terminal's lines or begin new ones."""
    return "".join(letter if letter.isprintable() else "�" for letter in name)[:_LONGEST_NAME]


def _laid_name(number: int, told: str, suffix: str) -> str:
    """The attachment's name behind its place; a name from outside is a name and never a path."""
    name = Path(told.replace("\\", "/")).name
    name = name if Path(name).suffix.lower() == suffix else f"{name}{suffix}"
    fits = len(name.encode(errors="replace")) < _LONGEST_NAME and name.isprintable() and not is_refused(name)
    return f"{number:02}-{name}" if fits and name != suffix else f"{number:02}{suffix}"
