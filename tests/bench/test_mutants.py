# SPDX-License-Identifier: Apache-2.0
"""The mutation run: its table fits the tree, its sample comes again, its verdicts tell harm from none."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

import pytest

from bench.mutants import workshop
from bench.mutants.__main__ import run
from bench.mutants.plan import Group, chosen_groups, load_groups
from bench.mutants.sample import drawn, module_of
from bench.mutants.verdicts import (
    Known,
    Verdict,
    keep_verdicts,
    kept_verdicts,
    known_survivors,
    table,
)
from bench.mutants.workshop import CHECKOUT, MutmutError, Workshop

pytestmark = pytest.mark.long

NAMES = [f"ocr.a.x_f__mutmut_{n}" for n in range(90)] + [f"ocr.b.x_g__mutmut_{n}" for n in range(10)]


def test_every_module_and_test_of_the_table_is_there() -> None:
    for group in load_groups():
        for path in (*group.modules, *group.tests):
            assert (CHECKOUT / path).is_file(), path


def test_a_module_is_judged_once() -> None:
    modules = [module for group in load_groups() for module in group.modules]
    assert len(set(modules)) == len(modules)


def test_the_same_seed_draws_the_same_sample_with_each_modules_share() -> None:
    first = drawn(NAMES, 20, seed=1)
    assert first == drawn(list(reversed(NAMES)), 20, seed=1)
    assert first != drawn(NAMES, 20, seed=2)
    assert [sum(module_of(n) == m for n in first) for m in ("ocr.a", "ocr.b")] == [18, 2]


def test_a_change_elsewhere_leaves_a_modules_sample_as_it_was() -> None:
    alone = [n for n in drawn(NAMES, 20, seed=1) if module_of(n) == "ocr.b"]
    others = [f"ocr.c.x_h__mutmut_{n}" for n in range(100)]
    assert [n for n in drawn(NAMES + others, 40, seed=1) if module_of(n) == "ocr.b"] == alone


def test_only_modules_of_the_table_can_be_asked_for() -> None:
    groups = [Group("one", ("ocr/a.py", "ocr/b.py"), ()), Group("two", ("ocr/c.py",), ())]
    assert chosen_groups(groups, ["ocr/b.py"]) == [Group("one", ("ocr/b.py",), ())]
    with pytest.raises(SystemExit, match=r"ocr/d\.py"):
        chosen_groups(groups, ["ocr/d.py"])


def test_a_known_survivor_is_its_own_line_in_its_own_module() -> None:
    known = Known("the end is the same", module="ocr.a", before="x = 1", after="x = 2")
    assert known.covers("ocr.a", "-    x = 1\n+    x = 2")
    assert not known.covers("ocr.b", "-    x = 1\n+    x = 2")
    assert not known.covers("ocr.a", "-    x = 1\n+    x = 3")


def test_a_kind_covers_changes_of_nothing_else() -> None:
    strict = next(known for known in known_survivors() if "strict" in known.either)
    assert strict.covers("ocr.a", "-    zip(a, b, strict=True)\n+    zip(a, b, strict=None)")
    assert strict.covers("ocr.a", "-    zip(a, b, strict=True)\n+    zip(a, b, )")
    assert not strict.covers("ocr.a", "-    zip(a, b, strict=True)\n+    zip(a, strict=True)")


def test_what_changes_nothing_does_not_count_and_what_no_test_runs_does() -> None:
    verdicts = [
        Verdict("ocr.a.x_f__mutmut_1", "ocr.a", "noticed"),
        Verdict("ocr.a.x_f__mutmut_2", "ocr.a", "survived", "-a\n+b", "why"),
        Verdict("ocr.a.x_f__mutmut_3", "ocr.a", "no test"),
    ]
    assert table(verdicts).rows[-1] == ("together", "3", "1", "1", "50.0 %")


def test_a_stopped_run_goes_on_from_the_verdicts_it_kept(tmp_path: Path) -> None:
    verdicts = [
        Verdict("ocr.a.x_f__mutmut_1", "ocr.a", "noticed"),
        Verdict("ocr.a.x_f__mutmut_2", "ocr.a", "survived", "-ạ\n+b", "vì"),
    ]
    assert kept_verdicts(None) == kept_verdicts(tmp_path / "none.json") == []
    keep_verdicts(tmp_path / "kept.json", verdicts)
    assert kept_verdicts(tmp_path / "kept.json") == verdicts


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Group:
    """A checkout of one function, whose test does not look at the bound itself."""
    checkout = tmp_path / "checkout"
    (checkout / "ocr").mkdir(parents=True)
    (checkout / "tests").mkdir()
    (checkout / "ocr" / "__init__.py").write_text("")
    (checkout / "ocr" / "toy.py").write_text("def sure(share):\n    return share >= 0.9\n")
    (checkout / "tests" / "test_toy.py").write_text(
        "from ocr.toy import sure\n\n\ndef test_sure():\n    assert sure(1.5)\n    assert not sure(0.5)\n"
    )
    subprocess.run(["git", "init", "-q", checkout], check=True)
    monkeypatch.setattr(workshop, "CHECKOUT", checkout)
    monkeypatch.setattr(workshop, "ROOMS", ("ocr",))
    return Group("toy", ("ocr/toy.py",), ("tests/test_toy.py",))


@pytest.mark.slow
def test_mutmut_itself_tells_a_noticed_change_from_one_that_survives(toy: Group, tmp_path: Path) -> None:
    shop = Workshop.set_up(toy, tmp_path / "shop", jobs=1)
    verdicts = {v.diff: v.status for v in shop.verdicts(shop.names(), ())}
    survivor = "-    return share >= 0.9\n+    return share > 0.9"
    assert verdicts == {"": "noticed", survivor: "survived"}
    assert (tmp_path / "checkout" / "ocr" / "toy.py").read_text().endswith("share >= 0.9\n")


@pytest.mark.slow
def test_tests_that_fail_without_any_change_are_told_as_such(toy: Group, tmp_path: Path) -> None:
    (tmp_path / "checkout" / "tests" / "test_toy.py").write_text("def test_sure():\n    assert False\n")
    shop = Workshop.set_up(toy, tmp_path / "shop", jobs=1)
    with pytest.raises(MutmutError, match="toy"):
        list(shop.verdicts(shop.names(), ()))


@pytest.mark.slow
def test_a_group_that_fails_stops_no_other_and_what_is_known_is_kept_at_once(
    toy: Group, tmp_path: Path
) -> None:
    (tmp_path / "checkout" / "tests" / "test_bad.py").write_text("def test_bad():\n    assert False\n")
    bad = Group("bad", toy.modules, ("tests/test_bad.py",))
    kept = tmp_path / "kept.json"
    args = argparse.Namespace(jobs=1, all=True, sample=9, seed=1, json=kept)
    verdicts: list[Verdict] = []
    failed: list[str] = []
    run([bad, toy], tmp_path / "shops", args, verdicts, failed)
    assert len(failed) == 1 and failed[0].startswith("bad: 2 not tried") and "test_bad" in failed[0]
    assert len(verdicts) == 2 and kept_verdicts(kept) == verdicts
