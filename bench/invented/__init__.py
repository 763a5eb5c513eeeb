# SPDX-License-Identifier: Apache-2.0
"""Invented people, papers, places and answers, everything from one seeded random source."""
