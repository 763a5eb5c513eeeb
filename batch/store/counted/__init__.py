# SPDX-License-Identifier: Apache-2.0
"""What indicators count besides the figures of the store: lists of the one-stop system, joined with these,
and lines of the registers of certified copies. Called by ``batch.report``.
"""
