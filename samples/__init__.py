# SPDX-License-Identifier: Apache-2.0
"""The samples that everybody may see: dossiers of invented families, their truth, and how both are made.

In: what is written of the families (``families``) and how it becomes paper (``printing``). Out: the scans
and ``truth.json`` under ``samples/``, results of an officer, decisions of a clerk. Called by hand (``python
-m samples.…``), by ``./run demo``, the bench and the tests; never by the program.
"""
