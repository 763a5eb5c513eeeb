# SPDX-License-Identifier: Apache-2.0
"""What dossiers are found by."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.tables.model import TableBase

# In the order of bytes, whatever language the server sorts by: what begins alike stands together then.
TERM = Text().with_variant(Text(collation="C"), "postgresql")


class SearchTermRow(TableBase):
    """One term (``intake.dossier.search.terms``) of a dossier, of its ``form``, its ``requester``, or its
    ``numbers`` and folder (``source``). ``unit`` is the dossier's: an office looks through its own alone.
    """

    __tablename__ = "search_term"
    __table_args__ = (
        Index("ix_search_term_unit_term_dossier_id", "unit", "term", "dossier_id"),
        {"sqlite_with_rowid": False},
    )

    dossier_id: Mapped[str] = mapped_column(String(16), ForeignKey("dossier.id"), primary_key=True)
    source: Mapped[str] = mapped_column(String(16), primary_key=True)
    term: Mapped[str] = mapped_column(TERM, primary_key=True)
    unit: Mapped[str] = mapped_column(String(64), default="", server_default="")
