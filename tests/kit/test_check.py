# SPDX-License-Identifier: Apache-2.0
"""Which locked package has no wheel where: over a small lock and an index that is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kit.check import LOCK, lacking
from kit.lock import locked
from kit.target import PYTHONS, SYSTEMS, Target

A, B, C = ("a" * 64, "b" * 64, "c" * 64)
LINUX, WINDOWS = Target("linux", "3.12"), Target("windows", "3.12")
TWO = f"""# written by hand
Some_Thing==1.2 ; sys_platform == 'win32' \\
    --hash=sha256:{A} \\
    --hash=sha256:{B}
    # via sohoa (pyproject.toml)
other==3 \\
    --hash=sha256:{C}
"""


def only(name: str, digest: str = C) -> list[Mapping[str, Any]]:
    return [{"filename": name, "hashes": {"sha256": digest}}]


def lacks(name: str, target: Target, digest: str = C) -> bool:
    package = locked(TWO)[1]
    return bool(lacking([package], [target], lambda _project: only(name, digest)))


def test_a_lock_is_read_with_markers_and_all_hashes() -> None:
    first, second = locked(TWO)
    assert (first.name, first.version, first.hashes) == ("some-thing", "1.2", {A, B})
    assert (first.needed_on(WINDOWS), first.needed_on(LINUX)) == (True, False)
    assert (second.marker, second.hashes) == (None, {C})


def test_every_package_of_the_real_lock_is_read_with_its_hashes() -> None:
    text = LOCK.read_text("utf-8")
    packages = locked(text)
    assert len(packages) == sum(line[:1].isalnum() and "==" in line for line in text.splitlines())
    assert sum(len(one.hashes) for one in packages) == text.count("--hash=sha256:")


@pytest.mark.parametrize(
    ("wheel", "linux", "windows"),
    [
        ("other-3-py3-none-any.whl", False, False),
        ("other-3-cp312-cp312-win_amd64.whl", True, False),
        ("other-3-cp310-abi3-win_amd64.whl", True, False),
        ("other-3-cp312-cp312-win32.whl", True, True),
        ("other-3-cp312-cp312-manylinux_2_28_x86_64.whl", False, True),
        ("other-3-cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64.whl", False, True),
        ("other-3-cp312-cp312-manylinux_2_39_x86_64.whl", True, True),
        ("other-3-cp312-cp312-musllinux_1_2_x86_64.whl", True, True),
        ("other-3-cp313-cp313-win_amd64.whl", True, True),
        ("other-3-cp313-abi3-win_amd64.whl", True, True),
        ("other-3.tar.gz", True, True),
    ],
)
def test_a_wheel_serves_the_systems_and_pythons_it_was_built_for(
    wheel: str, linux: bool, windows: bool
) -> None:
    assert (lacks(wheel, LINUX), lacks(wheel, WINDOWS)) == (linux, windows)


def test_a_wheel_whose_hash_the_lock_does_not_know_is_none() -> None:
    assert lacks("other-3-py3-none-any.whl", LINUX, digest=A)


def test_a_package_is_lacking_only_where_it_is_needed() -> None:
    found = lacking(locked(TWO), [LINUX, WINDOWS], lambda _project: [])
    assert [str(one) for one in found] == [
        "some-thing 1.2: no wheel for windows, Python 3.12",
        "other 3: no wheel for linux, Python 3.12",
        "other 3: no wheel for windows, Python 3.12",
    ]


def test_what_only_windows_lacks_is_asked_for_there_alone() -> None:
    needed = {
        system: {
            one.name for one in locked(LOCK.read_text("utf-8")) if one.needed_on(Target(system, PYTHONS[0]))
        }
        for system in SYSTEMS
    }
    assert {"tzdata", "colorama"} <= needed["windows"] - needed["linux"]
    assert "secretstorage" in needed["linux"] - needed["windows"]
