"""Blocks → PDF (ReportLab) and DOCX (python-docx), the same bytes each time."""
