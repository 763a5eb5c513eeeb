# SPDX-License-Identifier: Apache-2.0
"""What states and events are called at the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from intake.dossier.journal import EndedAs
from intake.dossier.states import State
from templates.errors import UsageError
from templates.language.folding import without_marks
from templates.language.messages import _, ngettext

CHECK, PACKAGE = "check", "package"
"""Steps of a run, as they are kept."""


def state_word(state: State) -> str:
    """A state in the current language."""
    return {
        State.RECEIVED: _("received"),
        State.CAPTURED: _("papers taken in"),
        State.READ: _("read, to be reviewed"),
        State.REVIEWED: _("reviewed"),
        State.COMPLETE: _("complete"),
        State.INCOMPLETE: _("incomplete"),
        State.PACKAGED: _("packaged"),
        State.QUEUED: _("waiting to be sent"),
        State.PUSHED: _("sent"),
        State.ACCEPTED: _("accepted"),
        State.RETURNED: _("returned"),
        State.REJECTED: _("rejected"),
        State.RESULT_ATTACHED: _("result attached"),
    }[state]


def state_told(state: State, ended: Mapping[str, str] | None) -> str:
    """Where a dossier stands: its state, or why it ended that was never refused (as ``endings`` gives it)."""
    how = ended["as"] if ended else ""
    if not ended or how == EndedAs.REFUSED:
        return state_word(state)
    if how == EndedAs.RESULT:
        return state_word(state)
    if how == EndedAs.DOUBLE and ended["of"]:
        return _("ended, the same as {dossier}").format(dossier=ended["of"])
    # A list of the one-stop system may say that one ended in a word that nobody knows.
    return _ending_words().get(how) or _("ended, not said how")


def _ending_words() -> Mapping[str, str]:
    """Why one ended that was never refused, in the current language, by its ``EndedAs``."""
    return {
        EndedAs.DOUBLE: _("ended as a double"),
        EndedAs.WITHDRAWN: _("withdrawn by the citizen"),
        EndedAs.STOPPED: _("no longer dealt with"),
        EndedAs.SORTED: _("all pages sorted"),
        EndedAs.ANEW: _("begun anew"),
    }


def number_told(view: Mapping[str, Any]) -> str:
    """The mã hồ sơ of a dossier (as ``dossier_view`` gives it), and whether the gateway that gave it has not
    taken it yet; "" where there is none.
    """
    if view["official_number"]:
        return str(view["official_number"])
    given = next((door["number"] for door in view["doors"][:1]), "")
    return (
        _("{number} (given by the gateway, which does not have it yet)").format(number=given) if given else ""
    )


def state_meant(typed: str) -> State:
    """The state that is called so, in any spelling: by its word on the screen, a part of that which no other
    has, or its name for programs.

    Raises ``UsageError``, which names all; asked for a way of ending, it says under which state these are.
    """
    wanted = without_marks(typed)
    words = {state: without_marks(state_word(state)) for state in State}
    exact = [state for state, word in words.items() if wanted in (word, state.value)]
    found = exact or [state for state, word in words.items() if wanted and wanted in word]
    if len(found) == 1:
        return found[0]
    endings = [*_ending_words().values(), _("ended, the same as {dossier}").format(dossier="").strip()]
    if not found and wanted and any(_either_in(wanted, without_marks(one)) for one in endings):
        advice = _("These are listed under “{state}”, each with how it ended: sohoa list --state “{state}”")
        raise UsageError(
            _("“{word}” is how a dossier ended, and no state of its own.").format(word=typed),
            advice.format(state=state_word(State.REJECTED)),
        )
    raise UsageError(
        _("No state is called “{word}”.").format(word=typed)
        if not found
        else _("Several states are called “{word}”.").format(word=typed),
        _("Say one of: {words}").format(words="; ".join(map(state_word, found or State))),
    )


def _either_in(one: str, other: str) -> bool:
    return one in other or other in one


def held_told(dossier: str, held: Mapping[str, str]) -> str:
    """That a dossier is held back, by whom and why (as ``journal.holds`` gives it), and until when."""
    if held["why"] == "pages-unsorted":
        return f"{held_by(held)}: sohoa papers sort {dossier}"
    until = _("once that was looked at: sohoa hold {id} --release --because “…”").format(id=dossier)
    return f"{held_by(held)}; {until}"


def held_by(held: Mapping[str, str]) -> str:
    """By whom a dossier is held back, and why."""
    reason = hold_reason(held)
    if held["why"]:
        return _("held back by the program: {reason}").format(reason=reason)
    told = _("held back by {who}: {reason}") if reason else _("held back by {who}")
    return told.format(who=held["by"], reason=reason)


def hold_reason(note: Mapping[str, object]) -> str:
    """What the program held it back for, or a person said; "" where they said nothing."""
    match note.get("why"):
        case "papers-replaced":
            return _(
                "a newer file replaced a paper; look whether it is this citizen's, and at the values entered"
            )
        case "papers-swapped":
            return _(
                "a paper is gone from the folder and another came under a new name; look whether it is this"
                " citizen's"
            )
        case "folder-refilled":
            return _(
                "its folder held another dossier before, of which papers lie there still; look whether it is"
                " another request"
            )
        case "papers-elsewhere":
            return _(
                "its form or most of its papers lie in {others} too; look whether it is another request"
            ).format(others=note.get("others", ""))
        case "pages-taken-out":
            return _(
                "pages were taken out, and values that a person decided stood only on them; look at these"
                " values"
            )
        case "pages-unsorted":
            return _(
                "pages of a stack that were laid to no dossier, because nobody knows surely whose they are;"
                " sort them"
            )
        case "scanned-before-loss":
            return _(
                "its scans are older than the day the store was brought back; look at the gateway whether it"
                " was sent before the loss"
            )
        case "procedure-sheet-unclear":
            return _(
                "its cover sheet names procedure {code}, of which no rules hold today; look which"
                " procedure it is"
            ).format(code=note.get("reason", ""))
    return str(note.get("reason", ""))


def double_told(others: Sequence[str]) -> str:
    """That nobody decided yet whether a dossier is of the same matter as ``others``."""
    return _("may be of the same matter as {others}; a person decides").format(others=", ".join(others))


def late_papers_told(count: int) -> str:
    """That papers came when the dossier was on its way already, so that nothing was done with them."""
    told = ngettext(
        "{count} paper came after it was sent: unread, and the gateway does not have it",
        "{count} papers came after it was sent: unread, and the gateway does not have them",
        count,
    )
    return told.format(count=count)


def result_waits_told(file: str) -> str:
    """That a gateway handed back what is said to be the result, and a person has to look at it."""
    return _("a result waits for a person's decision: {file}").format(file=file)


def questions_told(count: int) -> str:
    """That a dossier waits for nothing but so many answers."""
    told = ngettext(
        "only {count} question is still to be answered",
        "only {count} questions are still to be answered",
        count,
    )
    return told.format(count=count)


def event_word(what: str) -> str:
    """A kind of event in the current language; an unknown one as it stands in the journal."""
    from intake.dossier.journal import What  # only here: the Tab key must not wait for the store's imports

    words = {
        What.CREATED: _("Dossier made"),
        What.PROCEDURE_TOLD: _("Procedure told"),
        What.STATE: _("State"),
        What.PAPER_ADDED: _("Paper added"),
        What.PAPER_REFUSED: _("File refused"),
        What.PAPER_REPLACED: _("Paper replaced by a newer file"),
        What.PAGES_OUT: _("Pages taken out"),
        What.PAGES_IN: _("Pages brought in"),
        What.PAGES_TOLD: _("Pages sorted"),
        What.PAGES_ORDERED: _("Pages put in another order"),
        What.SHOWN: _("Shown on the screen"),
        What.VALUE_CORRECTED: _("Value corrected"),
        What.VALUE_CONFIRMED: _("Value confirmed"),
        What.LOOKED_AGAIN: _("Looked at by a second person"),
        What.DECIDED: _("Decided"),
        What.HOLD_RELEASED: _("No longer held back"),
        What.ANSWERED: _("Question answered"),
        What.NUMBER_ISSUED: _("Official number issued"),
        What.CHECKED: _("Checked"),
        What.PACKAGED: _("Package made"),
        What.REQUESTER: _("Requester noted"),
        What.PAPERS_SHOWN: _("Papers brought"),
        What.COVER_PRINTED: _("Cover sheet printed"),
        What.UNDONE: _("Taken back"),
        What.SLIP_ISSUED: _("Slip issued"),
        What.SLIP_KEPT: _("File of the slip made"),
        What.CLOCK_STOPPED: _("Deadline stopped: waiting for the citizen"),
        What.CLOCK_STARTED: _("Deadline runs again"),
        What.DUE_MOVED: _("Return date moved"),
        What.RESULT_ATTACHED: _("Result attached"),
        What.RESULT_CAME: _("A result came that a person has to look at"),
        What.RESULT_DISMISSED: _("It is not the result of this dossier"),
        What.SERVED: _("How it was served recorded"),
        What.GATEWAY_STATE: _("State at the gateway"),
        What.MAIL_AGREED: _("Agreed to e-mail"),
        What.MAIL_WITHDRAWN: _("E-mail no longer wanted"),
        What.MAIL_SENT: _("Slip sent by e-mail"),
        What.NOTED: _("Note"),
    }
    return {kind.value: word for kind, word in words.items()}.get(what, what)


def source_word(source: str) -> str:
    """Where on the paper a value was taken from."""
    return {
        "print": _("print"),
        "hand": _("handwriting"),
        "qr": _("QR code"),
        "mrz": _("MRZ"),
        "mark": _("ticked box"),
        "text-layer": _("text of the PDF"),
        "person": _("entered by a person"),
        "unreadable": _("nobody can read it"),
    }.get(source, source)


def left_alone_told(dossier: str, trouble: str) -> str:
    """Why runs leave it alone, and what tries again; ``trouble`` as ``NightWork`` keeps it."""
    if trouble.partition(":")[0] == PACKAGE:
        told = _(
            "Its files could not be made several nights in a row; runs leave it alone. "
            "Try again: sohoa package {id}"
        )
    else:
        told = _(
            "It could not be filled in and checked several nights in a row; runs leave it alone. "
            "Try again: sohoa check {id}"
        )
    return told.format(id=dossier)
