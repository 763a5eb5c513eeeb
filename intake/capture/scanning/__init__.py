# SPDX-License-Identifier: Apache-2.0
"""Paper from a scanner, page by page: SANE's ``scanimage`` (also network scanners by sane-airscan), NAPS2 on
Windows, or any program that writes pages into a folder.

In comes a ``ScanWish``, out come the paths of pages as they are whole, and in the end a ``Trouble`` or none.
``intake.services.receive.scanner.job`` alone calls it and decides what becomes of the pages.
"""
