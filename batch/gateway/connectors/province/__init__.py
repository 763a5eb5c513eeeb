# SPDX-License-Identifier: Apache-2.0
"""A province's one-stop system over its service bus: sign-in, TraCuuHoSo, DongBoHoSoMC, CapNhatTienDoHoSoMC;
files are fetched by link (``batch.gateway.publishing``).
"""
