# SPDX-License-Identifier: Apache-2.0
"""A network scanner on this computer's own address: eSCL as multi-function devices speak it, with a feeder in
which pictures lie, and with what happens to paper.

The protocol as Mopria's eSCL specification (2.97) and PWG 5109.1 have it: capabilities, status, a job that
gives page after page, 404 where the feeder is empty.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from PIL import Image

_NAMES = (
    'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" '
    'xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'
)
_A4_AT_300 = (2480, 3508)
_INPUT = """
<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>{width}</scan:MaxWidth>
<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>{height}</scan:MaxHeight>
<scan:MaxScanRegions>1</scan:MaxScanRegions>
<scan:SettingProfiles><scan:SettingProfile>
<scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>
<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>
<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>
<scan:SupportedResolutions><scan:DiscreteResolutions>{resolutions}</scan:DiscreteResolutions></scan:SupportedResolutions>
</scan:SettingProfile></scan:SettingProfiles>
"""
_RESOLUTION = (
    "<scan:DiscreteResolution><scan:XResolution>{0}</scan:XResolution>"
    "<scan:YResolution>{0}</scan:YResolution></scan:DiscreteResolution>"
)


@dataclass
class EsclFeeder:
    """What lies in the feeder, first page first, and what happens: ``jams_after`` so many pages paper is
    jammed (once), ``opened_after`` so many the cover is open. ``settings`` is what each job asked for.
    """

    pages: list[bytes] = field(default_factory=list)
    jams_after: int | None = None
    opened_after: int | None = None
    settings: list[str] = field(default_factory=list)
    given: int = 0
    state: str = ""

    def lay_in(self, *pictures: Path | Image.Image) -> None:
        """Lay pages in behind those there, A4 at 300 dpi as a scanner sees them."""
        for picture in pictures:
            if isinstance(picture, Image.Image):
                self.pages.append(_jpeg(picture))
            else:
                with Image.open(picture) as opened:
                    self.pages.append(_jpeg(opened))

    def mended(self) -> None:
        """The paper was taken out, the cover closed."""
        self.jams_after = self.opened_after = None
        self.state = ""

    def next_page(self) -> bytes | None:
        if self.jams_after == self.given:
            self.state = "ScannerAdfJam"
        elif self.opened_after == self.given:
            self.state = "ScannerAdfDoorOpen"
        if self.state or not self.pages:
            return None
        self.given += 1
        return self.pages.pop(0)

    @property
    def told(self) -> str:
        return self.state or ("ScannerAdfLoaded" if self.pages else "ScannerAdfEmpty")


@contextmanager
def escl_scanner(feeder: EsclFeeder) -> Iterator[str]:
    """Serves it; its address, as sane-airscan and SANE's escl backend want it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(feeder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/eSCL"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def sane_settings(folder: Path, address: str) -> Path:
    """A folder of settings with which SANE knows this one scanner and looks for no other."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dll.conf").write_text("airscan\n")
    (folder / "airscan.conf").write_text(
        f'[devices]\n"Copier" = {address}, eSCL\n[options]\ndiscovery = disable\n'
    )
    return folder


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.convert("RGB").resize(_A4_AT_300).save(out, "jpeg", quality=90, dpi=(300, 300))
    return out.getvalue()


def _handler(feeder: EsclFeeder) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path.endswith("/ScannerCapabilities"):
                self._say(200, _capabilities().encode(), "text/xml")
            elif self.path.endswith("/ScannerStatus"):
                self._say(200, _status(feeder.told).encode(), "text/xml")
            elif self.path.endswith("/NextDocument"):
                page = feeder.next_page()
                if page is None:
                    self._say(409 if feeder.state else 404)
                else:
                    self._say(200, page, "image/jpeg")
            else:
                self._say(404)

        def do_POST(self) -> None:
            feeder.settings.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._say(201, location=f"http://{self.headers['Host']}/eSCL/ScanJobs/{len(feeder.settings)}")

        def do_DELETE(self) -> None:
            self._say(200)

        def _say(self, status: int, body: bytes = b"", kind: str = "", location: str = "") -> None:
            self.send_response(status)
            for name, value in (("Content-Type", kind), ("Location", location)):
                if value:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Nothing."""

    return Handler


def _capabilities() -> str:
    told = _INPUT.format(
        width=_A4_AT_300[0], height=_A4_AT_300[1], resolutions="".join(map(_RESOLUTION.format, (150, 300)))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><scan:ScannerCapabilities {_NAMES}>'
        "<pwg:Version>2.63</pwg:Version><pwg:MakeAndModel>Copier</pwg:MakeAndModel>"
        f"<scan:Platen><scan:PlatenInputCaps>{told}</scan:PlatenInputCaps></scan:Platen>"
        f"<scan:Adf><scan:AdfSimplexInputCaps>{told}</scan:AdfSimplexInputCaps>"
        "<scan:FeederCapacity>50</scan:FeederCapacity>"
        "<scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption></scan:AdfOptions></scan:Adf>"
        "</scan:ScannerCapabilities>"
    )


def _status(told: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><scan:ScannerStatus {_NAMES}>'
        "<pwg:Version>2.63</pwg:Version><pwg:State>Idle</pwg:State>"
        f"<scan:AdfState>{told}</scan:AdfState></scan:ScannerStatus>"
    )
