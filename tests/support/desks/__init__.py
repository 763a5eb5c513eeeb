# SPDX-License-Identifier: Apache-2.0
"""Desks at work: a home with what one kind of test begins with, and what a clerk or the night does there."""
