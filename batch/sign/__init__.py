# SPDX-License-Identifier: Apache-2.0
"""Digital signatures: a packaged dossier's PDFs signed by the office's key (PAdES), and signatures looked at.

In: packages whose files are in place, and a signer that the settings name. Out: signed files in place, then
rows. Called by the services; only what is imported here late knows pyHanko.
"""
