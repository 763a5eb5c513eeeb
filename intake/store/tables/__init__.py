# SPDX-License-Identifier: Apache-2.0
"""The tables of the store as classes, with types that SQLite and PostgreSQL share.

Opened by ``intake.store`` and ``batch.store`` alone: a row never leaves them (``intake.dossier.stored``).
No ``from __future__ import annotations`` in these modules: a type that is a text is read anew at every start
of a command, for each column.
"""
