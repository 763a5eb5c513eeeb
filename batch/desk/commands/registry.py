# SPDX-License-Identifier: Apache-2.0
"""The commands of this room: ``run``, ``read``, ``report``, and those of packaging, gateway, slips,
mail and doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.desk.command_line import CommandEntry, register_all
from templates.language.messages import _

if TYPE_CHECKING:
    import typer

_HERE = "batch.desk.commands"


def entries() -> list[CommandEntry]:
    """What this room mounts, in the order of the first help page."""
    slip = _(
        "Print a slip of a dossier. receipt: with the return date; supplement: what is missing, and the "
        "deadline stands still; refusal: with --reason and --law; apology: with --reason and --until; "
        "stop: with --reason; control: the control sheet; form: for the citizen to sign. Without KIND the "
        "slips are listed."
    )
    cover = _("Make a dossier's cover sheet (PDF), to lie on top of its papers in the scanner.")
    told = [
        ("desk", "desk", _("Open the desk in the browser: settle dossiers beside their pictures.")),
        ("review", "desk", _("Open the desk at one dossier.")),
        ("new", "new", _("Make a dossier for a citizen at the counter and print its id.")),
        (
            "cover",
            "new",
            cover,
        ),
        (
            "run",
            "run",
            _(
                "Work through a folder of scans, or all that is open: read, fill in, check, package, push and"
                " report. Safe to repeat."
            ),
        ),
        (
            "morning",
            "nightly.morning",
            _("The last run in one look: what came in, how far it got, what waits for whom and why."),
        ),
        ("schedule", "nightly.schedule", _("Begin a run every evening by itself.")),
        ("read", "read", _("Read files and show what stands on them; nothing is stored.")),
        ("forms", "forms_try", ""),
        ("forms", "forms_new", ""),
        ("check", "check", _("Check a dossier against its procedure and say what is missing.")),
        ("package", "gateway", _("Make the PDFs of complete dossiers and queue them for the gateway.")),
        ("sign", "sign", _("Sign packaged dossiers digitally before they are sent.")),
        ("verify", "sign", _("Say whether packages and PDFs are unchanged, and who signed them.")),
        ("push", "push", _("Send queued dossiers to the gateway.")),
        ("gateway", "gateway", _("Test the gateway, or practise on one of your own.")),
        (
            "pull",
            "status",
            _("Ask the gateway about all dossiers sent, and take in the results it hands back."),
        ),
        ("status", "status", _("Show what became of dossiers at the gateway.")),
        ("slip", "slip", slip),
        ("certify", "certify", _("Certify papers (chứng thực): number, fee, receipts, registers.")),
        ("book", "book", _("Write the register of dossiers (sổ theo dõi hồ sơ) as an Excel file.")),
        ("mail", "mail", _("Slips by e-mail: consent, queue, sending.")),
        (
            "report",
            "report",
            _("Show the numbers and indicators of a period, or the numbers of a run; the lists behind them."),
        ),
        ("doctor", "doctor", _("Say what is missing or too old on this computer and how to mend it.")),
    ]
    return [CommandEntry(name, (f"{_HERE}.{module}",), text) for name, module, text in told]


def register(app: typer.Typer) -> None:
    """Mount every command of this room at once."""
    register_all(app, entries())
