# SPDX-License-Identifier: Apache-2.0
"""Certified copies: each line of the registers counts once, and so does a dossier that has no line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from batch.report.indicators import Counted, indicator_sheet
from batch.report.keeping import bring_up_to_date
from batch.report.lists import apart, behind
from batch.report.periods import named
from batch.slips.certification.changing import void_certification
from batch.slips.certification.entering import CertificationWish, PaperBrought, certify
from batch.store.certifications import NewCertification, add_certification
from intake.dossier.journal import What
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.slip_desk import CLERK, opened

COPY = CertificationWish("copy", "LÒ THỊ MẾN", (PaperBrought("Bằng tốt nghiệp", 2, 3),))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Three papers copied, three electronically of which one is void; two dossiers, one with a line."""
    store = opened(tmp_path_factory.mktemp("registers") / "home")
    for electronic in (False, False, True, True, True):
        made = certify(store, replace(COPY, electronic=electronic), CLERK)
    void_certification(store, "e-copies", 2026, 3, reason="nhập nhầm", by=CLERK)
    with store.write() as session:
        for _each in range(2):
            dossier = store.create_dossier(session, procedure="2.000815", who="t", folder="").id
            day = store.clock().date().isoformat()
            store.note(session, dossier, What.SERVED, who="t", data={"handed_over": day})
        line = {field.name: getattr(made.lines[0], field.name) for field in fields(NewCertification)}
        new = {"book": "copies", "number": 3, "visit": "another", "receipt": None, "dossier_id": dossier}
        add_certification(session, NewCertification(**{**line, **new}))
    bring_up_to_date(store, load_catalogue())
    yield store
    store.close()


def copies(store: Store, period: str, procedure: str = "") -> Counted:
    return indicator_sheet(store, named(period, store.clock().date()), procedure=procedure).find("copies")


def test_each_line_counts_once_void_ones_and_dossiers_with_a_line_do_not(store: Store) -> None:
    one = copies(store, "year")
    assert (one.counted, one.out_of) == (2, 6)  # of three and two lines, and the dossier without one
    assert [part.dossiers for part in one.excluded] == [0, 1, 1]
    assert copies(store, "year", "2.000815") == one and copies(store, "year", "1.001193").out_of == 0
    earlier = (store.clock() - timedelta(days=400)).year
    assert copies(store, str(earlier)).out_of == 0


def test_no_other_indicator_counts_lines(store: Store) -> None:
    sheet = indicator_sheet(store, named("year", store.clock().date()))
    assert (sheet.find("received").value, sheet.find("completed").value) == (2, 2)
    assert sheet.find("4.1").out_of == 2


def test_the_lists_behind_name_lines_by_their_sign(store: Store) -> None:
    period = named("year", store.clock().date())
    electronic, lacking = (behind(store, "copies", period, lacking=lacks) for lacks in (False, True))
    assert [one.register for one in electronic] == ["1/2026-SCTĐT/BS", "2/2026-SCTĐT/BS"]
    assert len(lacking) == 4 and sum(bool(one.dossier) for one in lacking) == 1
    assert [len(apart(store, "copies", place, period)) for place in range(3)] == [0, 1, 1]
