# SPDX-License-Identifier: Apache-2.0
"""``python -m kit [linux|windows] [--python 3.12]``: the kits, as folder and zip in ``dist/``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from kit.make import make
from kit.own_wheel import ROOT, build, missing, names_in, source_files
from kit.target import PYTHONS, SYSTEMS


def main() -> int:
    """0: made; 1: our own wheel lacks something, so nothing was made."""
    parser = argparse.ArgumentParser(prog="./run kit", description="Make an installation without network.")
    parser.add_argument("systems", nargs="*", default=[], help=f"one or more of {', '.join(SYSTEMS)}")
    parser.add_argument(
        "--python", action="append", choices=PYTHONS, help="only for this one; may be repeated"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    given = parser.parse_args()
    if unknown := set(given.systems) - set(SYSTEMS):
        parser.error(f"there is no kit for {', '.join(sorted(unknown))}")
    with TemporaryDirectory() as folder:
        wheel = build(Path(folder))
        if lacks := missing(names_in(wheel), source_files()):
            print("The wheel lacks:", *lacks, sep="\n  ", file=sys.stderr)
            return 1
        for system in given.systems or SYSTEMS:
            print(make(system, given.python or list(PYTHONS), wheel, given.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
