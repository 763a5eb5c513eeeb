# SPDX-License-Identifier: Apache-2.0
"""Print the names of all changes that mutmut makes to modules, without making them:

    python bench/mutants/names.py ocr/recognise/rover.py …

To be run in the folder of a workshop, by its file: mutmut reads its settings there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name


def main() -> None:
    """One name a line."""
    for module in map(Path, sys.argv[1:]):
        changed = mutate_file_contents(str(module), module.read_text("utf-8"))
        print("\n".join(get_mutant_name(module, name) for name in changed.mutant_names))


if __name__ == "__main__":
    main()
