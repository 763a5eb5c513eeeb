# SPDX-License-Identifier: Apache-2.0
"""Wording and content become a document and its files; and the sheets without a number: form, control sheet,
separator sheet.

In: facts, texts of the catalogue. Out: files under ``<home>/slips/<dossier>/``. Called by ``numbered``,
``mail`` and the commands ``slip``, ``cover``, ``new``.
"""
