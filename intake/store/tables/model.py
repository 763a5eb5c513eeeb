# SPDX-License-Identifier: Apache-2.0
"""The tables of the store. Types are those that SQLite and PostgreSQL share.

A dossier owns documents (one row a paper and hash), a document its pages. Beside them stand the values chosen
for the form, the findings of the last check, the packages made, and the journal.
Bytes of papers are never in the database, only their SHA-256 (see ``intake.store.objects``).
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, MetaData, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from intake.dossier.states import State
from intake.dossier.stored import GONE
from intake.dossier.values import Statement, Witness
from intake.store.tables.column_types import LONG, BoxJson, Json, RecordJson, StateName, UtcDateTime
from ocr.result import Box, PageReading, Proposal

_FAILED = text("status = 'failed'")  # few pages fail, and reports count them
# What changed since somebody last looked. SQLite takes an index of some rows for a question in its words.
_TO_DO = ("due_unknown", "figures_unknown")
_DOUBTFUL, _WAITS = text("needs_review = 1"), text("needs_review = 1 AND corrected = 0")

REGISTERED_ONCE = "ix_dossier_unit_register_year_register_number"
"""The index by which no number of a register stands twice."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class TableBase(DeclarativeBase):
    """Root of every table of the store, also of those that upper rooms add."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        dict[str, Any]: Json(none_as_null=True),
        list[Any]: Json(),
        State: StateName(),
    }


class DossierRow(TableBase):
    """One citizen's request. ``id`` is local and sayable, never the official mã hồ sơ
    (``official_number``); ``short_id``, what follows its dash, is what people call it by.

    ``folder`` is the name of the folder or file it came from, ``place`` its absolute path; both empty for one
    made at the counter. ``unit`` is the code of the office whose it is, for good; "" where none had a code
    yet. In that office's register of the year it has the number ``register_number`` (from 1, without holes).
    ``version`` goes up with every change of it, its papers or values (``intake.store.dossier.versions``).
    After each the day ``due_on`` its result is due (None: none is waited for) and what reports count of it
    are to be worked out anew (``due_unknown``, ``figures_unknown``). ``journal_head`` is the hash of the last
    of its ``journal_length`` events (``intake.store.dossier.journal_chain``).
    """

    __tablename__ = "dossier"
    __table_args__ = (
        Index(REGISTERED_ONCE, "unit", "register_year", "register_number", unique=True),
        Index("ix_dossier_unit_received_at", "unit", "received_at"),
        Index("ix_dossier_unit_due_on", "unit", "due_on"),
        Index("ix_dossier_due_on", "due_on", "id"),
        Index("ix_dossier_state_procedure_id", "state", "procedure", "id"),
        Index("ix_dossier_state_unit", "state", "unit", "figures_unknown", "id"),
        *(Index(f"ix_dossier_{one}", one, sqlite_where=text(f"{one} IS 1")) for one in _TO_DO),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    short_id: Mapped[str] = mapped_column(String(16), default="", server_default="", index=True)
    procedure: Mapped[str] = mapped_column(String(32))
    state: Mapped[State] = mapped_column(default=State.RECEIVED)
    folder: Mapped[str] = mapped_column(Text, default="", index=True)
    place: Mapped[str] = mapped_column(Text, default="", index=True)
    received_at: Mapped[datetime] = mapped_column(index=True)
    owner: Mapped[str] = mapped_column(Text, default="")
    requester: Mapped[str] = mapped_column(Text, default="")
    official_number: Mapped[str | None] = mapped_column(String(64), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    unit: Mapped[str] = mapped_column(String(64), default="", server_default="")
    register_year: Mapped[int | None] = mapped_column()
    register_number: Mapped[int | None] = mapped_column()
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    due_on: Mapped[date | None] = mapped_column()
    due_unknown: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    figures_unknown: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    journal_head: Mapped[str] = mapped_column(String(64), default="", server_default="")
    journal_length: Mapped[int] = mapped_column(default=0, server_default="0")

    # A row that another transaction changed since it was read here is not overwritten, whatever the database.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012

    documents: Mapped[list["StoredFileRow"]] = relationship(
        back_populates="dossier", order_by="StoredFileRow.id"
    )
    form_values: Mapped[list["FormValueRow"]] = relationship(
        back_populates="dossier", order_by="FormValueRow.id"
    )
    findings: Mapped[list["FindingRow"]] = relationship(back_populates="dossier", order_by="FindingRow.id")
    packages: Mapped[list["PackageRow"]] = relationship(
        back_populates="dossier", order_by="PackageRow.number"
    )
    events: Mapped[list["EventRow"]] = relationship(back_populates="dossier", order_by="EventRow.id")


class FolderContentRow(TableBase):
    """What lay in a dossier's folder on some night: the hash of its files' marks
    (``intake.services.receive.origin``), and the dossier of each unit that had it first.
    """

    __tablename__ = "folder_content"

    content: Mapped[str] = mapped_column(String(64), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id"), primary_key=True)


class StoredFileRow(TableBase):
    """One paper of a dossier. ``sha256`` is None only where no byte could be read.

    ``refusal_code`` is empty for a paper that can be read; otherwise ``refusal_reason`` says in the clerk's
    words why not. ``name`` is the file's name (NFC) when it came, ``place`` where it lies within the
    dossier's folder, "" for one that did not come from there. ``stands_for`` is the first paper (id) in whose
    place it came: it stands in its order.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("dossier_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id"), index=True)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(String(127), default="")
    page_count: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(LONG, default=0)
    refusal_code: Mapped[str] = mapped_column(String(64), default="")
    refusal_reason: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[datetime] = mapped_column()
    place: Mapped[str] = mapped_column(Text, default="")
    stands_for: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    dossier: Mapped["DossierRow"] = relationship(back_populates="documents")
    pages: Mapped[list["PageRow"]] = relationship(back_populates="document", order_by="PageRow.number")

    @property
    def refused(self) -> bool:
        return bool(self.refusal_code) and not self.withdrawn

    @property
    def withdrawn(self) -> bool:
        """Whether the paper is out of the dossier again: a person took it back, or a newer one stands in."""
        return self.refusal_code in GONE


