# SPDX-License-Identifier: Apache-2.0
"""Sending what is packaged: leased rows, each step remembered before the next, statuses pulled.

In: store, connector, clock. Out: what became of each dossier. Called by ``night`` and the commands
``push``, ``status``.
"""
