# SPDX-License-Identifier: Apache-2.0
"""How quick the desk's pages are on a store of many dossiers: its answers, and the station in a browser.

    python -m bench.scale OUT --sizes 100000 --parts disk       # makes the store
    python -m bench.station OUT/sqlite/100000 [--times 9] [--no-browser]

Milliseconds: on the clock the first turn and the quickest of some, and the processor's of the quickest (with
those of the client that asks in the same process); a busy computer only makes them longer. Next field: from
the key to the next field with its line from the paper on the screen. The store is changed: a few values are
entered.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Page, sync_playwright
from starlette.testclient import TestClient

from batch.web.app import create_app
from batch.web.desk import WebDesk
from batch.web.door import Door
from batch.web.running import address
from batch.web.serving import config_for, listen
from bench.tables import Table
from intake.dossier.paging import Paging
from intake.dossier.search.sought import Sought
from intake.dossier.states import State
from intake.reading.page_picture import PagePictures
from intake.reading.worker_process import Limits
from intake.services.dossier_list import dossier_list
from intake.settings.clock import utc_now
from intake.settings.settings import Settings
from intake.store.store import Store

CHROMIUM = "/usr/bin/chromium"
HOST = "127.0.0.1:8770"
LISTS = ("/", "/?page=1000", "/?only=due", "/?only=overdue", "/?only=left", "/?state=read", "/values")
SOUGHT = ("nguyen van a", "an", "261120", "0912", "khai sinh", "20/11/2026")
OF_ONE = ("", "/verify", "/sheet", "/check", "/papers")
PATIENCE_MS = 120_000
"""The first picture starts what makes them, which takes a while on a busy computer."""

Figures = tuple[str, float, float, float]
NEXT_FIELD = """(key) => new Promise((done) => {
  const at = () => document.querySelector(".field.current")?.dataset.key;
  const before = at(), began = performance.now();
  const look = () => {
    const drawn = at() !== before && !document.getElementById("strip").hasAttribute("hidden");
    const took = performance.now() - began;
    if (drawn || took > 5000) done(drawn ? took : null);
    else requestAnimationFrame(look);
  };
  document.getElementById("value").dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  look();
})"""
"""The key is given by the page's own hand: the way through the driver would be timed as well. Null where no
line of the field is known.
"""


def timed(ask: Callable[[], Any], times: int) -> tuple[float, float, float]:
    """The first turn, the quickest, and the processor's time of the quickest, in ms."""
    took = []
    for _turn in range(times):
        began, worked = time.perf_counter(), time.process_time()
        ask()
        took.append(((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000))
    return took[0][0], min(wall for wall, _cpu in took), min(cpu for _wall, cpu in took)


def answers(desk: WebDesk, dossier: str, times: int) -> Iterator[Figures]:
    """What each page takes at the server."""
    at = f"http://{HOST}"
    client = TestClient(create_app(desk, [HOST]), base_url=at, headers={"Origin": at})
    entered = client.get(f"/enter?token={desk.door.token()}")
    csrf = entered.text.partition('name="csrf" content="')[2].partition('"')[0]
    for path in LISTS:
        yield path, *timed(partial(_got, client, path), times)
    for text in SOUGHT:
        found = client.post("/find", data={"csrf": csrf, "find": text}).url
        yield f"/found “{text}”", *timed(partial(_got, client, found), times)
    for part in OF_ONE:
        yield f"/dossier/…{part}", *timed(partial(_got, client, f"/dossier/{dossier}{part}"), times)


def _got(client: TestClient, at: Any) -> None:
    client.get(at).raise_for_status()


def in_browser(desk: WebDesk, dossier: str, times: int) -> Iterator[Figures]:
    """What a clerk waits for."""
    listening = listen(0)
    server = uvicorn.Server(config_for(desk, listening))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening.socket]}, daemon=True)
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.goto(address(listening.port, desk.door.token()))
            at = f"http://127.0.0.1:{listening.port}"
            yield "first page, drawn", *timed(lambda: page.goto(at), times)
            form = f"{at}/dossier/{dossier}/verify"
            yield "form of a dossier, page drawn", *timed(lambda: opened(page, form), times)
            yield "next field (Tab)", *next_fields(page, "Tab", times)
            yield "next field (F4, kept)", *next_fields(page, "F4", min(4, times))
            browser.close()
    finally:
        server.should_exit = True
        thread.join()


def opened(page: Page, at: str) -> None:
    page.goto(at)
    page.locator("#page").wait_for(state="visible", timeout=PATIENCE_MS)


def next_fields(page: Page, key: str, times: int) -> tuple[float, float, float]:
    """From field to field by a key; what is fetched ahead has the time that a person looks. The first, the
    quickest and the middle one.
    """
    took = []
    for _turn in range(times):
        page.wait_for_timeout(500)
        if (one := page.evaluate(NEXT_FIELD, key)) is not None:
            took.append(float(one))
    return took[0], min(took), statistics.median(took)


def doubtful(store: Store, least: int) -> str:
    """A dossier of the newest, whose papers can be opened, with so many doubtful values."""
    with dossier_list(store, Paging(1, 300), Sought(states=(State.READ,))) as listed:
        for line in (line for part in listed.parts for line in part):
            if (line["to_review"] or 0) >= least:
                return str(line["id"])
    raise SystemExit("no dossier of this store has enough doubtful values")


@contextmanager
def desk_over(home: Path) -> Iterator[WebDesk]:
    store = Store.open(home, utc_now)
    door, settings = Door(b"k" * 32, store.clock), Settings(home=home)
    made = WebDesk(store, settings, "bench", door, PagePictures(Limits(60)), "vi")
    with closing(store), closing(made) as desk:
        yield desk


def main() -> int:
    """Measure and show."""
    parser = argparse.ArgumentParser(prog="bench.station", description="How quick the desk's pages are")
    parser.add_argument("home", type=Path, help="a home with a store, which is changed")
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--no-browser", action="store_true")
    args = parser.parse_args()
    with desk_over(args.home.resolve()) as desk:
        dossier = doubtful(desk.store, args.times + 4)
        found = []
        for row in chain(
            answers(desk, dossier, args.times),
            () if args.no_browser else in_browser(desk, dossier, args.times),
        ):
            print(*row, file=sys.stderr, flush=True)
            found.append(row)
    rows = [(what, *(f"{figure:.0f}" for figure in figures)) for what, *figures in found]
    print(Table("The desk", ("what", "first", "quickest", "processor (fields: middle)"), rows).markdown())
    return 0


if __name__ == "__main__":
    sys.exit(main())
