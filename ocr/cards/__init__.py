# SPDX-License-Identifier: Apache-2.0
"""Identity cards: where they lie, QR code, machine-readable zone (ICAO 9303-5) and print, kept apart by
person.

In: a page. Out: field readings. Called by ``page``.
"""
