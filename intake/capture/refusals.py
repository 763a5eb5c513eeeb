# SPDX-License-Identifier: Apache-2.0
"""Why a file could not be taken in, told so that a clerk knows what to do.

A refusal is a value: the run records it beside the file and goes on. The sentences are looked up when they
are shown, so a refusal made in a worker or years ago still speaks the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from templates.errors import SohoaError
from templates.language.messages import _


class RefusalCode(StrEnum):
    """The causes, as stored and as printed by ``--json``."""

    EMPTY = "empty"
    VANISHED = "vanished"
    NO_PERMISSION = "no-permission"
    NOT_A_FILE = "not-a-file"
    LINK = "link"
    STORE = "store"
    NOT_AN_IMAGE = "not-an-image"
    UNSUPPORTED = "unsupported"
    HEIC = "heic"
    JPEG_XL = "jpeg-xl"
    ENCRYPTED = "encrypted"
    TRUNCATED = "truncated"
    TOO_LARGE = "too-large"
    TOO_MANY_PAGES = "too-many-pages"
    BOMB = "bomb"
    TOO_SLOW = "too-slow"
    UNREADABLE = "unreadable"
    TOO_MUCH_MEMORY = "too-much-memory"
    BREAKS_READER = "breaks-reader"
    UNKNOWN_CODING = "unknown-coding"
    COLOURS_MISSING = "colours-missing"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused file, or one refused page of it (``page`` counts from 1, None = the whole file)."""

    code: RefusalCode
    page: int | None = None

    @property
    def sentence(self) -> str:
        """What is wrong, in the language chosen now."""
        return _TEXTS[self.code]()[0]

    @property
    def advice(self) -> str:
        """What the clerk can do about it, in the language chosen now."""
        return _TEXTS[self.code]()[1]


class CaptureError(SohoaError):
    """A page could not be loaded; ``refusal`` says why and is what gets recorded."""

    def __init__(self, code: RefusalCode, page: int | None = None) -> None:
        self.refusal = Refusal(code, page)
        super().__init__(self.refusal.sentence, self.refusal.advice)

    def __reduce__(self) -> tuple[type[CaptureError], tuple[RefusalCode, int | None]]:
        # Exceptions are pickled by their args; a worker's refusal must arrive whole.
        return type(self), (self.refusal.code, self.refusal.page)


_TEXTS: dict[RefusalCode, Callable[[], tuple[str, str]]] = {
    RefusalCode.EMPTY: lambda: (
        _("The file is empty (0 bytes)."),
        _("Scan the paper again; the scanner or the copying was probably interrupted."),
    ),
    RefusalCode.VANISHED: lambda: (
        _("The file is not there, or disappeared while it was being read."),
        _("Check its name, and whether someone moved it or pulled out the USB stick; then run again."),
    ),
    RefusalCode.NO_PERMISSION: lambda: (
        _("You have no permission to read this file or folder."),
        _("Ask whoever looks after the computer to give your account the right to read it."),
    ),
    RefusalCode.NOT_A_FILE: lambda: (
        _("This is a folder or a device, not a file."),
        _("Give a PDF or a picture (JPEG, PNG, TIFF, WebP, GIF, BMP)."),
    ),
    RefusalCode.LINK: lambda: (
        _("This is a link to another place; links are not followed."),
        _("Copy the file or folder itself here."),
    ),
    RefusalCode.STORE: lambda: (
        _("This is a store of this program; the papers in it belong to other dossiers."),
        _("Move it out of the folder with the scans."),
    ),
    RefusalCode.NOT_AN_IMAGE: lambda: (
        _("The content is neither a PDF nor a picture, whatever the file's name says."),
        _("Scan the paper to PDF, JPEG, PNG or TIFF; do not rename other files."),
    ),
    RefusalCode.UNSUPPORTED: lambda: (
        _("Pictures of this kind are not read (Photoshop, JPEG XR)."),
        _("Open it in the program it came from and save it as JPEG, PNG or PDF."),
    ),
    RefusalCode.HEIC: lambda: (
        _("This is a HEIC or AVIF picture, as iPhones make them; such are not read."),
        _("Save it as JPEG or PDF; on an iPhone choose Settings > Camera > Formats > Most Compatible."),
    ),
    RefusalCode.JPEG_XL: lambda: (
        _("This is a JPEG XL picture; such are not read."),
        _("Open it in the program it came from and save it as JPEG, PNG or PDF."),
    ),
    RefusalCode.ENCRYPTED: lambda: (
        _("The PDF is locked with a password."),
        _(
            "Ask the sender for the password, save the file as a PDF without one and give that. In a command "
            "window “sohoa add” and “sohoa read” also ask for the password themselves: --password"
        ),
    ),
    RefusalCode.TRUNCATED: lambda: (
        _("The file is cut off: its end is missing."),
        _("Copy or scan it again and wait until that has finished."),
    ),
    RefusalCode.TOO_LARGE: lambda: (
        _("The file is too large."),
        _("Scan at 300 dpi, or split the file into one file for each dossier."),
    ),
    RefusalCode.TOO_MANY_PAGES: lambda: (
        _("The file has too many pages for one dossier."),
        _("Split the file into one file for each dossier, or ask for a higher max_pages."),
    ),
    RefusalCode.BOMB: lambda: (
        _("A page is far larger than any sheet of paper; opening it would exhaust the computer's memory."),
        _("Scan the sheet again at 300 dpi in its real paper size."),
    ),
    RefusalCode.TOO_SLOW: lambda: (
        _("Opening the page took too long and was stopped."),
        _("Print the page and scan the print, or save the file as a new PDF."),
    ),
    RefusalCode.UNREADABLE: lambda: (
        _("The file is damaged and can't be opened."),
        _("Scan the paper again, or ask the sender for the file again."),
    ),
    RefusalCode.TOO_MUCH_MEMORY: lambda: (
        _("Opening the file needs more memory than a process may have."),
        _("Print it and scan the print, or allow more memory (reading.page_memory_mb)."),
    ),
    RefusalCode.BREAKS_READER: lambda: (
        _("The program that opens files broke down on this file, twice."),
        _("Print it and scan the print, or ask the sender for the file again."),
    ),
    RefusalCode.UNKNOWN_CODING: lambda: (
        _("A picture in this PDF is coded in a way that is not decoded here, for instance JPEG XR."),
        _(
            "Save it as a new PDF with JPEG pictures in the program it came from, or scan the paper again; "
            "to decode it here the package imagecodecs would be needed."
        ),
    ),
    RefusalCode.COLOURS_MISSING: lambda: (
        _("The picture uses colours that its file does not hold; how the sheet looks can't be told."),
        _("Scan the paper again, or save the picture as a new file in the program it came from."),
    ),
}
