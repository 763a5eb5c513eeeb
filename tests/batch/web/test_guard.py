# SPDX-License-Identifier: Apache-2.0
"""Who gets to see the desk: our own pages in a browser that was let in, and nobody else."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from batch.web.desk import WebDesk
from batch.web.door import SESSION_S, Door
from batch.web.pages import WAYS
from batch.web.pages.entering import PROOF_HEADER
from batch.web.ways import Changes
from tests.support.desks.web_desk import HOST, DeskAtRest, browser, changed, csrf_of, stranger
from tests.support.dossiers.station_dossiers import NOW

CHANGES = [way.path for way in WAYS if isinstance(way, Changes)]


def at(path: str) -> str:
    """An address for what a way says with names in braces, 1 where it is to be a number."""
    return re.sub(r"\{(\w+)(:int)?\}", lambda part: "1" if part[2] else part[1], path)


def test_a_token_lets_one_browser_in_once(desk: WebDesk) -> None:
    token = desk.door.token()
    first, second = stranger(desk), stranger(desk)
    assert first.get(f"/enter?token={token}").headers["location"] == "/"
    assert first.get("/").status_code == 200
    assert second.get(f"/enter?token={token}").status_code == 401
    assert second.get("/").status_code == 401


def test_who_was_let_in_comes_by_a_used_address_again(desk: WebDesk) -> None:
    token, client = desk.door.token(), stranger(desk)
    assert [client.get(f"/enter?token={token}").status_code for _time in range(2)] == [303, 303]


@pytest.mark.parametrize("token", ["", "x", "é", "x" * 10_000])
def test_a_wrong_token_lets_nobody_in(token: str, desk: WebDesk) -> None:
    desk.door.token()
    assert stranger(desk).get("/enter", params={"token": token}).status_code == 401


def test_the_cookie_is_for_our_own_pages_and_no_script(desk: WebDesk) -> None:
    cookie = stranger(desk).get(f"/enter?token={desk.door.token()}").headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert "sohoa_desk_8770=" in cookie


@pytest.mark.parametrize("change", [lambda text: text[:-1], lambda text: "9" + text, lambda _text: "a.b.c"])
def test_an_altered_cookie_is_no_session(change: object, desk: WebDesk) -> None:
    cookie = desk.door.enter(desk.door.token())
    assert cookie is not None
    assert desk.door.session(cookie) is not None
    assert desk.door.session(change(cookie)) is None  # type: ignore[operator]


def test_a_session_ends_with_the_working_day_and_outlives_a_new_start() -> None:
    key = b"k" * 32
    moments = [NOW]
    door = Door(key, lambda: moments[-1])
    cookie = door.enter(door.token())
    assert cookie is not None
    again = Door(key, lambda: moments[-1])
    assert again.session(cookie) == door.session(cookie) is not None
    assert Door(b"j" * 32, lambda: NOW).session(cookie) is None
    moments.append(NOW.fromtimestamp(NOW.timestamp() + SESSION_S, NOW.tzinfo))
    assert again.session(cookie) is None


@pytest.mark.parametrize("host", ["evil.example:8770", "127.0.0.1", "127.0.0.1:80", "[::1]:8770", ""])
def test_a_foreign_name_for_this_computer_is_refused(host: str, clerk: TestClient, dossier: str) -> None:
    answer = clerk.get(f"/dossier/{dossier}", headers={"Host": host})
    assert answer.status_code == 421
    assert dossier not in answer.text


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_change_without_the_token_of_our_page_changes_nothing(
    path: str, token: str, rest: DeskAtRest
) -> None:
    address = at(path).replace("dossier/dossier", f"dossier/{rest.dossier}")
    answer = rest.clerk.post(address, data={"csrf": token, "language": "en"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": f"https://{HOST}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_changes_nothing_even_with_the_token(headers: dict[str, str], clerk: TestClient) -> None:
    form = {"csrf": csrf_of(clerk), "language": "en"}
    assert clerk.post("/language", data=form, headers=headers).status_code == 403
    assert clerk.post("/language", data=form).status_code == 303


def test_a_change_without_a_word_on_where_it_comes_from_is_refused(clerk: TestClient) -> None:
    form = {"csrf": csrf_of(clerk), "language": "en"}
    del clerk.headers["Origin"]
    assert clerk.post("/language", data=form).status_code == 403


def test_another_site_may_lead_here_but_embed_nothing(clerk: TestClient, dossier: str) -> None:
    page = f"/dossier/{dossier}"
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert clerk.get(page, headers=link).status_code == 200
    assert clerk.get(page, headers={**link, "Sec-Fetch-Dest": "iframe"}).status_code == 403
    picture = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    assert clerk.get(page, headers=picture).status_code == 403


@pytest.mark.parametrize("path", ["/", "/enter?token=x", "/static/desk.css", "/nowhere"])
def test_every_answer_bears_the_headers(path: str, clerk: TestClient) -> None:
    headers = clerk.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy


@pytest.mark.parametrize("path", ["/static/../desk.py", "/static/%2e%2e/desk.py", "/static/..%2fdesk.py"])
def test_no_address_leads_out_of_the_folder_of_looks(path: str, clerk: TestClient) -> None:
    answer = clerk.get(path)
    assert answer.status_code == 404
    assert "import" not in answer.text


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "/\t/evil.example"]
)
def test_an_address_leads_only_to_our_own_pages(to: str, desk: WebDesk) -> None:
    answer = stranger(desk).get("/enter", params={"token": desk.door.token(), "to": to})
    assert answer.headers["location"] == "/"


def test_an_address_may_lead_to_a_dossier(desk: WebDesk, dossier: str) -> None:
    answer = stranger(desk).get("/enter", params={"token": desk.door.token(), "to": f"/dossier/{dossier}"})
    assert answer.headers["location"] == f"/dossier/{dossier}"


def test_only_who_knows_the_key_gets_a_token(desk: WebDesk) -> None:
    client = stranger(desk)
    assert client.get("/token").status_code == 403
    assert client.get("/token", headers={PROOF_HEADER: "0" * 64}).status_code == 403
    token = client.get("/token", headers={PROOF_HEADER: desk.door.proof()}).text
    assert client.get(f"/enter?token={token}").status_code == 303


def test_the_language_is_the_browsers_choice(clerk: TestClient) -> None:
    assert '<html lang="vi">' in clerk.get("/").text
    assert changed(clerk, "/language", language="en", to="/").status_code == 303
    assert '<html lang="en">' in clerk.get("/").text
    assert changed(clerk, "/language", language="xx", to="/").status_code == 303
    assert '<html lang="en">' in clerk.get("/").text


def test_two_browsers_at_one_desk_speak_each_their_own(desk: WebDesk) -> None:
    one, other = browser(desk), browser(desk)
    changed(one, "/language", language="en", to="/")
    assert '<html lang="en">' in one.get("/").text
    assert '<html lang="vi">' in other.get("/").text