class PageRow(TableBase):
    """One page as last read. ``reading`` is the whole ``PageReading``, words included.

    ``number`` counts from 1. ``status`` is ``read`` or ``failed``; a failed page has a ``reason`` and no
    reading. ``reader`` names the version of the reader, so that a better one may read again, ``told`` what a
    person had said of the page by then (``ocr.page.told``): after another word it is read again.
    """

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        # Only for SQLite: to name another database here would import its part of SQLAlchemy at every command.
        Index("ix_page_failed", "document_id", sqlite_where=_FAILED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    number: Mapped[int] = mapped_column()
    reader: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(64), default="")
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    reading: Mapped[PageReading | None] = mapped_column(RecordJson(PageReading))
    read_at: Mapped[datetime] = mapped_column()
    told: Mapped[str] = mapped_column(String(80), default="", server_default="")

    document: Mapped["StoredFileRow"] = relationship(back_populates="pages")


class PageSaidRow(TableBase):
    """What persons said of one page (``number`` from 1) of a file, as the journal tells it
    (``intake.dossier.pages.arrangement``); a page of which nothing was said has no row.

    ``out``: it is not the dossier's. ``told`` as of ``PageRow``, ``begins`` and ``place`` as of ``PageSaid``.
    """

    __tablename__ = "page_said"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    out: Mapped[bool] = mapped_column(default=False)
    told: Mapped[str] = mapped_column(String(80), default="")
    begins: Mapped[bool | None] = mapped_column()
    place: Mapped[int | None] = mapped_column()


