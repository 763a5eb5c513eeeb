# SPDX-License-Identifier: Apache-2.0
"""Count how people's names are spelt: ``python -m bench.pen_reader.names FILE``.

From invented names: family names and middle names of the catalogue's lists and of the training's, the common
ones oftener, and given names. The program reads with the counts that lie in ``ocr/models``.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from bench.invented import people
from bench.line_reader import words
from bench.training.files import sha256_of
from ocr.pen.language import NgramLanguage
from templates.catalogue.loading import load_catalogue

_SEED, _EACH, _COMMON = 1, 24, 9_000
"""So many names of each family, and so many more of those that most people bear."""


def names() -> Iterator[str]:
    """Invented names, the same each time."""
    rng = random.Random(_SEED)
    lexicons = load_catalogue().lexicons
    middle = ("", "Thị", "Văn", *lexicons["middle-names"].entries)
    for family in lexicons["family-names"].entries:
        for _ in range(_EACH):
            given = people.person_name(rng, rng.choice(["Nam", "Nữ"])).split()[-1]
            yield " ".join(part for part in (family, rng.choice(middle), given) if part)
    for _ in range(_COMMON):
        yield words.person(rng)
        yield people.person_name(rng, rng.choice(["Nam", "Nữ"]))


def main(asked: list[str] | None = None) -> None:
    """Write the counts."""
    parser = argparse.ArgumentParser(description="Count how names are spelt.")
    parser.add_argument("file", type=Path)
    file = parser.parse_args(asked).file
    file.write_bytes(NgramLanguage.of(names()).dumped())
    print(f"{sha256_of(file)}  {file}")


if __name__ == "__main__":
    main()
