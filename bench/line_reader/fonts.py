"""The fonts training lines are drawn with, each named as often as it is wanted."""

from __future__ import annotations

from pathlib import Path

_FOLDERS = ("/usr/share/fonts", "/usr/share/texmf/fonts/opentype")
_WANTED = {
    "LiberationSerif-Regular": 14,
    "LiberationSerif-Bold": 5,
    "LiberationSerif-Italic": 3,
    "LiberationSerif-BoldItalic": 1,
    "Tinos-Regular": 4,
    "Tinos-Bold": 1,
    "FreeSerif": 3,
    "FreeSerifBold": 1,
    "FreeSerifItalic": 1,
    "texgyretermes-regular": 4,
    "texgyretermes-bold": 1,
    "texgyretermes-italic": 1,
    "texgyrepagella-regular": 2,
    "texgyreschola-regular": 2,
    "texgyrebonum-regular": 2,
    "texgyreheros-regular": 2,
    "texgyrecursor-regular": 1,
    "texgyreadventor-regular": 1,
    "GentiumPlus-Regular": 1,
    "GentiumBookPlus-Regular": 1,
    "CharisSIL-Regular": 1,
    "DoulosSIL-Regular": 2,
    "EBGaramond12-Regular": 1,
    "LinLibertine_R": 1,
    "Vollkorn-Regular": 1,
    "NotoSerif-Regular": 2,
    "NotoSerif-Bold": 1,
    "NotoSerif-Italic": 1,
    "DejaVuSerif": 3,
    "DejaVuSerif-Bold": 1,
    "DejaVuSerifCondensed": 1,
    "JunicodeTwoBeta-Regular": 1,
    "LiberationSans-Regular": 6,
    "LiberationSans-Bold": 2,
    "LiberationSans-Italic": 1,
    "Arimo-Regular": 2,
    "DejaVuSans": 3,
    "DejaVuSans-Bold": 1,
    "DejaVuSansCondensed": 2,
    "NotoSans-Regular": 2,
    "NotoSans-Bold": 1,
    "NotoSans-Condensed": 1,
    "Roboto-Regular": 1,
    "RobotoCondensed-Regular": 1,
    "OpenSans-Regular": 1,
    "Inter-Regular": 1,
    "Lato-Regular": 1,
    "FreeSans": 2,
    "Andika-Regular": 1,
    "LinBiolinum_R": 1,
    "Cantarell-Regular": 1,
    "Carlito-Regular": 3,
    "LiberationMono-Regular": 3,
    "LiberationMono-Bold": 1,
    "Cousine-Regular": 2,
    "FreeMono": 1,
    "FreeMonoBold": 1,
    "NotoSansMono-Regular": 1,
    "texgyrecursor-bold": 1,
}


def fonts() -> list[Path]:
    """The fonts wanted that this machine has, the commoner ones several times."""
    there = {path.stem: path for folder in _FOLDERS for path in Path(folder).rglob("*.[to]tf")}
    return [there[name] for name, weight in _WANTED.items() if name in there for _ in range(weight)]
