# SPDX-License-Identifier: Apache-2.0
"""Slips with a number: receipt, supplement, refusal, apology; each with what issuing it changes.

In: store, dossier, a clerk's words. Out: the slip's number and files, in one transaction with its journal.
Called by the commands ``slip`` and ``new``.
"""
