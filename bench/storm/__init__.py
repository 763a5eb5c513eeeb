# SPDX-License-Identifier: Apache-2.0
"""Hundreds of dossiers through a gateway that fails at every step, and pushers that are killed.

In: how many, how hard it blows, a seed. Out: what arrived, what arrived twice, what else is wrong. Called
by ``python -m bench.storm``; its queued dossiers and its gateway also by tests.
"""
