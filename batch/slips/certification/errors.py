# SPDX-License-Identifier: Apache-2.0
"""What can go wrong when something is certified.

::

    BatchError
    └── CertificationError          exit 2   it can't be entered, changed or found as it was said
        ├── NoSuchNumberError       exit 2   no line of the register has that number
        ├── EnteredBeforeError      exit 2   its errand was entered with other words
        ├── LineChangedError        exit 2   somebody else said a word on the line meanwhile
        └── CopyMadeError           exit 2   its electronic copy is made already
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from batch.errors import BatchError
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _, current_language
from templates.model.charges.certification import load_certification_books

if TYPE_CHECKING:
    from batch.store.certifications import CertificationRecord


class CertificationError(BatchError):
    """It can't be entered, changed or found as it was said."""

    exit_code = 2

    @classmethod
    def unknown_kind(cls, word: str, words: str) -> Self:
        return cls(
            _("Nothing that is certified is called {word}.").format(word=word),
            _("There are: {words}").format(words=words),
        )

    @classmethod
    def nothing_named(cls) -> Self:
        return cls(
            _("No paper was named that is to be certified."),
            _("Say each with its pages and copies, for instance --paper “Bằng tốt nghiệp:2:3”."),
        )

    @classmethod
    def miscounted(cls, typed: str, most: int) -> Self:
        return cls(
            _("“{typed}” says no number of pages and copies from 1 to {most}.").format(
                typed=typed, most=most
            ),
            _("A paper is said like this: name:pages:copies, for instance “Bằng tốt nghiệp:2:3”."),
        )

    @classmethod
    def no_number(cls, typed: str, most: int) -> Self:
        return cls(
            _("“{typed}” is no number from 1 to {most}.").format(typed=typed[:20], most=most),
            _("Type pages and copies in digits."),
        )

    @classmethod
    def too_many(cls, papers: int, most: int) -> Self:
        return cls(
            _("{count} papers stand on the page; at most {most} are entered at once.").format(
                count=papers, most=most
            ),
            _("Take the rest out and enter it as another errand."),
        )

    @classmethod
    def perhaps_counted(cls, typed: str, most: int) -> Self:
        name = typed.rstrip(" :")
        return cls(
            _(
                "It is not clear whether “{typed}” says pages and copies (1 to {most}) or is only a name."
            ).format(typed=typed, most=most),
            _("Say both behind the name, for instance --paper “{name}:1:1”.").format(name=name),
        )

    @classmethod
    def nobody_asks(cls) -> Self:
        return cls(
            _("Nobody is named who asks; the register needs the name."),
            _("Say it with --requester."),
        )

    @classmethod
    def no_electronic_copies(cls) -> Self:
        return cls(
            _("Only copies of an original are certified electronically."),
            _("Electronic copies are made of an original: sohoa certify add copy --electronic"),
        )

    @staticmethod
    def other_errand(sign: str) -> EnteredBeforeError:
        return EnteredBeforeError(
            _("Under this name another errand was entered (number {sign}); nothing is entered now.").format(
                sign=sign
            ),
            _("Give each errand a name of its own with --visit, or leave it out."),
        )

    @classmethod
    def old_volume(cls, volume: int, newest: int) -> Self:
        return cls(
            _("Volume {volume} is full or closed: the last line stands in volume {newest}.").format(
                volume=volume, newest=newest
            ),
            _("Leave --volume out to go on in it, or name the next one."),
        )

    @staticmethod
    def no_such_number(book: str, number: int, year: int) -> NoSuchNumberError:
        """``book`` is the name that is typed."""
        books = load_certification_books(load_catalogue().root).books
        title = next((one.title.capitalize() for one in books if one.name == book), book)
        return NoSuchNumberError(
            _("{register} of {year} has no number {number}.").format(
                register=title, year=year, number=number
            ),
            _("See what it holds with: {command}").format(
                command=f"sohoa certify list --of {book} --from {year}-01-01"
            ),
        )

    @classmethod
    def void_already(cls, sign: str) -> Self:
        return cls(
            _("Number {sign} is void; a void line is not changed any more.").format(sign=sign),
            _("Enter what is right as a new number."),
        )

    @classmethod
    def no_reason(cls) -> Self:
        return cls(_("A line of the register is only changed with a reason."), _("Say why with --reason."))

    @classmethod
    def nothing_changed(cls) -> Self:
        return cls(
            _("Nothing was said that differs from what the register holds."),
            _("Say what is right, for instance with --name or --copies."),
        )

    @classmethod
    def not_complete(cls, dossier: str) -> Self:
        return cls(
            _("The check of dossier {dossier} still finds something that stands in the way.").format(
                dossier=dossier
            ),
            _(
                "See what it is with: sohoa check {dossier}; "
                "of what kind a page is, tell with: sohoa papers kind"
            ).format(dossier=dossier),
        )

    @classmethod
    def of_something_else(cls, dossier: str, procedure: str) -> Self:
        known = load_catalogue().procedures.get(procedure)
        name = known.name["en" if current_language() == "en" else "vi"] if known else ""
        return cls(
            _("Dossier {dossier} is about something else: {procedure}.").format(
                dossier=dossier, procedure=f"{procedure} {name}".strip()
            ),
            _("Name the dossier of this certification, or leave the dossier out: none is needed."),
        )

    @classmethod
    def scans_refused(cls, why: str) -> Self:
        return cls(
            _("The scans can't be used: {why}").format(why=why),
            _("Scan the original again, or name other files."),
        )

    @classmethod
    def other_pages(cls, line: CertificationRecord, scanned: int) -> Self:
        return cls(
            _("Number {sign} was entered with {entered} pages, but {scanned} were scanned.").format(
                sign=line.sign, entered=line.pages, scanned=scanned
            ),
            _(
                "Scan the original again, or correct the line:"
                " sohoa certify correct {number} --of {book} --year {year} --pages {scanned} --reason …"
            ).format(number=line.number, book=line.book, year=line.year, scanned=scanned),
        )

    @staticmethod
    def changed_meanwhile(sign: str, who: str) -> LineChangedError:
        return LineChangedError(
            _("{who} changed number {sign} meanwhile; nothing was changed now.").format(who=who, sign=sign),
            _("Look at the line as it is now, then do it once more if it still holds."),
        )

    @staticmethod
    def made_already(sign: str, file: Path) -> CopyMadeError:
        return CopyMadeError(
            _("There is an electronic copy of number {sign} already: {file}").format(sign=sign, file=file),
            _("Use that one; --anew makes one more and leaves it where it is."),
        )


class NoSuchNumberError(CertificationError):
    """No line of the register has that number."""


class EnteredBeforeError(CertificationError):
    """Its errand was entered before, with other words."""


class LineChangedError(CertificationError):
    """Somebody else said a word on the line since it was shown."""


class CopyMadeError(CertificationError):
    """Its electronic copy is made already, and may be in somebody's hands."""
