# SPDX-License-Identifier: Apache-2.0
"""The tables of the store as classes, with types that SQLite and PostgreSQL share.

Opened by ``intake.store`` and ``batch.store`` alone: a row never leaves them (``intake.dossier.stored``).
"""
