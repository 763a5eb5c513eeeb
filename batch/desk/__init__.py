# SPDX-License-Identifier: Apache-2.0
"""The commands of many dossiers; ``commands`` and ``screens`` below it. Called by the front door."""
