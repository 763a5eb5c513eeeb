"""A dossier as the store keeps it: plain frozen records, free of the database."""

from __future__ import annotations

WITHDRAWN = "withdrawn"
"""The refusal code of a paper that a person took back; its file and its pages' readings stay kept."""

REPLACED = "replaced"
"""The refusal code of a paper for which a newer file of the same name in its folder stands in; kept too."""

GONE = (WITHDRAWN, REPLACED)
"""The refusal codes of papers that are out of their dossier."""
