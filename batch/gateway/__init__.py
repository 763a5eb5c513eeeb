# SPDX-License-Identifier: Apache-2.0
"""Connectors to the gateways that take dossiers, behind one contract, and a sandbox that behaves like one.

In: a ``Submission``. Out: number, uploads, status, or an error that says whom it concerns. ``registry`` makes
the connector that an office's settings name; services and commands ask it and hand the connector on. What is
sent and asked through it is the ``outbox``'s affair alone.
"""
