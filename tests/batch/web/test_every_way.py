# SPDX-License-Identifier: Apache-2.0
"""What holds for every page there is, also one that is added: who asks, what is said, in which language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, unquote

import pytest
from babel.messages.pofile import read_po
from starlette.testclient import TestClient

from batch.web.pages import WAYS
from batch.web.ways import Changes, Shows
from intake.services.changing.edit import Edit, edit
from intake.store.store import Store
from templates.language.compiled import LOCALE_DIR
from tests.support.desks.web_desk import DeskAtRest, changed, csrf_of, stranger

SHOWS = [way.path for way in WAYS if isinstance(way, Shows)]
CHANGES = [way.path for way in WAYS if isinstance(way, Changes)]
PAGES = [path for path in SHOWS if path not in ("/enter", "/token")]
TRICKS = ("../../etc/passwd", "..%2f..%2fsohoa.db", "....//", "%00", "' OR 1=1 --", "‮", "9" * 400)
HOSTILE = "</script><img src=x onerror=hit()>{{7*7}}"
# Not in the middle or at the beginning of a random token.
COMMAND = re.compile(r"sohoa (?!desk)[a-z]{2,}|(?<![\w!\"'-])--[a-z]{2,}")
EMPTY_CHANGE = {"seen": "1"}


def address(path: str, dossier: str, word: str = "x") -> str:
    """The address of a way: the dossier where one is named, else a number or ``word``."""
    path = path.replace("{dossier}", dossier)
    return re.sub(r"\{\w+\}", quote(word, safe="%"), re.sub(r"\{\w+:int\}", "1", path))


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_shown_to_who_was_not_let_in(path: str, rest: DeskAtRest) -> None:
    answer = stranger(rest.desk).get(address(path, rest.dossier))
    assert answer.status_code == 401
    assert rest.dossier not in answer.text
    assert "đang khóa" in answer.text


@pytest.mark.parametrize("path", CHANGES)
def test_nothing_is_changed_for_who_was_not_let_in(path: str, rest: DeskAtRest) -> None:
    csrf = rest.desk.door.session(rest.desk.door.enter(rest.desk.door.token()) or "")
    assert csrf is not None
    assert stranger(rest.desk).post(address(path, rest.dossier), data={"csrf": csrf.csrf}).status_code == 401


def test_every_form_of_every_page_bears_the_token_of_its_browser(rest: DeskAtRest) -> None:
    token, found = csrf_of(rest.clerk), 0
    for path in PAGES:
        for form in re.findall(
            r'<form[^>]* method="post".*?</form>', rest.clerk.get(address(path, rest.dossier)).text, re.S
        ):
            assert f'name="csrf" value="{token}"' in form, path
            found += 1
    assert found > len(PAGES)


@pytest.mark.parametrize("path", [*SHOWS, *CHANGES])
def test_no_way_answers_under_a_foreign_name(path: str, rest: DeskAtRest) -> None:
    at, foreign = address(path, rest.dossier), {"Host": "evil.example:8770"}
    answers = [rest.clerk.get(at, headers=foreign), rest.clerk.post(at, headers=foreign)]
    assert [answer.status_code for answer in answers] == [421, 421]


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_no_change_comes_from_another_site(path: str, origin: str, rest: DeskAtRest) -> None:
    form = {"csrf": csrf_of(rest.clerk)}
    answer = rest.clerk.post(address(path, rest.dossier), data=form, headers={"Origin": origin})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", CHANGES)
def test_no_change_is_made_by_following_a_link(path: str, rest: DeskAtRest) -> None:
    assert rest.clerk.get(address(path, rest.dossier)).status_code in (404, 405) or path in SHOWS


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("path", [path for path in PAGES if "{" in path])
def test_no_word_of_an_address_leads_elsewhere_or_breaks_a_page(
    path: str, trick: str, rest: DeskAtRest
) -> None:
    for at in {address(path, trick, trick), address(path, rest.dossier, trick)}:
        answer = rest.clerk.get(at)
        assert answer.status_code in (200, 303, 307, 404, 422), at
        assert "Traceback" not in answer.text and "root:" not in answer.text


@pytest.mark.parametrize("path", CHANGES)
def test_half_a_change_is_refused_and_never_a_fault_of_the_program(
    path: str, clerk: TestClient, dossier: str
) -> None:
    for form in ({}, EMPTY_CHANGE, {**EMPTY_CHANGE, "seen": "9" * 9}):
        answer = changed(clerk, address(path, dossier), **form)
        assert answer.status_code < 500, answer.text
        assert COMMAND.findall(answer.text) == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_says_what_a_paper_says_but_as_text(
    path: str, clerk: TestClient, store: Store, dossier: str
) -> None:
    edit(store, dossier, Edit([("child.full_name", HOSTILE)], because=HOSTILE), who=HOSTILE, commune="")
    answer = clerk.get(address(path, dossier), follow_redirects=True)
    if answer.headers["content-type"].startswith("text/html"):
        assert "<img src=x" not in answer.text
        assert "49</" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_no_value_stands_in_an_address(path: str, rest: DeskAtRest) -> None:
    text = rest.clerk.get(address(path, rest.dossier)).text
    named = re.findall(r'(?:href|src|action|formaction)="([^"]*)"', text)
    assert not any("LÊ VĂN AN" in unquote(unescape(one)) for one in named)


@pytest.mark.parametrize("path", [*PAGES, "/nowhere"])
@pytest.mark.parametrize("dossier_id", ["", "001X", "261129-ZZZZ"])
def test_no_page_sends_a_clerk_to_a_terminal(path: str, dossier_id: str, rest: DeskAtRest) -> None:
    answer = rest.clerk.get(address(path, dossier_id or rest.dossier), follow_redirects=True)
    assert COMMAND.findall(answer.text) == []


# ---- languages


class _Words(HTMLParser):
    """What a person reads or hears of a page."""

    SPOKEN = ("alt", "aria-label", "placeholder", "title")

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("script", "style") or (tag == "button" and told.get("lang")):
            self._foreign.append(tag)
        self.words += [told[name] or "" for name in self.SPOKEN if told.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if self._foreign and tag == self._foreign[-1]:
            self._foreign.pop()

    def handle_data(self, data: str) -> None:
        if not self._foreign:
            self.words.append(data)


def _texts(words: Any) -> Iterator[str]:
    """Each text of a script's words, which may lie in groups."""
    if isinstance(words, str):
        yield words
    else:
        for one in words.values() if isinstance(words, dict) else words:
            yield from _texts(one)


