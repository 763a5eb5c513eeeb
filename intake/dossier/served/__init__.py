# SPDX-License-Identifier: Apache-2.0
"""How a dossier was served, as reports ask it: pure values. Called by whoever records it or counts it."""
