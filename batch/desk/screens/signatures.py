# SPDX-License-Identifier: Apache-2.0
"""What ``sohoa sign`` and ``sohoa verify`` print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from batch.services.verifying import FileVerified, PathVerified
from batch.sign.dossiers import SignedDossier
from intake.desk.console import complain, print_json, say, show_table
from intake.dossier.deadline.local_time import local_time
from templates.language.messages import _, ngettext
from templates.language.outside_text import unlike

if TYPE_CHECKING:
    from batch.sign.looking import SignatureFound


def show_signed(done: Sequence[SignedDossier], *, as_json: bool) -> bool:
    """What became of each dossier; returns whether one needs a person."""
    if as_json:
        print_json([_signed_as_json(one) for one in done])
    else:
        _show_signed(done)
    return any(one.problem for one in done)


def _show_signed(done: Sequence[SignedDossier]) -> None:
    if not done:
        say(_("No dossier waits to be signed."))
    packages = [one.package for one in done if one.package]
    if packages:
        (signature,) = packages[0].manifest["signatures"]
        told = ngettext(
            "{count} dossier signed by {name}", "{count} dossiers signed by {name}", len(packages)
        )
        say(told.format(count=len(packages), name=signature["by"]))
    for one in done:
        if one.problem is not None:
            complain(f"{one.dossier}: {one.problem.sentence}", one.problem.advice)
        elif one.package is None:
            say(_("{dossier} is signed already.").format(dossier=one.dossier))


def _signed_as_json(one: SignedDossier) -> dict[str, Any]:
    package, problem = one.package, one.problem
    return {
        "dossier": one.dossier,
        "signatures": package.manifest["signatures"] if package else [],
        "problem": problem.sentence if problem else "",
    }


def show_verified(found: Sequence[PathVerified], *, as_json: bool) -> bool:
    """What is told of each package or file; returns whether all is sound."""
    sound = all(one.is_sound for one in found)
    if as_json:
        print_json([{**asdict(one), "is_sound": one.is_sound} for one in found])
        return sound
    for one in found:
        _show_verified(one)
    return sound


def _show_verified(one: PathVerified) -> None:
    rows = [row for file in one.files for row in _rows(file)]
    show_table((_("File"), _("Hash"), _("Signature")), rows, title=str(one.place))
    unsigned = sum(not file.signatures for file in one.files if file.name.lower().endswith(".pdf"))
    if one.is_sound:
        say(_("Nothing speaks against it."))
    if unsigned:
        say(
            ngettext("{count} PDF is not signed.", "{count} PDFs are not signed.", unsigned).format(
                count=unsigned
            )
        )


def _rows(file: FileVerified) -> Sequence[tuple[str, str, str]]:
    name, state = unlike(file.name), _state(file.state)
    if file.unreadable:
        return [(name, state, _("can't be opened as a PDF"))]
    if not file.signatures:
        return [(name, state, "–")]
    first, *others = (_signature(one) for one in file.signatures)
    return [(name, state, first), *(("", "", other) for other in others)]


def _state(code: str) -> str:
    return {
        "sound": _("as listed"),
        "changed": _("was changed"),
        "gone": _("is missing"),
        "unlisted": _("stands in no list"),
    }.get(code, "–")


def _signature(one: SignatureFound) -> str:
    """Whose it is, when, and what speaks for or against it."""
    at = local_time(one.at) if one.at else _("no time told")
    when = _("{at}, with a time-stamp").format(at=at) if one.stamped else at
    said = [f"{one.by or '?'} ({when})", _soundness(one), _trust(one)]
    return "; ".join(filter(None, said))


def _soundness(one: SignatureFound) -> str:
    return {
        "whole": _("whole"),
        "added-to": _("whole, only added to since"),
        "changed": _("THE FILE WAS CHANGED AFTER IT WAS SIGNED"),
        "broken": _("THE SIGNATURE DOES NOT HOLD"),
        "unchecked": _("OF A KIND THAT CAN'T BE CHECKED HERE"),
    }[one.soundness]


def _trust(one: SignatureFound) -> str:
    if not one.by:
        return ""
    return {
        "trusted": _("issued by {name}, trusted"),
        "unknown": _("issued by {name}, who is not known here"),
        "refused": _("THE CERTIFICATE DOES NOT HOLD (issued by {name})"),
    }[one.trust].format(name=one.issuer)
