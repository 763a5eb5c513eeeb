# SPDX-License-Identifier: Apache-2.0
"""The one way to read pages: child processes with limits of time and memory, readings stored as they
arrive.

In: a store and dossiers (or files). Out: readings, or a failure code for a page. Counter and night call it
alike.
"""
