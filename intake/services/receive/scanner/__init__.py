# SPDX-License-Identifier: Apache-2.0
"""From the scanner into a dossier or the inbox: which scanner and how (``choice``), a stack's pages as they
come (``job``), and where they go in the end (``laying_in``).

In: what a person said of the scanner. Out: pages kept, whatever becomes of the program that scans. Called by
``intake.desk`` and ``batch.web``.
"""
