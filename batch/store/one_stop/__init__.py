# SPDX-License-Identifier: Apache-2.0
"""Lists of the one-stop system in the store: kept, and counted together with what the store has of their
dossiers. Called by ``batch.report``.
"""
