# SPDX-License-Identifier: Apache-2.0
"""The way to the gateway as seen from a dossier: leases, turns, where it stands, how it leaves the queue.

In: the open transaction and values. Out: plain values. The queue itself belongs to ``batch.outbox``.
"""
