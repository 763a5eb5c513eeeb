# SPDX-License-Identifier: Apache-2.0
"""A phone on the office's network sends photographs of papers to one dossier, where the office allows it.

In: a ticket given out by the desk's page (``pages.coming_in.phone``), then files from whoever bears it. Out:
papers of that dossier. It is a door of its own with one page: who has a ticket sees and changes nothing else.
"""
