"""What ``Store.write`` and ``Store.read`` hand out: an open transaction, for whoever passes it on to the
store without speaking SQL.
"""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy.orm import Session

Transaction: TypeAlias = Session
