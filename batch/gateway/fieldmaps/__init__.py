# SPDX-License-Identifier: Apache-2.0
"""What a connector's target calls the fields of our forms, as data, and a dossier written that way.

A connector keeps its maps in files of its own, one a form (``FormMap``), and gets back the filled message and
what could not be written (``filled``). No name of any target stands in this room.
"""
