# SPDX-License-Identifier: Apache-2.0
"""One screen after scanning, from what :mod:`intake.services.counter.still_missing` found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from intake.desk.console import show, show_points
from templates.language.messages import _

_LEFT = ("differs", "missing", "ask", "look_at", "review")
MOST_LINES = 6
"""So many points of each kind fit on a screen of 24 lines together with the rest."""


def show_still_missing(told: dict[str, Any]) -> None:
    """The screen."""
    show("", "  ".join(part for part in (told["id"], told["procedure"], told["requester"]) if part))
    _points(_("Otherwise than typed at the counter ({count}):"), told["differs"])
    if told["papers"]:
        show(_("Papers recognised: {names}").format(names="; ".join(told["papers"])))
    if told["pages_not_read"]:
        show(_("Pages not read yet: {count}.").format(count=told["pages_not_read"]))
    _points(_("Still missing ({count}):"), told["missing"])
    _points(_("To ask the citizen ({count}):"), told["ask"])
    _points(_("To look at ({count}):"), told["look_at"])
    if told["review"]:
        names = ", ".join(_first(told["review"]))
        show(
            _("Values to compare with the paper ({count}): {names}").format(
                count=len(told["review"]), names=names
            )
        )
    if told["held"]:
        show(_("Dossier {id}: {held}").format(id=told["id"], held=told["held"]))
    if not (any(told[kind] for kind in _LEFT) or told["pages_not_read"] or told["held"]):
        show(_("Nothing is missing."))
    if told["package_again"]:
        again = _("Its package no longer counts. To send it: sohoa check {id}, then sohoa package {id}")
        show(again.format(id=told["id"]))
    show(_("More with: sohoa check {id} or: sohoa show {id}").format(id=told["id"]))


def _points(heading: str, sentences: Sequence[str]) -> None:
    if sentences:
        show(heading.format(count=len(sentences)))
        show_points(_first(sentences))


def _first(texts: Sequence[str]) -> list[str]:
    left = len(texts) - MOST_LINES
    return [*texts[:MOST_LINES], *([_("and {count} more").format(count=left)] if left > 0 else [])]
