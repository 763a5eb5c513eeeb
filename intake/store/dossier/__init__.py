# SPDX-License-Identifier: Apache-2.0
"""A dossier in the store, by subject: its row, papers, pages, values, journal and origin.

In: the open transaction and values. Out: records (``intake.dossier.stored``), never rows. Called by
``services``, ``reading`` and ``batch``, mostly through ``Store``.
"""
