# SPDX-License-Identifier: Apache-2.0
"""The register of dossiers (sổ theo dõi hồ sơ, Mẫu 07): its lines, and the workbook of them.

In: store, period. Out: an Excel file. Called by ``sohoa book``.
"""
