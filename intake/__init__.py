# SPDX-License-Identifier: Apache-2.0
"""One dossier and everything it needs: capture, store, form, check, reading, and what a clerk does to it.

From the bottom: ``capture``, ``settings``, ``dossier``, ``store``, ``form``, ``check``, ``services``,
``reading``, ``desk``.
"""
