# SPDX-License-Identifier: Apache-2.0
"""Hundreds of dossiers through a gateway that fails at every step, and pushers that are killed (``python -m
bench.storm``).
"""
