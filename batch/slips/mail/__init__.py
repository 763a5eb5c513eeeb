# SPDX-License-Identifier: Apache-2.0
"""Slips by e-mail: consent, the queue with leases, one round of sending."""
