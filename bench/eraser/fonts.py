# SPDX-License-Identifier: Apache-2.0
"""The fonts the eraser's strips are drawn with, each named as often as it is wanted."""

from __future__ import annotations

WANTED = {
    "LiberationSerif-Regular": 2,
    "LiberationSerif-Bold": 1,
    "LiberationSerif-Italic": 1,
    "LiberationSans-Regular": 1,
    "LiberationSans-Bold": 1,
    "LiberationMono-Regular": 1,
    "DejaVuSerif": 1,
    "DejaVuSans": 1,
    "DejaVuSansMono": 1,
    "DejaVuSerif-Bold": 1,
    "DejaVuSansCondensed": 1,
    "texgyretermes-regular": 1,
    "texgyretermes-bold": 1,
    "texgyreheros-regular": 1,
    "texgyrepagella-regular": 1,
    "texgyreschola-regular": 1,
    "texgyrebonum-regular": 1,
    "texgyrecursor-regular": 1,
    "texgyreadventor-regular": 1,
    "Lato-Regular": 1,
    "NotoSansMono-Regular": 1,
}
