# SPDX-License-Identifier: Apache-2.0
"""A night's run: every dossier of a folder from its scans to the gateway, safe to stop and repeat.

In: a folder, settings, a clock. Out: rows and a summary. Called by ``sohoa run``.
"""
