# SPDX-License-Identifier: Apache-2.0
"""Many dossiers and the world outside: night, packages, outbox, gateways, slips, reports.

From the bottom: ``gateway``, ``outbox``, ``package``, ``slips``, ``night``, ``report``, ``desk``.
"""
