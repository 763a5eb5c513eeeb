# SPDX-License-Identifier: Apache-2.0
"""Connectors to the gateways that take dossiers, behind one contract, and a sandbox that behaves like one.

In: a ``Submission``. Out: number, uploads, status, or an error that says whom it concerns. Called by
``outbox`` only.
"""
