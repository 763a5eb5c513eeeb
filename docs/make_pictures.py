# SPDX-License-Identifier: Apache-2.0
"""Walk the guide's way through the practice desk by keyboard alone, and take the guide's pictures on the way.

``python docs/make_pictures.py`` does all ten exercises in Debian's Chromium and writes ``docs/pictures``;
``--into FOLDER`` writes them elsewhere. It fails where an exercise can't be done so any more. No mouse, no
address: it begins with what ``sohoa desk --practice`` opens, and goes on by keys.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from samples.families import cast  # noqa: E402
from samples.printing import papers  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
WINDOW = {"width": 1366, "height": 768}
GRAYS = (0, 36, 73, 109, 146, 182, 219, 255)
"""So many show text and scans, and the colours of the style sheet the rest, in a file of less than 100 kB."""
OF_THE_PICTURE = ["3a4046", "fff3cc", "d97800"]
"""What lies round the page of a paper, and how a field is framed in it."""
WAIT_MS = 120_000
MOST_TABS = 40
NAME_OF = """() => {
  const one = document.activeElement;
  return one === document.body ? "" : one.labels?.[0]?.innerText || one.innerText || "";
}"""
CHROMIUM = "/usr/bin/chromium"


def palette() -> Image.Image:
    """The colours of the pages by day, and grays."""
    by_day = (ROOT / "batch" / "web" / "static" / "desk.css").read_text("utf-8").partition("@media")[0]
    colours = re.findall(r"--[a-z-]+: #([0-9a-f]{6})", by_day) + OF_THE_PICTURE
    table = [*(level for gray in GRAYS for level in (gray,) * 3), *b"".join(map(bytes.fromhex, colours))]
    made = Image.new("P", (1, 1))
    made.putpalette(table)
    return made


class Clerk:
    """Hands on the keyboard and eyes on the page; ``pictures`` is where what they see is kept."""

    def __init__(self, page: Page, pictures: Path) -> None:
        self.page, self.pictures = page, pictures

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def see(self, text: str) -> None:
        """Wait until the text stands in the page."""
        expect(self.page.locator("main")).to_contain_text(text)

    def at(self, name: str) -> None:
        """Wait until the keyboard is on the button or link of this name."""
        expect(self._focused()).to_contain_text(name)

    def take(self, name: str) -> None:
        """Keep what is on the screen."""
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(500)  # drawn, frames and all
        shot = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        shown = shot.quantize(palette=palette(), dither=Image.Dither.NONE)
        shown.save(self.pictures / f"{name}.png", optimize=True)

    def tab_to(self, name: str) -> None:
        """Tab on until the keyboard is on the link or field of this name."""
        for _step in range(MOST_TABS):
            self.press("Tab")
            if name in self.page.evaluate(NAME_OF):
                return
        raise AssertionError(f"no way to {name} by Tab")

    def _focused(self) -> Locator:
        return self.page.locator(":focus")

    # ---- the verify page

    def to_form(self) -> None:
        """F7 from the papers."""
        self.press("F7")
        self.page.wait_for_url("**/verify")

    def to_papers(self) -> None:
        """F7 from the form."""
        self.press("F7")
        self.page.wait_for_url("**/papers")
        expect(self.page.locator(".sheet :focus")).to_be_attached()

    def on_screen(self) -> None:
        """The line of the field is drawn."""
        expect(self.page.locator("#strip")).to_be_visible()
        self.page.evaluate(
            "() => new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn), 150))"
        )

    @property
    def doubtful(self) -> str | None:
        """The field that is asked for, None where none is doubtful any more."""
        if not self.page.locator("[data-standing=doubtful]").count():
            return None
        key = self.page.locator(".field.current").get_attribute("data-key")
        assert key is not None
        return key

    def decide(self, key: str, *keys: str, typed: str = "") -> None:
        """Decide the field, and wait until the next one is asked for."""
        self.on_screen()
        if typed:
            self.type(typed)
        self.press(*keys)
        expect(self.page.locator(f".field[data-key='{key}'] .mark")).to_contain_text("lưu")

    def confirm_all(self) -> None:
        while key := self.doubtful:
            self.decide(key, "Enter")

    def settle(self) -> None:
        """What the check asks, then the package, then back to the exercise."""
        while True:
            expect(self.page.locator("#check :focus")).to_be_visible()
            match self._focused().get_attribute("type"), self._focused().inner_text():
                case "radio", _:
                    self.press("Space", "Enter")
                case _, "Về bài tập":
                    self.press("Enter")
                    return
                case _, "":
                    self.type("đã hỏi người yêu cầu")
                    self.press("Enter")
                case _:
                    self.press("Enter")
            before = self.page.locator("#check").inner_html()
            self.page.wait_for_function(
                "(was) => document.querySelector('#check').innerHTML !== was", arg=before
            )


def typed(clerk: Clerk) -> None:
    clerk.on_screen()
    clerk.take("o-chua-chac")
    clerk.confirm_all()
    clerk.at("Đóng gói")
    clerk.take("dong-goi")
    clerk.settle()


def tone_mark(clerk: Clerk) -> None:
    clerk.on_screen()
    clerk.press("F8")
    clerk.press("F2")
    clerk.on_screen()
    clerk.take("nguon-khac")
    clerk.confirm_all()
    clerk.settle()


def missing(clerk: Clerk) -> None:
    clerk.at("Phiếu yêu cầu bổ sung")
    clerk.take("con-thieu")
    _slip(clerk)


def _slip(clerk: Clerk) -> None:
    clerk.at("Phiếu yêu cầu bổ sung")
    with clerk.page.context.expect_page() as opened:
        clerk.press("Enter")
    opened.value.wait_for_url("**/slip/**")
    opened.value.close()  # Ctrl+W
    clerk.page.bring_to_front()
    # Playwright has every window believe that it is looked at, so none is told when it comes back.
    clerk.page.evaluate("() => void dispatchEvent(new Event('focus'))")
    clerk.at("Về bài tập")
    clerk.press("Enter")


def stranger(clerk: Clerk) -> None:
    clerk.see("không phải của ai trong hồ sơ")
    clerk.take("kiem-tra")
    clerk.to_papers()
    clerk.press("ArrowRight", "ArrowRight", "ArrowRight", "Delete")
    clerk.see("Đã lấy 1 trang ra")
    clerk.to_form()
    clerk.settle()


def extra_pages(clerk: Clerk) -> None:
    clerk.on_screen()
    clerk.to_papers()
    clerk.press("ArrowRight", "Delete")
    clerk.see("Đã lấy 1 trang ra")
    clerk.press("ArrowRight", "Delete")
    expect(clerk.page.locator(".sheet")).to_have_count(2)
    look_around(clerk)
    clerk.to_form()
    clerk.confirm_all()
    clerk.settle()


def look_around(clerk: Clerk) -> None:
    """The list of the dossiers and the doubtful values of all, and back again."""
    clerk.tab_to("Hồ sơ")
    clerk.press("Enter")
    clerk.see("Chờ người xử lý")
    clerk.take("danh-sach")
    clerk.tab_to("Giá trị chưa chắc")
    clerk.press("Enter")
    clerk.page.wait_for_url("**/values")
    expect(clerk.page.locator(".sorts :focus")).to_be_visible()
    clerk.press("Enter")
    expect(clerk.page.locator("#grid :focus")).to_be_visible()
    clerk.take("luoi")
    for _back in range(3):
        clerk.page.go_back()  # Alt+←
    expect(clerk.page.locator(".sheet :focus")).to_be_attached()


def at_the_counter(clerk: Clerk) -> None:
    """A visit, from the first word to the receipt."""
    clerk.tab_to("Quầy tiếp nhận")
    clerk.press("Enter")
    expect(clerk.page.locator("#words")).to_be_focused()
    clerk.type("khai sinh cho chau")
    clerk.see("Hẹn trả")
    clerk.tab_to("Họ, chữ đệm, tên")
    clerk.type("Nguyễn Thị Ví Dụ")
    clerk.press("Enter")
    clerk.take("quay")
    clerk.press("Control+Enter")
    clerk.see("Đã lập hồ sơ")


def pile(clerk: Clerk) -> None:
    clerk.press("ArrowRight", "ArrowRight", "Space", "ArrowRight", "Space", "m")
    clerk.type("mới")
    clerk.take("giay-to")
    clerk.press("Enter")
    clerk.see("Đã chuyển 2 trang")
    clerk.press("F10")


def procedure(clerk: Clerk) -> None:
    clerk.press("Space", "ArrowRight", "Space", "ArrowRight", "Space", "m")
    clerk.type("mới")
    clerk.press("Tab")
    clerk.type("đăng ký kết hôn")
    clerk.press("Enter")
    clerk.see("Đã chuyển 3 trang")
    clerk.press("F10")


def unreadable(clerk: Clerk) -> None:
    clerk.on_screen()
    clerk.decide("child.hometown", "F4")
    expect(clerk.page.locator("#check input[type=radio]:focus")).to_be_visible()
    clerk.press("Space", "Enter")
    _slip(clerk)


def penned(clerk: Clerk) -> None:
    written = papers.form(cast.VIET_TAY).truth
    clerk.on_screen()
    clerk.take("viet-tay")
    while key := clerk.doubtful:
        value = written.get(key, "")
        clerk.decide(key, "Enter" if value else "F3", typed=value)
    clerk.settle()


def death(clerk: Clerk) -> None:
    clerk.at("Đóng gói")
    clerk.settle()


EXERCISES = (typed, tone_mark, missing, stranger, extra_pages, pile, procedure, unreadable, penned, death)
"""In the order of the desk, for each leads on to the next."""


def walk(page: Page, pictures: Path) -> None:
    """All exercises one after the other, then a visit at the counter."""
    clerk = Clerk(page, pictures)
    clerk.see("Khai sinh đánh máy")
    clerk.take("ban-tap")
    clerk.press("Enter")
    for number, exercise in enumerate(EXERCISES):
        clerk.at("Bắt đầu")
        clerk.press("Enter")
        page.wait_for_url("**/dossier/**")
        exercise(clerk)
        clerk.at("Xem kết quả")
        clerk.press("Enter")
        clerk.see("Đúng hết.")
        if not number:
            clerk.take("ket-qua")
        clerk.at("Bài tiếp theo" if number + 1 < len(EXERCISES) else "Về danh sách bài tập")
        clerk.press("Enter")
    clerk.see("Đã xong 10 trên 10 bài")
    at_the_counter(clerk)


@contextmanager
def practice_desk() -> Iterator[str]:
    """The address of a practice desk in a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        words = ["desk", "--practice", "--no-browser", "--port", "0", "--who", "Nguyễn Thị Ví Dụ"]
        surroundings = {**os.environ, "SOHOA_HOME": home, "SOHOA_LANGUAGE": "vi"}
        command = [sys.executable, "-m", "sohoa", *words]
        with subprocess.Popen(command, env=surroundings, text=True, stdout=subprocess.PIPE, cwd=ROOT) as desk:
            assert desk.stdout is not None
            try:
                yield desk.stdout.readline().strip()
            finally:
                desk.terminate()


def main(arguments: list[str]) -> None:
    """Open the desk, walk, and take the pictures."""
    pictures = Path(arguments[1]) if arguments[:1] == ["--into"] else PICTURES
    pictures.mkdir(exist_ok=True)
    expect.set_options(timeout=WAIT_MS)
    with practice_desk() as address, sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page(viewport=WINDOW, color_scheme="light")
        page.set_default_timeout(WAIT_MS)
        page.goto(address)
        walk(page, pictures)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
