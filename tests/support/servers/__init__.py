# SPDX-License-Identifier: Apache-2.0
"""Servers on loopback or in memory that fail when told to: gateways, mail, objects, signatures."""
