# SPDX-License-Identifier: Apache-2.0
"""What a person sees of a bundle before a yes: who made it, who signed it, and what it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta, timezone
from itertools import groupby

from templates.catalogue.bundling.bundles import Offer
from templates.catalogue.bundling.changes import Difference
from templates.language.messages import _
from templates.language.outside_text import one_line

MOST_SHOWN = 24
"""So many changes fit on a screen together with the rest."""
_TEXT = 60
_HERE = timezone(timedelta(hours=7))  # Viet Nam has one time and no summer time


def offer_lines(offer: Offer, *, whole: bool) -> Iterator[str]:
    """The lines of the screen; ``whole``: every change."""
    told = offer.manifest
    yield _("Bundle {version}, made by {author} on {day}, out of catalogue {over}.").format(
        version=told.version,
        author=told.author,
        day=f"{told.made_at.astimezone(_HERE):%d/%m/%Y %H:%M}",
        over=one_line(told.over, _TEXT),
    )
    yield _signature(offer)
    files = {change.file for change in offer.changes}
    yield _("It changes {count} statements in {files} files of the catalogue in use ({version}):").format(
        version=offer.now, count=len(offer.changes), files=len(files)
    )
    shown = offer.changes if whole else offer.changes[:MOST_SHOWN]
    yield from _by_file(shown, offer.changes)
    if left := len(offer.changes) - len(shown):
        yield _("  … and {count} more; all of them with --all").format(count=left)


def _signature(offer: Offer) -> str:
    if offer.signer is None:
        return _("It is not signed: nothing but its own word says who made it.")
    if not offer.signer.name:
        return _("It is signed with a key that is not trusted here (fingerprint {key}).").format(
            key=offer.signer.fingerprint
        )
    return _("Signed by {name} (fingerprint {key}).").format(
        name=offer.signer.name, key=offer.signer.fingerprint
    )


def _by_file(shown: Sequence[Difference], every: Sequence[Difference]) -> Iterator[str]:
    for file, changes in groupby(shown, key=lambda change: change.file):
        count = sum(change.file == file for change in every)
        yield _("  {file} ({count})").format(file=file, count=count)
        yield from map(_line, changes)


def _line(change: Difference) -> str:
    place = one_line(change.place, _TEXT)
    before, after = one_line(change.before, _TEXT), one_line(change.after, _TEXT)
    if not before:
        return f"    + {place}: {after}"
    if not after:
        return f"    - {place}: {before}"
    return f"    ~ {place}: {before} → {after}"
