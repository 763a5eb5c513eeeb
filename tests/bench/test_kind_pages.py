"""Every kind of paper is read from pages that know nothing of the reader.

The floors are what today's reader holds with a little to spare: the share of the values of a kind's three pages
that come out exactly. They are not the aim (98 %), and rise with the reader.
"""

from __future__ import annotations

from typing import Any

import pytest

from bench.score import SURE, same
from kind_pages import PAGES_A_KIND, kinds, pages_of
from ocr.facts import FieldReading, PageReading
from ocr.page import read_page
from templates.catalogue import load_catalogue

FLOORS = {}
