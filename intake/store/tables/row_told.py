# SPDX-License-Identifier: Apache-2.0
"""Conditions that SQLite is not to look up in an index.

Of two conditions with an index each it takes one without knowing how many rows stand behind it: in a store of
100,000 dossiers all that were ever sent, or a million changes of state.
"""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute


def row_told(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """A column of texts as each row tells it, so that rows are looked for by the other conditions."""
    return column + ""
