# SPDX-License-Identifier: Apache-2.0
"""What the Tab key offers of the data files: kinds of paper and procedures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps

import typer

Offers = list[tuple[str, str]]


def quietly(offers: Callable[[typer.Context, str], Iterable[tuple[str, str]]]) -> Callable[..., Offers]:
    """The same offers as a list, and none at all where something goes wrong.

    An error in the middle of a half-typed line would only be in the way.
    """

    @wraps(offers)
    def offered(ctx: typer.Context, incomplete: str) -> Offers:
        try:
            return list(offers(ctx, incomplete))
        except Exception:  # whatever it is, the person is only typing
            return []

    return offered


@quietly
def paper_kinds(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:  # noqa: ARG001 (found by its name)
    """The kinds of paper with their names."""
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    fitting = (kind for kind in catalogue.document_types if kind.startswith(incomplete))
    yield from ((kind, catalogue.paper_name(kind)) for kind in fitting)


@quietly
def procedure_codes(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:  # noqa: ARG001 (found by its name)
    """The national codes of the procedures with their names."""
    from templates.catalogue.loading import load_catalogue

    procedures = load_catalogue().procedures
    fitting = (code for code in procedures if code.startswith(incomplete))
    yield from ((code, procedures[code].name["vi"]) for code in fitting)


@quietly
def kinds_and_procedures(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """What ``forms show`` takes."""
    yield from (*paper_kinds(ctx, incomplete), *procedure_codes(ctx, incomplete))


@quietly
def certification_words(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:  # noqa: ARG001 (found by its name)
    """What may be certified, by the words of the short way."""
    from templates.catalogue.loading import load_catalogue

    for procedure in load_catalogue().procedures.values():
        kind = procedure.certification
        if kind is not None and kind.word.startswith(incomplete):
            yield kind.word, procedure.name["vi"]


@quietly
def certification_books(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:  # noqa: ARG001 (found by its name)
    """The registers of what is certified."""
    from templates.model.charges.certification import load_certification_books

    books = load_certification_books().books
    yield from ((book.name, book.title) for book in books if book.name.startswith(incomplete))
