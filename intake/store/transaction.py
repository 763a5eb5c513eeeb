# SPDX-License-Identifier: Apache-2.0
"""One open transaction of the store, as everybody above it holds and passes it on.

``Store.read`` and ``Store.write`` give one out; only modules of a store look into it. What they give back are
records and plain values, which outlive it.
"""

from __future__ import annotations

from sqlalchemy.orm import Session


class Transaction(Session):
    """A picture of the store at one moment (``read``), or one change that happens whole or not at all
    (``write``).

    To those who may not write SQL it is a token: they call the store's functions with it.
    """
