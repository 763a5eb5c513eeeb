# SPDX-License-Identifier: Apache-2.0
"""A dossier's package: PDF/A master with a text layer, portal copy, manifest with hashes.

In: kept files and readings. Out: files in place, then rows. Called by ``night`` and ``sohoa package``.
"""
