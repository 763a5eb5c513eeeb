# SPDX-License-Identifier: Apache-2.0
"""A store from before dossiers of one matter found each other."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select, text

from intake.dossier.matter.keys import matter_keys
from intake.store.matter_keys import keep_matter_keys, of_perhaps_one_matter
from intake.store.migrations.versions import r0026_matter_keys as revision
from intake.store.tables.matter_key import MatterKeyRow
from templates.catalogue.matters import load_matters
from tests.support.dossiers.matters import MATTERS
from tests.support.stores.earlier_store import at_revision, put_first_store
from tests.support.stores.server_store import opened

BEFORE = "r0025"
SINCE = {
    *("1.000080", "1.000110", "1.000893", "1.001766", "1.003005", "1.004827", "2.000497", "2.000513"),
    *("2.000522", "2.000756", "2.000779", "2.001255", "2.001263", "3.000322"),
}
"""Procedures that came after the revision, each together with its matter: no older store holds one. A matter
for a procedure that stores know already needs a revision that makes its keys.
"""


def test_keys_of_an_older_store_are_those_that_the_program_keeps(tmp_path: Path, store_url: str) -> None:
    """Whatever is changed next, no key comes or goes by that alone."""
    home = tmp_path / "home"
    put_first_store(home, store_url)
    with at_revision(home, BEFORE, store_url):
        pass
    told = select(MatterKeyRow.dossier_id, MatterKeyRow.key, MatterKeyRow.unit)
    with opened(home, store_url) as store, store.write() as session:
        before = set(session.execute(told).all())
        for dossier in store.list(session):
            keep_matter_keys(session, dossier.id)
        assert set(session.execute(told).all()) == before
        assert before


AS_ANOTHER = """UPDATE form_value SET value = (SELECT other.value FROM form_value AS other
    WHERE other.dossier_id = :one AND other.key = form_value.key)
    WHERE dossier_id = :again AND key IN (SELECT key FROM form_value WHERE dossier_id = :one)"""


def test_dossiers_of_an_older_store_find_each_other(tmp_path: Path, store_url: str) -> None:
    home = tmp_path / "home"
    put_first_store(home, store_url)
    with at_revision(home, BEFORE, store_url) as connection:
        one, again = connection.exec_driver_sql("SELECT id FROM dossier ORDER BY id").scalars().all()[:2]
        connection.execute(text(AS_ANOTHER), {"one": one, "again": again})
    with opened(home, store_url) as store, store.read() as session:
        _mine, found = of_perhaps_one_matter(session, one)
        assert [dossier.id for dossier in found] == [again]


def test_the_revision_makes_the_keys_that_the_program_makes() -> None:
    matters = load_matters().by_procedure
    assert {*revision._OF, *SINCE} == set(matters)
    for procedure, (name, _procedures, about, beside, day) in revision._OF.items():
        matter = matters[procedure]
        assert (name, about, beside, day) == (matter.name, matter.about, matter.beside, matter.day)
    for procedure, values in ((one, told) for one, told in MATTERS.items() if one not in SINCE):
        assert set(revision._keys(procedure, dict(values))) == matter_keys(matters[procedure], values)
