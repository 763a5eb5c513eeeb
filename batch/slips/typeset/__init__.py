# SPDX-License-Identifier: Apache-2.0
"""Blocks → PDF (ReportLab) and DOCX (python-docx), the same bytes each time."""