class FormValueRow(TableBase):
    """What the form holds under one key: an ``intake.dossier.values.FormValue``.

    ``value`` to ``proposals`` are what is said (``paper_key`` is the ``key`` on that paper). ``corrected``: a
    person said it; that survives every re-reading. ``version`` is that of the dossier at which
    the value became what it is.
    """

    __tablename__ = "form_value"
    __table_args__ = (
        UniqueConstraint("dossier_id", "key"),
        Index("ix_form_value_doubtful", "key", "id", sqlite_where=_DOUBTFUL),
        Index("ix_form_value_waiting", "dossier_id", "key", "needs_review", "corrected", sqlite_where=_WAITS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id"), index=True)
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[str] = mapped_column(Text)
    raw: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[float] = mapped_column()
    source: Mapped[str] = mapped_column(String(16))
    paper: Mapped[str] = mapped_column(String(64), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    page: Mapped[int | None] = mapped_column()
    paper_key: Mapped[str] = mapped_column(String(64), default="")
    box: Mapped[Box | None] = mapped_column(BoxJson, nullable=False)
    agreement: Mapped[str] = mapped_column(String(16), default="single")
    alternatives: Mapped[tuple[Statement, ...]] = mapped_column(RecordJson(tuple[Statement, ...]), default=())
    proposals: Mapped[tuple[Proposal, ...]] = mapped_column(RecordJson(tuple[Proposal, ...]), default=())
    confirmed: Mapped[tuple[Witness, ...]] = mapped_column(RecordJson(tuple[Witness, ...]), default=())
    needs_review: Mapped[bool] = mapped_column(default=False)
    corrected: Mapped[bool] = mapped_column(default=False)
    corrected_by: Mapped[str] = mapped_column(Text, default="")
    corrected_at: Mapped[datetime | None] = mapped_column()
    version: Mapped[int] = mapped_column(default=0, server_default="0")

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012

    dossier: Mapped["DossierRow"] = relationship(back_populates="form_values")


class FindingRow(TableBase):
    """One finding of the dossier's last check; ``data`` is the finding whole, as its room writes it."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id"), index=True)
    code: Mapped[str] = mapped_column(String(64))
    severity: Mapped[str] = mapped_column(String(16))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    found_at: Mapped[datetime] = mapped_column()

    dossier: Mapped["DossierRow"] = relationship(back_populates="findings")


class PackageRow(TableBase):
    """One making of the dossier's PDFs. ``number`` counts from 1; paths are relative to the store's home.

    ``basis`` says of which papers and values (``batch.outbox.package_basis``), "" where an earlier
    version made it.
    """

    __tablename__ = "package"
    __table_args__ = (UniqueConstraint("dossier_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id"), index=True)
    number: Mapped[int] = mapped_column()
    folder: Mapped[str] = mapped_column(Text)
    content_key: Mapped[str] = mapped_column(String(64), default="")
    basis: Mapped[str] = mapped_column(String(64), default="", server_default="")
    manifest: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime] = mapped_column()

    dossier: Mapped["DossierRow"] = relationship(back_populates="packages")
    components: Mapped[list["ComponentRow"]] = relationship(
        back_populates="package", order_by="ComponentRow.id"
    )


class ComponentRow(TableBase):
    """One component (thành phần hồ sơ) of a package: its master PDF/A and its portal copy; sizes in bytes."""

    __tablename__ = "component"
    __table_args__ = (UniqueConstraint("package_id", "master_path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"), index=True)
    code: Mapped[str] = mapped_column(String(64), default="")
    kind: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text, default="")
    pages: Mapped[int] = mapped_column()
    master_path: Mapped[str] = mapped_column(Text)
    master_sha256: Mapped[str] = mapped_column(String(64))
    master_bytes: Mapped[int] = mapped_column(LONG)
    portal_path: Mapped[str] = mapped_column(Text, default="")
    portal_sha256: Mapped[str] = mapped_column(String(64), default="")
    portal_bytes: Mapped[int] = mapped_column(LONG, default=0)
    manifest: Mapped[dict[str, Any]] = mapped_column(default=dict)

    package: Mapped["PackageRow"] = relationship(back_populates="components")


class EventRow(TableBase):
    """One line of the journal. Rows are only ever added (triggers hold that); ``hash`` chains them
    (``intake.store.dossier.journal_chain``); ``client_id`` makes a second writing of one
    harmless. ``change`` is shared by the events of one transaction, so that they can be taken back together,
    ``version`` is the dossier's after it; None for those older than these columns.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_dossier_id_id", "dossier_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(String(128), unique=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id"))
    at: Mapped[datetime] = mapped_column()
    who: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(String(32), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    change: Mapped[str | None] = mapped_column(String(32))
    version: Mapped[int | None] = mapped_column()
    hash: Mapped[str] = mapped_column(String(64), default="", server_default="")

    dossier: Mapped["DossierRow"] = relationship(back_populates="events")


class NumberSeriesRow(TableBase):
    """The number that was given last in a series: of a unit ("" for those of the whole store), a kind and a
    year (0 where it runs on over the years).

    Taken and raised in the transaction that uses it, so that a number whose use is rolled back goes to the
    next.
    """

    __tablename__ = "number_series"

    unit: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column()
