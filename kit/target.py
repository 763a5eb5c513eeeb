# SPDX-License-Identifier: Apache-2.0
"""What a kit is made for: an operating system and a version of Python, and which wheels fit both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from packaging.tags import Tag, compatible_tags, cpython_tags

SYSTEMS = ("linux", "windows")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
"""Those for which every locked package has a wheel (``python -m kit.check``); for 3.15 some have none yet."""

_OLDEST_GLIBC, _NEWEST_GLIBC = 5, 28
"""glibc 2.28 (2018) is in Debian 10, Ubuntu 20.04 and everything later."""


@dataclass(frozen=True)
class Target:
    """``system`` is one of ``SYSTEMS``, on a 64-bit Intel or AMD processor; ``python`` as in ``PYTHONS``."""

    system: str
    python: str

    def __str__(self) -> str:
        return f"{self.system}, Python {self.python}"

    @cached_property
    def tags(self) -> frozenset[Tag]:
        """The tags of wheels that can be installed there."""
        version = tuple(int(part) for part in self.python.split("."))
        platforms = self.platforms
        interpreter = "cp" + self.python.replace(".", "")
        return frozenset(
            [*cpython_tags(version, platforms=platforms), *compatible_tags(version, interpreter, platforms)]
        )

    @property
    def platforms(self) -> list[str]:
        """The platform tags, the narrowest first."""
        return ["win_amd64"] if self.system == "windows" else list(_linux())

    def environment(self) -> dict[str, str]:
        """What markers of requirements ask for."""
        windows = self.system == "windows"
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "nt" if windows else "posix",
            "platform_machine": "AMD64" if windows else "x86_64",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Windows" if windows else "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "win32" if windows else "linux",
        }


def _linux() -> Iterator[str]:
    older = {17: "manylinux2014_x86_64", 12: "manylinux2010_x86_64", 5: "manylinux1_x86_64"}
    for minor in range(_NEWEST_GLIBC, _OLDEST_GLIBC - 1, -1):
        yield f"manylinux_2_{minor}_x86_64"
        if minor in older:
            yield older[minor]
    yield "linux_x86_64"
