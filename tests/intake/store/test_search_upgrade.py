# SPDX-License-Identifier: Apache-2.0
"""A store from before dossiers were found by names and numbers, and due days stood in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from intake.dossier.search.sought import Sought
from intake.dossier.search.terms import searched
from intake.store.dossier.listing import count
from intake.store.dossier.search_terms import keep_form_terms
from intake.store.tables.search_term import SearchTermRow
from tests.support.stores.earlier_store import at_revision, put_first_store
from tests.support.stores.server_store import opened

BEFORE = "r0019"


@pytest.mark.long
def test_what_an_older_store_holds_is_found_by_names_numbers_and_folders(
    tmp_path: Path, store_url: str
) -> None:
    home = tmp_path / "home"
    put_first_store(home, store_url)
    with at_revision(home, BEFORE, store_url):
        pass
    with opened(home, store_url) as store, store.read() as session:
        for typed in ("lê bình an", "binh an", "2233", "261130-2233"):
            assert count(session, Sought(begins=searched(typed))) == 1, typed
        assert count(session, Sought(begins=searched("nobody"))) == 0


def test_terms_of_an_older_store_are_those_that_the_program_keeps(tmp_path: Path, store_url: str) -> None:
    """Whatever is changed next, a term does not come or go by that alone."""
    home = tmp_path / "home"
    put_first_store(home, store_url)
    with at_revision(home, BEFORE, store_url):
        pass
    told = select(SearchTermRow.dossier_id, SearchTermRow.source, SearchTermRow.term)
    with opened(home, store_url) as store, store.write() as session:
        before = set(session.execute(told).all())
        for dossier in store.list(session):
            keep_form_terms(session, dossier.id)
        assert set(session.execute(told).all()) == before
        assert before
