# SPDX-License-Identifier: Apache-2.0
"""Make the sample dossiers: image-only scans and the truth beside them.

    python -m samples.make [FOLDER] [--only NAME …]

The same call writes the same bytes, given the same fonts and libraries. Nothing here knows the reader.
"""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

from PIL import Image

from bench.scanning.files import write_pdf, write_tiff
from bench.scanning.scan import encode_jpeg
from samples.cases import BIRTH, Dossier, Scan, all_dossiers

FOLDER = Path(__file__).parent
_TURNED_LEFT = 6  # EXIF: turn the stored picture 90° clockwise to see it upright
_ORIENTATION = 0x0112


def make_all(folder: Path, only: frozenset[str] = frozenset()) -> list[Path]:
    """Write all dossiers (or those named) below ``folder``; returns the files written."""
    written: list[Path] = []
    for dossier in all_dossiers():
        if not only or dossier.name in only:
            written += make_dossier(dossier, folder)
    return written


def home_of(dossier: Dossier, folder: Path) -> Path:
    """Where the scans of a dossier lie below ``folder``: on the shelf of its procedure."""
    shelf = folder / dossier.shelf
    return shelf if dossier.one_file else shelf / dossier.name


def make_dossier(dossier: Dossier, folder: Path) -> list[Path]:
    """Write one dossier's scans and its truth."""
    home = home_of(dossier, folder)
    home.mkdir(parents=True, exist_ok=True)
    written = [_write_scan(scan, home, dossier.name) for scan in dossier.scans]
    truth = home / ("truth.json" if not dossier.one_file else Path(dossier.name).stem + ".json")
    truth.write_text(json.dumps(truth_of(dossier), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return [*written, truth]


def truth_of(dossier: Dossier) -> dict[str, Any]:
    """Pages and their fields, and what the check must find."""
    files = {
        scan.name: [page.described(number, scan.damage) for number, page in enumerate(scan.pages, 1)]
        for scan in dossier.scans
    }
    procedure = {} if dossier.procedure == BIRTH else {"procedure": dossier.procedure}
    return {
        "about": dossier.about,
        **procedure,
        "complete": dossier.complete,
        "missing": list(dossier.missing),
        "contradictions": list(dossier.contradictions),
        **({"answers": dict(dossier.answers)} if dossier.answers else {}),
        "files": files,
    }


def _write_scan(scan: Scan, home: Path, seed: str) -> Path:
    path = home / scan.name
    images = [
        page.scanned(scan.damage, scan.dpi, f"{seed}/{scan.name}/{number}")
        for number, page in enumerate(scan.pages)
    ]
    if path.suffix == ".pdf":
        write_pdf(path, images, scan.damage, scan.dpi)
    elif path.suffix == ".tif":
        write_tiff(path, images, scan.dpi)
    elif scan.exif_turn:
        path.write_bytes(_turned(images[0], scan))
    else:
        path.write_bytes(encode_jpeg(images[0], scan.damage.jpeg_quality, scan.dpi))
    return path


def _turned(image: Image.Image, scan: Scan) -> bytes:
    exif = Image.Exif()
    exif[_ORIENTATION] = _TURNED_LEFT
    out = io.BytesIO()
    turned = image.transpose(Image.Transpose.ROTATE_90)
    turned.save(out, "JPEG", quality=scan.damage.jpeg_quality, dpi=(scan.dpi, scan.dpi), exif=exif)
    return out.getvalue()


def main() -> None:
    """Read the command line and make the samples."""
    parser = argparse.ArgumentParser(description="Make the sample dossiers")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    args = parser.parse_args()
    written = make_all(args.folder, frozenset(args.only))
    total = sum(path.stat().st_size for path in written)
    print(f"{len(written)} files, {total / 1e6:.2f} MB in {args.folder}")


if __name__ == "__main__":
    main()
