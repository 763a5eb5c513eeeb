# SPDX-License-Identifier: Apache-2.0
"""What was submitted, kept beside the database, so that one brought back from a copy sends nothing twice.

``<home>/sohoa.sent`` has a line for each submission, synced before it leaves; the account is told how far the
store had come by then (``intake.store.life.remembered``). Where papers lie elsewhere it
is kept with them too, by dossier and by papers, so that any desk of the store finds what another one sent,
also one whose disk is gone. Nothing of a person stands in it: the dossier's local id, its number, and hashes
of its papers and of its package. The outbox knows as much and more; it is asked only where the database was
brought back or begun anew, for what that forgot.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from batch.store.outbox_rows import is_remembered
from batch.store.packages import package_of
from intake.store.life.life import lost_at
from intake.store.life.soundness import SENT
from intake.store.store import Store
from intake.store.synced import add_synced


@dataclass(frozen=True, slots=True)
class Sent:
    """One submission. ``papers`` is the same for the same papers under another id, ``package`` is that of the
    very files; ``door`` is "" in lines of a time when there was one.
    """

    dossier: str
    number: str
    papers: str
    package: str
    door: str = ""


def note_sent(store: Store, dossier_id: str, number: str, package_id: int, door: str) -> None:
    """Have the disk hold that a dossier is about to be submitted under ``number`` by a door, and the place
    elsewhere where papers are kept, if they are. Raises ``ObjectStoreError``.
    """
    with store.read() as session:
        package = package_of(session, package_id)
        line = Sent(dossier_id, number, papers_key(package.manifest), package.content_key, door)
    text = json.dumps(asdict(line), separators=(",", ":"))
    if (shared := store.objects.shared) is not None:
        name = f"{store.clock():%Y%m%dT%H%M%S%f}-{uuid4().hex[:8]}.json"
        for folder in filter(None, (_of_dossier(line.dossier), _of_papers(line.papers))):
            shared.note(f"{folder}/{name}", text)
    # It begins on a line of its own, also after one that a killed process left unfinished.
    add_synced(store.home / SENT, f"\n{text}\n".encode())
    store.remember()


@dataclass(frozen=True, slots=True)
class Before:
    """A number that a dossier was submitted under, and whether with the very files of its present package."""

    number: str
    same_files: bool


def sent_before(store: Store, dossier_id: str, package_id: int, door: str) -> tuple[Before, ...]:
    """How an earlier life of the store submitted this dossier by the door, or one of the very same papers
    that the database has forgotten, newest first; () where the database never was lost. Raises
    ``ObjectStoreError``.
    """
    with store.read() as session:
        lost = lost_at(session)
        if lost is None:
            return ()
        package = package_of(session, package_id)
        papers = papers_key(package.manifest)
        of_dossier, alike = _lines_of(store, dossier_id, papers, lost)
        sent = of_dossier or [one for one in alike if not is_remembered(session, one.dossier, one.number)]
        here = [one for one in sent if one.door in ("", door) or not door]
        return tuple(Before(one.number, one.package == package.content_key) for one in reversed(here))


def papers_key(manifest: Mapping[str, Any]) -> str:
    """The same for two packages of the same procedure made of the same papers, whatever the dossiers' ids;
    "" for one whose papers aren't told.
    """
    sources = [source["sha256"] for entry in manifest["components"] for source in entry.get("sources", ())]
    told = "\n".join([str(manifest.get("procedure", "")), *sorted(set(sources))])
    return sha256(told.encode()).hexdigest() if sources else ""


def _lines_of(store: Store, dossier: str, papers: str, lost: datetime) -> tuple[list[Sent], list[Sent]]:
    """What this desk and others submitted of the dossier, and of its papers."""
    by_dossier, by_papers = _earlier(store.home / SENT, lost)
    of_dossier, alike = by_dossier.get(dossier, []), by_papers.get(papers, []) if papers else []
    if (shared := store.objects.shared) is None:
        return of_dossier, alike
    theirs = _read(shared.notes(_of_dossier(dossier)))
    theirs_alike = _read(shared.notes(_of_papers(papers))) if papers else ()
    return list(dict.fromkeys((*of_dossier, *theirs))), list(dict.fromkeys((*alike, *theirs_alike)))


def _of_dossier(dossier: str) -> str:
    return f"sent/dossiers/{dossier}"


def _of_papers(papers: str) -> str:
    return f"sent/papers/{papers}" if papers else ""


Lines = dict[str, list[Sent]]


@cache
def _earlier(path: Path, _lost: datetime) -> tuple[Lines, Lines]:
    """The lines by dossier and by papers. Read once a life: what it sends itself its database knows."""
    of_dossier: Lines = {}
    of_papers: Lines = {}
    for sent in _lines(path):
        of_dossier.setdefault(sent.dossier, []).append(sent)
        of_papers.setdefault(sent.papers, []).append(sent)
    return of_dossier, of_papers


def _lines(path: Path) -> Iterator[Sent]:
    if not path.exists():
        return
    with path.open("rb") as stream:
        yield from _read(stream)


def _read(lines: Iterable[str | bytes]) -> Iterator[Sent]:
    for line in lines:
        try:
            yield Sent(**json.loads(line))
        except (ValueError, TypeError):  # empty, or left unfinished: nothing was submitted after it
            continue
