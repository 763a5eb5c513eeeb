# SPDX-License-Identifier: Apache-2.0
"""Messages: one language a process, another for one thread or task, and the wording for a number."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier

import pytest

from templates.language.messages import _, choose_language, current_language, ngettext, speaking

ENGLISH, VIETNAMESE = "Stopped.", "Đã dừng."


def test_vietnamese_is_spoken_unless_something_else_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOHOA_LANG", raising=False)
    assert choose_language(None) == "vi"
    assert _(ENGLISH) == VIETNAMESE
    assert choose_language("en") == "en"
    assert _(ENGLISH) == ENGLISH


def test_an_unknown_language_is_vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOHOA_LANG", "xx")
    assert choose_language(None) == "vi"
    with speaking("tlh"):
        assert _(ENGLISH) == VIETNAMESE


def test_two_threads_speak_two_languages_at_once() -> None:
    both = Barrier(2, timeout=30)

    def told(language: str) -> list[str]:
        with speaking(language):
            both.wait()  # from here on both are inside
            words = [_(ENGLISH), current_language()]
            both.wait()
            return [*words, _(ENGLISH)]

    with ThreadPoolExecutor(2) as threads:
        vi, en = threads.map(told, ("vi", "en"))
    assert vi == [VIETNAMESE, "vi", VIETNAMESE]
    assert en == [ENGLISH, "en", ENGLISH]


def test_two_tasks_of_one_thread_speak_two_languages_at_once() -> None:
    async def told(language: str, both: asyncio.Barrier) -> str:
        with speaking(language):
            await both.wait()
            return _(ENGLISH)

    async def talk() -> list[str]:
        both = asyncio.Barrier(2)
        return await asyncio.gather(told("vi", both), told("en", both))

    assert asyncio.run(talk()) == [VIETNAMESE, ENGLISH]


def test_a_new_thread_speaks_the_language_of_the_process() -> None:
    choose_language("en")
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(_, ENGLISH).result() == ENGLISH


def test_a_copied_context_keeps_what_was_spoken_there() -> None:
    with speaking("en"):
        context = copy_context()
    assert _(ENGLISH) == VIETNAMESE
    assert context.run(_, ENGLISH) == ENGLISH


def test_after_the_block_the_language_is_that_of_before_even_after_an_error() -> None:
    with pytest.raises(LookupError), speaking("en"):
        raise LookupError
    assert current_language() == "vi"


@pytest.mark.parametrize("count", [0, 1, 2])
def test_vietnamese_has_one_wording_for_any_number(count: int) -> None:
    told = ngettext("{count} file checked", "{count} files checked", count).format(count=count)
    assert told == f"đã kiểm tra {count} tệp"


@pytest.mark.parametrize(("count", "english"), [(0, "0 papers"), (1, "1 paper"), (2, "2 papers")])
def test_english_has_a_wording_for_one_and_one_for_more(count: int, english: str) -> None:
    with speaking("en"):
        assert ngettext("{n} paper", "{n} papers", count).format(n=count) == english
