# SPDX-License-Identifier: Apache-2.0
"""A folder that a copier scans into: what is whole is brought into the inbox, where the next run finds it.

The inbox lies on this computer, so a share that goes away takes nothing along. Originals are moved aside,
marked or left, and never deleted. How they are named in the inbox: ``intake.capture.scanning.laying``. The
folder is looked at from time to time: of shares (NFS, CIFS) no system tells, and some hundred names cost a
few milliseconds.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from intake.capture.refusals import Refusal, RefusalCode
from intake.capture.scanning.laying import copy_files, lay_file, lay_folder
from intake.capture.scanning.mail_files import LeftOut, UnreadableMailError, is_mail, unpack_mail
from intake.capture.scanning.whole_files import (
    Marks,
    SeenEntry,
    is_whole,
    marks_of,
    rests_long,
    unfinished_in,
)
from intake.capture.sources import DossierSource, files_below, nfc_name, plan
from intake.settings.log import log
from intake.settings.scanning import WatchSettings
from intake.store.objects import telling_of_full_disk
from templates.errors import UsageError
from templates.language.messages import _
from templates.system import move_into_place, sync_folder

TAKEN_FOLDER = "da-nhan"
_MARK = ".da-nhan"
_MARKED = re.compile(rf"{re.escape(_MARK)}(-\d+)?$")
_COMING = ".coming-"
_LEFT_OUT = (RefusalCode.LINK, RefusalCode.STORE)
"""What a run would not open either; the papers beside it come. For anything else closed they wait."""
_NOT_ASIDE = ("aside", "")

Kept = list[list[object]]
"""By path, size and time of change how the files of an entry looked when they were taken, for JSON."""


@dataclass(slots=True)
class Watch:
    """One watched ``folder``, ``away`` while it can't be read; ``home`` keeps what was taken and lies there
    still. ``complaints`` (sentence, advice) are for a person, each once; whoever shows them empties the list.
    """

    folder: Path
    inbox: Path
    home: Path
    settings: WatchSettings
    away: bool = False
    complaints: list[tuple[str, str]] = field(default_factory=list)
    _seen: dict[str, SeenEntry] = field(default_factory=dict)
    _known: dict[str, Kept] | None = None
    _there: set[str] = field(default_factory=set)
    _told: set[tuple[str, str]] = field(default_factory=set)

    def look(self, now: float) -> Iterator[Path]:
        """Take in all that is whole at ``now`` (seconds, a steady clock); gives what came into the inbox.

        Raises ``StorageFullError``; a folder that can't be read is ``away`` till it can.
        """
        try:
            sources = [source for source in plan(self.folder) if not _is_taken(source.path)]
        except UsageError:
            self.away, self._seen = True, {}
            return
        self.away = not self.folder.is_dir()
        if self.away:
            return
        self._there = {source.path.name for source in sources}
        self._seen = {name: seen for name, seen in self._seen.items() if name in self._there}
        self._told = {told for told in self._told if told == _NOT_ASIDE or told[1] in self._there}
        for source in sources:
            name = source.path.name
            try:
                marks = marks_of(source.path, source.files)
                if marks and self._known_ones().get(name) == _kept(marks):
                    if self.settings.taken != "leave":
                        self._put_aside(source, marks)
                elif self._rests(source, marks, now):
                    target = self._taken(source, marks)
                    self._put_aside(source, marks)
                    yield target
            except OSError as error:  # gone again, or held: the next look tells
                log().info("not-taken-yet", error=type(error).__name__)
                self._say_late(name, now)

    def _rests(self, source: DossierSource, marks: Marks, now: float) -> bool:
        name, unfinished = source.path.name, unfinished_in(source.path)
        looks = {**marks, **marks_of(source.path, unfinished)}
        seen = self._seen.get(name)
        if seen is None or seen.marks != looks:
            self._seen[name] = seen = SeenEntry(looks, now)
        if now - seen.since >= self.settings.settle_s:
            self._say_closed(source)
        if any(code not in _LEFT_OUT for _path, code in source.closed):
            return False
        if unfinished and not rests_long(seen, now, self.settings.settle_s):
            return False
        whole = is_whole(source.files, seen, now, self.settings.settle_s)
        if source.files and not whole:
            self._say_late(name, now)
        return whole

    def _taken(self, source: DossierSource, marks: Marks) -> Path:
        self.inbox.mkdir(parents=True, exist_ok=True)
        coming = self.inbox / f"{_COMING}{os.getpid()}"
        _clear(coming)
        try:
            _refuse_change(source, marks)
            with telling_of_full_disk():
                copy_files(source.path, source.files, coming)
            _refuse_change(source, marks)
            if is_mail(source.path) and not coming.is_dir():
                target = self._papers_of_mail(coming, source.path)
            else:
                lay = lay_folder if coming.is_dir() else lay_file
                target = lay(coming, self.inbox, source.path.name)
        finally:
            _clear(coming)
        sync_folder(self.inbox)
        log().info("taken-from-watched", files=len(source.files))
        return target

    def _papers_of_mail(self, mail: Path, came: Path) -> Path:
        """A mail's attachments as a folder of the inbox, whose papers become one dossier; the mail itself
        where no paper is attached.
        """
        unpacked = mail.with_name(f"{mail.name}-papers")
        _clear(unpacked)
        try:
            try:
                with telling_of_full_disk():
                    others = unpack_mail(mail, unpacked)
            except UnreadableMailError:
                self._say(
                    ("unreadable", came.name),
                    _("{mail}: this mail can't be taken apart, so no paper of it is taken in.").format(
                        mail=nfc_name(came)
                    ),
                    _("Open it in a mail program and save its attachments into the watched folder."),
                )
                return lay_file(mail, self.inbox, came.name)  # the run tells of it, and nothing is lost
            for other in others:
                self._say_left_out(other, came)
            if not any(unpacked.iterdir()):
                self._say(
                    ("no papers", came.name),
                    _("{mail}: no paper is attached to this mail.").format(mail=nfc_name(came)),
                    _("Ask for scans or photographs as attachments."),
                )
                return lay_file(mail, self.inbox, came.name)  # the run tells of it, and nothing is lost
            return lay_folder(unpacked, self.inbox, came.stem)
        finally:
            _clear(unpacked)

    def _say_left_out(self, other: LeftOut, came: Path) -> None:
        told = _("{mail}: the attachment {name} is no paper and is not taken in.")
        advice = _("PDF, JPEG, PNG, TIFF, WebP, GIF and BMP are.")
        if other.picture:
            told = _("{mail}: {name} is a small picture in the mail's text and is not taken in.")
            advice = _("If it is a paper, save it into the watched folder by itself.")
        self._say(
            (f"attached {other.name}", came.name), told.format(mail=nfc_name(came), name=other.name), advice
        )

    def _put_aside(self, source: DossierSource, marks: Marks) -> None:
        """Move, mark or leave what was taken; where that fails it is remembered and tried again."""
        name, known = source.path.name, self._known_ones()
        if self.settings.taken != "leave":
            try:
                aside = self._moved(source.path)
            except OSError:
                self._say(
                    _NOT_ASIDE,
                    _("{name} was taken in, but can't be moved or marked in {folder}.").format(
                        name=nfc_name(source.path), folder=self.folder
                    ),
                    _("Give this account the right to write there. Nothing is taken in twice meanwhile."),
                )
            else:
                self._bring_back(aside, source.path, marks)
                if known.pop(name, None) is not None:
                    self._keep_known()
                if not self._known_ones():
                    self._told.discard(_NOT_ASIDE)
                return
        if known.get(name) != _kept(marks):
            known[name] = _kept(marks)
            self._keep_known()

    def _moved(self, path: Path) -> Path:
        if self.settings.taken == "mark":
            return path.rename(_free(path.with_name(f"{path.stem}{_MARK}{path.suffix}")))
        aside = self.folder / TAKEN_FOLDER
        aside.mkdir(exist_ok=True)
        return path.rename(_free(aside / path.name))

    def _bring_back(self, aside: Path, path: Path, marks: Marks) -> None:
        """What came while the rest was taken was moved along: it has to be found by the next look."""
        try:
            files = files_below(aside)[0]
            looks = marks_of(aside, files)
            inside = {file: Path(path.name, file.relative_to(aside)) for file in files}
            new = [
                file
                for file in files
                if marks.get(inside[file].as_posix()) != looks[file.relative_to(aside.parent).as_posix()]
            ]
            if not new:
                return
            if not os.path.lexists(path):  # as a whole, so that it becomes one dossier
                aside.rename(path)
                return
            for file in new:
                place = _free(self.folder / inside[file])
                place.parent.mkdir(parents=True, exist_ok=True)
                file.rename(place)
        except OSError:
            self._say(
                ("new", path.name),
                _("{name} was moved with papers in it that came last and are not taken in.").format(
                    name=nfc_name(aside)
                ),
                _("Put them into the watched folder again by hand; they lie in {folder}.").format(
                    folder=aside
                ),
            )

    def _say_closed(self, source: DossierSource) -> None:
        for path, code in source.closed:
            place = nfc_name(path) if path == source.path else f"{source.name}/{nfc_name(path)}"
            refusal = Refusal(code)
            waits = _("{place} is not taken in, nor what lies beside it: {reason}")
            told = _("{place} is not taken in: {reason}") if code in _LEFT_OUT else waits
            self._say(
                (f"closed {path}", source.path.name),
                told.format(place=place, reason=refusal.sentence),
                refusal.advice,
            )

    def _say_late(self, name: str, now: float) -> None:
        seen = self._seen.get(name)
        if seen is not None and rests_long(seen, now, self.settings.settle_s):
            self._say(
                ("late", name),
                _("{name} has lain there for long and can't be taken in.").format(name=nfc_name(Path(name))),
                _("Another program has it open, or this account may not read it."),
            )

    def _say(self, what: tuple[str, str], sentence: str, advice: str) -> None:
        if what not in self._told:
            self._told.add(what)
            self.complaints.append((sentence, advice))

    @property
    def _known_file(self) -> Path:
        """One for each folder: several are watched at once."""
        told = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return self.home / f"watched-{told}.json"

    def _known_ones(self) -> dict[str, Kept]:
        """What was taken and lies there still, by name."""
        if self._known is None:
            self._known = {}
            with suppress(OSError, ValueError, AttributeError, TypeError):
                found = json.loads(self._known_file.read_text("utf-8"))
                self._known = dict(found["taken"]) if found.get("folder") == str(self.folder) else {}
        return self._known

    def _keep_known(self) -> None:
        part = self._known_file.with_name(f".{self._known_file.name}.{os.getpid()}.part")
        # Only with what is written: a share that is not connected looks empty.
        self._known = {name: kept for name, kept in self._known_ones().items() if name in self._there}
        told = {"folder": str(self.folder), "taken": self._known}
        with telling_of_full_disk():
            part.write_text(json.dumps(told), "utf-8")
            move_into_place(part, self._known_file)


def _kept(marks: Marks) -> Kept:
    return [[name, size, at] for name, (size, at) in sorted(marks.items())]


def _is_taken(path: Path) -> bool:
    return path.name == TAKEN_FOLDER or bool(_MARKED.search(path.name) or _MARKED.search(path.stem))


def _refuse_change(source: DossierSource, marks: Marks) -> None:
    """Raise OSError where anything came, went, was written to or was closed since it was found at rest."""
    files, closed = files_below(source.path)
    if tuple(files) != source.files or tuple(closed) != source.closed:
        raise OSError("came or went while it was copied")
    if marks_of(source.path, files) != marks:
        raise OSError("changed while it was copied")


def _free(path: Path) -> Path:
    number, found = 2, path
    while os.path.lexists(found):
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return found


def _clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
