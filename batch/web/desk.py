# SPDX-License-Identifier: Apache-2.0
"""What the pages of one desk work with, handed in by whoever opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from batch.web.door import Door
from batch.web.phone.door import PhoneDoor
from batch.web.reading import DeskReading
from batch.web.scanning import DeskScanning
from batch.web.searches import Searches
from batch.web.visits.drafts import VisitDrafts
from intake.reading.page_picture import PagePictures
from intake.settings.settings import Settings
from intake.store.store import Store


@dataclass(frozen=True, slots=True)
class WebDesk:
    """A desk: the ``store`` (which has the clock) and the ``settings`` of the office that it works for,
    ``who`` sits there as the journal names them, the ``door``, what makes ``pictures`` of pages, and the
    ``language`` until somebody chooses another; ``searches`` are what was looked for there, ``drafts``
    the visits that are being typed, ``reading`` reads what was sent there, ``scanning`` has the scanner,
    ``phones`` is where phones are answered.
    ``practice``: all of it is invented, and nothing counts (``batch.services.practice``); ``copy_told`` says,
    asked for each page, that the store is a copy from which nothing is sent, "" where it is none.
    """

    store: Store
    settings: Settings
    who: str
    door: Door
    pictures: PagePictures
    language: str
    searches: Searches = field(default_factory=Searches)
    practice: bool = False
    copy_told: Callable[[], str] = str
    drafts: VisitDrafts = field(init=False)
    reading: DeskReading = field(init=False)
    scanning: DeskScanning = field(init=False)
    phones: PhoneDoor = field(init=False)

    def __post_init__(self) -> None:  # it is frozen
        object.__setattr__(self, "drafts", VisitDrafts(self.store.home, self.store.clock))
        object.__setattr__(self, "reading", DeskReading(self.store, self.settings))
        object.__setattr__(self, "scanning", DeskScanning(self.store, self.settings))
        object.__setattr__(self, "phones", PhoneDoor(self.settings.phones, self.store.clock))

    @property
    def office(self) -> str:
        """What the office is called, "" where the settings do not say."""
        return self.settings.unit.name

    @property
    def commune(self) -> str:
        return self.settings.unit.commune

    def close(self) -> None:
        """End the processes that the desk started."""
        self.phones.close()
        self.scanning.close()
        self.reading.close()
        self.pictures.close()