def said_on(page: str) -> set[str]:
    """Each piece of text on the page, and what its scripts may say later."""
    reader = _Words()
    reader.feed(page)
    later = re.findall(r'<script type="application/json" id="words">(.*?)</script>', page, re.S)
    told = [text for words in later for text in _texts(json.loads(words))]
    return {" ".join(text.split()) for text in (*reader.words, *told)}


@cache
def messages(other: bool) -> dict[str, str]:
    """What one language says and the other does not, with what it says for it; without what is alike."""
    with (LOCALE_DIR / "vi" / "LC_MESSAGES" / "sohoa.po").open("rb") as file:
        catalogue = read_po(file)
    found: dict[str, str] = {}
    for message in catalogue:
        if isinstance(message.id, str) and message.id and isinstance(message.string, str):
            ours, theirs = (message.string, message.id) if other else (message.id, message.string)
            found[ours] = theirs
    both = set(found) & set(found.values())
    return {
        ours: theirs
        for ours, theirs in found.items()
        if ours not in both and "{" not in ours and len(ours) > 1
    }


@pytest.mark.parametrize("path", [*PAGES, "/nowhere"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_speaks_one_language(path: str, language: str, rest: DeskAtRest) -> None:
    changed(rest.clerk, "/language", language=language, to="/")
    answer = rest.clerk.get(address(path, rest.dossier), follow_redirects=True)
    if not answer.headers["content-type"].startswith("text/html"):
        return
    foreign = messages(other=language == "en")
    assert f'<html lang="{language}">' in answer.text or "<html" not in answer.text
    assert sorted(said_on(answer.text) & set(foreign)) == []
