# SPDX-License-Identifier: Apache-2.0
"""A language prefers what it has seen, falls back to shorter sequences, and does not look at case."""

from __future__ import annotations

from itertools import islice

from bench.pen_reader.addresses import addresses
from ocr.pen.language import NgramLanguage
from templates.catalogue.loading import load_catalogue

SEEN = NgramLanguage.of(["xã Tân Hoà", "xã Tân Lập", "xã Yên Sơn"])


def test_what_was_seen_oftener_is_likelier() -> None:
    assert SEEN.log_prob("xã ", "T") > SEEN.log_prob("xã ", "Y") > SEEN.log_prob("xã ", "q")


def test_case_does_not_count() -> None:
    assert SEEN.log_prob("XÃ TÂN ", "H") == SEEN.log_prob("xã tân ", "h")


def test_behind_what_was_never_seen_the_shorter_sequence_decides() -> None:
    assert SEEN.log_prob("thôn Lộc xã ", "T") > SEEN.log_prob("thôn Lộc xã ", "S")


def test_a_character_never_seen_is_unlikely_and_not_impossible() -> None:
    assert -60 < SEEN.log_prob("xã ", "#") < SEEN.log_prob("xã ", "h")


def test_a_language_kept_in_a_file_is_the_same() -> None:
    often = NgramLanguage.of(["xã Tân Hoà", "thôn 7, xã Yên Sơn"] * 3)
    kept = NgramLanguage.load(often.dumped())
    assert kept.counts == often.counts
    assert kept.log_prob("xã ", "T") == often.log_prob("xã ", "T")


def test_addresses_are_written_with_and_without_ranks() -> None:
    three = list(islice(addresses(load_catalogue().units), 3))
    commune = next(iter(load_catalogue().units.old.values())).bare
    assert all(commune in one for one in three)
    assert "Phường" in three[0] and "Phường" not in three[1] and ", p " in three[2]
