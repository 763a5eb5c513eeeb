# SPDX-License-Identifier: Apache-2.0
"""Compiles the messages before they are packed; all else of the build stands in ``pyproject.toml``."""

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).parent))

from templates.language.compiled import LOCALE_DIR, compiled


class BuildWithMessages(build_py):
    """As ever, with the compiled catalogues among the files."""

    def run(self) -> None:
        for text in LOCALE_DIR.rglob("*.po"):
            compiled(text)
        super().run()


setup(cmdclass={"build_py": BuildWithMessages})
