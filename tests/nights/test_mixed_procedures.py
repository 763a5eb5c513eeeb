# SPDX-License-Identifier: Apache-2.0
"""One night over dossiers of several procedures: their forms tell, and where none does a person is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from intake.check.documents import PROCEDURE
from intake.dossier.stored import Dossier
from intake.services.changing.undo import undo
from intake.services.questions import answer_questions, questions_of
from intake.store.journal_check import journals
from intake.store.store import Store
from templates.errors import UsageError
from tests.support.desks.night_desk import desk, run_night
from tests.support.dossiers.fake_dossiers import COUPLE, FOREIGNER, NOTICE, dossier, read_mixed

BIRTH, MARRIAGE, FOREIGN_BIRTH = "1.001193", "1.000894", "2.000528"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """After the night over a birth, a marriage, a birth with a foreign father and a notice without a form."""
    scans = tmp_path / "scans"
    dossier(scans / "birth", 1)
    dossier(scans / "couple", COUPLE)
    dossier(scans / "foreign", FOREIGNER)
    dossier(scans / "notice", 3, (NOTICE,))
    settings = desk(tmp_path / "store")
    run_night(settings, scans, read_mixed, procedure=BIRTH, procedure_open=True)
    run_night(settings, scans, read_mixed, procedure=BIRTH, procedure_open=True)  # and nothing moves twice
    with closing(Store.open(settings.home)) as store:
        yield store


def named(store: Store) -> dict[str, Dossier]:
    with store.read() as session:
        return {one.folder: one for one in store.list(session)}


def codes(store: Store, dossier: str) -> list[str]:
    with store.read() as session:
        return [finding["code"] for finding in store.findings(session, dossier)]


@pytest.mark.long
def test_forms_tell_and_what_they_do_not_tell_is_asked(store: Store) -> None:
    found = named(store)
    assert {name: one.procedure for name, one in found.items() if name in ("birth", "couple")} == {
        "birth": BIRTH,
        "couple": MARRIAGE,
    }
    assert f"{PROCEDURE}.question" not in codes(store, found["couple"].id)
    for name in ("foreign", "notice"):
        assert (found[name].state, codes(store, found[name].id)) == ("read", [f"{PROCEDURE}.question"])
    with store.read() as session:
        assert not [one for one in journals(session) if one.differs or not one.whole]
    answered_and_taken_back(store, found["foreign"].id)
    refused_where_it_was_said(store)


def answered_and_taken_back(store: Store, dossier: str) -> None:
    """One night is dear, so this looks at what it left."""
    (line,) = questions_of(store, dossier)["questions"]
    assert line["open"] and FOREIGN_BIRTH in line["answers"]
    told = answer_questions(store, dossier, [(PROCEDURE, FOREIGN_BIRTH)], who="lan", commune="")
    assert named(store)["foreign"].procedure == FOREIGN_BIRTH
    assert f"{PROCEDURE}.question" not in [finding["code"] for finding in told["check"]["findings"]]
    undo(store, dossier, who="lan", commune="")
    assert named(store)["foreign"].procedure == BIRTH
    assert codes(store, dossier) == [f"{PROCEDURE}.question"]
    with pytest.raises(UsageError):
        answer_questions(store, dossier, [(PROCEDURE, "9.999999")], who="lan", commune="")


def refused_where_it_was_said(store: Store) -> None:
    made = store.write(lambda session: store.create_dossier(session, procedure=BIRTH, who="lan").id)
    with pytest.raises(UsageError):
        answer_questions(store, made, [(PROCEDURE, MARRIAGE)], who="lan", commune="")
