# SPDX-License-Identifier: Apache-2.0
"""Lists that the province's one-stop system exports: whose dossiers a report may be counted out of.

In comes a file; out goes what it says of each dossier, and a list in the store that can be taken back.
Called by ``sohoa report import`` and ``lists``.
"""
