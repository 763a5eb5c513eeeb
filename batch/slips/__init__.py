# SPDX-License-Identifier: Apache-2.0
"""What the office hands to the citizen, stage by stage: ``numbered`` slips, ``mail``, ``sheets``, the
``book``; below them the ``facts`` of a dossier and ``typeset`` (PDF, DOCX).

In: store, dossier, texts of the catalogue. Out: rows and files. Called by the commands ``slip``, ``book``,
``mail``, ``new``.
"""
