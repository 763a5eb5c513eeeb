# SPDX-License-Identifier: Apache-2.0
"""What became of a copy of the store, by hand or after a night."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from templates.errors import SohoaError
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.store.backup.make import BackupDone


def tell_of_copy(copy: BackupDone | SohoaError | None) -> None:
    """What became of the copy after a night (standard error): that it was made, or why not."""
    from intake.desk.console import complain, say

    if isinstance(copy, SohoaError):
        complain(_("No copy of the store was made. {why}").format(why=copy.sentence), copy.advice)
    elif copy is not None:
        say(_("The store was copied to {place}: {snapshot}").format(place=copy.place, snapshot=copy.snapshot))
        show_done(copy, as_json=True)


def copy_as_json(copy: BackupDone | SohoaError | None) -> Any:
    """For programs: the copy, or why there is none."""
    return {"problem": copy.sentence} if isinstance(copy, SohoaError) else copy


def show_done(done: BackupDone, *, as_json: bool = False) -> None:
    """What became of a copy; ``as_json``: the rest was printed for a program already."""
    from intake.desk.console import complain, say, show

    if done.resumed:
        say(_("The last copy had been cut off; what it had is used."))
    told = _("Copy {snapshot} is complete: files {files}, {size} MB, of which {written} MB were new.")
    sizes = {"size": f"{done.size / 1e6:.1f}", "written": f"{done.written / 1e6:.1f}"}
    if not as_json:
        show(told.format(snapshot=done.snapshot, files=done.files, **sizes))
    if done.removed:
        say(_("Older copies removed: {count}.").format(count=done.removed))
    if done.removed is None:
        complain(
            _("Older copies were not removed, because a copy there is damaged."),
            _("See which with: sohoa backup verify {place}").format(place=done.place),
        )
    for touched in done.touched:
        told = (
            _("{dossier}: {path} is missing or altered in the store; the copy has it whole.")
            if touched.kept
            else _("{dossier}: {path} is missing or altered, in the store and in the copies.")
        )
        complain(told.format(dossier=touched.dossier, path=touched.path))
