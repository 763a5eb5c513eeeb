# SPDX-License-Identifier: Apache-2.0
"""Take the pictures of the guide: a sample's dossier at the station, in Debian's Chromium.

``python docs/make_pictures.py`` reads the sample (a minute), opens the desk and writes ``docs/pictures``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "samples" / "dossiers" / "03-mau-thuan"
PICTURES = ROOT / "docs" / "pictures"
WINDOW = {"width": 1366, "height": 768}
WAIT_MS = 60_000


def main() -> None:
    """Read, open, press, take."""
    with tempfile.TemporaryDirectory() as folder:
        home, scans = Path(folder) / "home", Path(folder) / "scans"
        shutil.copytree(SAMPLE, scans / SAMPLE.name)
        surroundings = {**os.environ, "SOHOA_HOME": str(home)}
        _sohoa(surroundings, "--quiet", "run", str(scans), "--no-push")
        words = ["desk", "--no-browser", "--port", "0", "--who", "Nguyễn Thị Ví Dụ"]
        command = [sys.executable, "-m", "sohoa", *words]
        with subprocess.Popen(command, env=surroundings, text=True, stdout=subprocess.PIPE) as desk:
            assert desk.stdout is not None
            try:
                _look(desk.stdout.readline().strip())
            finally:
                desk.terminate()


def _sohoa(surroundings: dict[str, str], *words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "sohoa", *words], env=surroundings, check=False)
    if done.returncode > 1:  # 1: something needs a person, which is what is to be shown
        sys.exit(done.returncode)


def _look(address: str) -> None:
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        page = browser.new_page(viewport=WINDOW)
        page.goto(address)
        page.locator("td a").first.click()
        page.locator("a.button").click()
        expect(page.locator("#strip")).to_be_visible()
        _take(page, "to-khai")
        page.keyboard.press("F2")
        page.keyboard.press("Enter")
        while page.locator("[data-standing=doubtful]").count():
            expect(page.locator("#strip")).to_be_visible()
            page.wait_for_timeout(500)
            page.keyboard.press("Enter")
        expect(page.locator("#check figure svg").first).to_be_visible()
        _take(page, "kiem-tra")
        browser.close()


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(1000)  # the picture behind the frame is drawn
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.jpg", type="jpeg", quality=72)


if __name__ == "__main__":
    main()
