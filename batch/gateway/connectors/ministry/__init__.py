# SPDX-License-Identifier: Apache-2.0
"""The gateway of the ministry's shape: number, uploads, NopHoSo, status; names and codes in
``ministry-….yaml``.
"""
