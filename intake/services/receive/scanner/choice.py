# SPDX-License-Identifier: Apache-2.0
"""Which scanner is meant and how it is to scan: as said now, else as last time, else as the settings say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from intake.capture.scanning import other_program, sane
from intake.capture.scanning.troubles import Trouble
from intake.capture.scanning.wish import Colour, PaperSize, PaperSource, ScannerFound, ScanWish
from intake.errors.scanning import NoScannerError
from intake.services.receive.scanner.job import Scan
from intake.settings.scanning import ScanSettings

_FILE = "scanner.json"


def found_scanners(settings: ScanSettings) -> list[ScannerFound]:
    """All that this computer's scanning program finds.

    Raises ``NoScannerError`` where there is no such program, or the one of the settings lists none.
    """
    if settings.program:
        raise NoScannerError.own_program()
    if sane.is_there():
        return sane.scanners()
    if program := other_program.naps2_program():
        return other_program.naps2_scanners(program)
    raise NoScannerError.no_program()


def wish_for(settings: ScanSettings, home: Path, said: Mapping[str, Any]) -> ScanWish:
    """How to scan: ``said`` holds what a person said now (None: nothing). A device that nobody named is the
    only one found; raises ``NoScannerError`` where there are none or several.
    """
    wish = usual_wish(settings, home, said)
    if wish.device or settings.program:
        return wish
    scanners = found_scanners(settings)
    if len(scanners) != 1:
        raise NoScannerError.none_or_several([one.name for one in scanners])
    return replace(wish, device=scanners[0].device)


def usual_wish(settings: ScanSettings, home: Path, said: Mapping[str, Any]) -> ScanWish:
    """The same without asking for scanners: its ``device`` is "" where nobody named one."""
    told: dict[str, Any] = {"source": settings.source, "duplex": settings.duplex, "dpi": settings.dpi}
    told |= {"colour": settings.colour, "size": settings.size, "device": settings.device}
    told |= _last(home) | {name: value for name, value in said.items() if value is not None}
    return ScanWish(
        device=str(told["device"]),
        source=PaperSource(told["source"]),
        duplex=bool(told["duplex"]),
        dpi=int(told["dpi"]),
        colour=Colour(told["colour"]),
        size=PaperSize(told["size"]),
        page_timeout_s=settings.page_timeout_s,
    )


def as_offered(settings: ScanSettings, wish: ScanWish) -> ScanWish:
    """The wish as this scanner can bring it about: page by page from the glass where it has no feeder.

    Raises ``NoScannerError`` where both sides are wished and nothing offers them: half of the papers would
    be missing, and nobody told.
    """
    fitted = wish
    if settings.program:
        says_source = any("{source}" in word for word in settings.program)
        fitted = replace(wish, duplex=wish.duplex and (says_source or wish.source is PaperSource.GLASS))
    elif sane.is_there():
        fitted = sane.fitted(wish)
    if wish.duplex and not fitted.duplex:
        raise NoScannerError.one_sided()
    return fitted


def remember(wish: ScanWish, home: Path, said: Mapping[str, Any]) -> None:
    """Keep how was scanned, for the next time; of devices only one that a person named (``said``, now or
    before), for the names of others may change with each plug.
    """
    told = {name: value for name, value in asdict(wish).items() if name != "page_timeout_s"}
    told["device"] = said.get("device") or _last(home).get("device", "")
    with suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
        (home / _FILE).write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def scan_with(settings: ScanSettings, wish: ScanWish) -> Scan:
    """What scans as wished, by the program there is; raises as ``found_scanners`` does."""
    if settings.program:
        template = settings.program
    elif sane.is_there():
        return lambda folder, first: sane.scan(wish, folder, first)
    elif program := other_program.naps2_program():
        template = (program, *other_program.NAPS2[1:])
    else:
        raise NoScannerError.no_program()

    def scan(folder: Path, first: int) -> Iterator[Path | Trouble]:
        return other_program.scan_by(template, wish, folder, first)

    return scan


def _last(home: Path) -> dict[str, Any]:
    """What was kept; nothing where it can't be used any more."""
    told: dict[str, Any] = {}
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads((home / _FILE).read_text("utf-8"))
        told = {"device": str(kept["device"]), "duplex": bool(kept["duplex"]), "dpi": int(kept["dpi"])}
        told |= {"source": PaperSource(kept["source"]), "colour": Colour(kept["colour"])}
        told |= {"size": PaperSize(kept["size"])}
        if not told["device"]:
            del told["device"]
    return told
