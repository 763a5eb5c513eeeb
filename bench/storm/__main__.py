# SPDX-License-Identifier: Apache-2.0
"""See ``bench.storm``:  python -m bench.storm [--dossiers 500] [--share 0.3] [--kills 0.5] [--seed 1]"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from bench.storm.doors import DOORS
from bench.storm.storm import Found, Storm
from bench.storm.weather import Weather
from bench.tables import Table


def main() -> int:
    asked = _arguments()
    weather = Weather(share=asked.share, chance=random.Random(asked.seed))
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        storm = Storm(
            Path(folder),
            asked.dossiers,
            weather,
            kills=asked.kills,
            timeout_s=asked.timeout_s,
            door=asked.door,
        )
        found = storm.run()
    print(table_of(found, time.monotonic() - began).markdown())
    for sentence in found.wrong:
        print(sentence)
    return bool(found.wrong)


def table_of(found: Found, seconds: float) -> Table:
    """What a storm has seen, a line each."""
    steps = ", ".join(f"{step} {number}" for step, number in sorted(found.struck.items()))
    rows = (
        ("dossiers", found.dossiers),
        ("at the gateway", found.arrived),
        ("taken twice", found.twice),
        ("rounds of pushing and asking", found.rounds),
        ("pushers killed", found.kills),
        ("requests", found.requests),
        ("faults by step", steps),
        ("refused, looked at and packaged again", found.corrected),
        ("what should not be", len(found.wrong)),
        ("seconds", round(seconds)),
    )
    return Table("The storm", ("what", "count"), tuple((name, str(value)) for name, value in rows))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.storm", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=500)
    parser.add_argument("--door", choices=sorted(DOORS), default="ministry")
    parser.add_argument("--share", type=float, default=0.3, help="of the requests that go wrong, 0 to 1")
    parser.add_argument("--kills", type=float, default=0.5, help="of the pushers that are killed, 0 to 1")
    parser.add_argument("--timeout-s", type=float, default=2.0, help="of a call to the gateway")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
