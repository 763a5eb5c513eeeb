# SPDX-License-Identifier: Apache-2.0
"""What a SANE scanner offers, read from ``scanimage --all-options``, and the wish in its words.

Every backend calls its sources and modes as it likes (“ADF Duplex”, “Automatic Document Feeder(left
aligned)”); only what it offers is asked of it, so that one without an option still scans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from intake.capture.scanning.wish import SIZES_MM, Colour, PaperSource, ScanWish

_OPTION = re.compile(r"^ {4}(--?[a-z][\w-]*)(?:\[?[= ]?(.*))?$")
_SET_NOW = re.compile(r" \[(?:[^\[\]]|\[[^\]]*\])*\](?: \{.*\})?\s*$")
_INACTIVE = re.compile(r"\[inactive\]\s*$")
_DUPLEX = re.compile(r"duplex|both|double", re.IGNORECASE)
_FEEDER = re.compile(r"feeder|adf", re.IGNORECASE)
_OF_FEEDERS = re.compile(r"adf|feeder|duplex|batch", re.IGNORECASE)
_GLASS = re.compile(r"flatbed|glass|platen|table", re.IGNORECASE)
_MODES = {
    Colour.COLOR: re.compile(r"colou?r", re.IGNORECASE),
    Colour.GRAY: re.compile(r"gr[ae]y", re.IGNORECASE),
    Colour.BW: re.compile(r"lineart|black|binary|mono", re.IGNORECASE),
}
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")

Offered = Mapping[str, str]
"""By option (``--source``) what may be said (``Flatbed|ADF``, ``1..1200dpi``)."""


def offered(help_text: str) -> Offered:
    """The options of a device that may be set, as ``scanimage -d DEVICE --all-options`` prints them."""
    found: dict[str, str] = {}
    for line in help_text.partition("ptions specific to device")[2].splitlines():
        match = _OPTION.match(line)
        if match and not _INACTIVE.search(line):
            found[match[1]] = _SET_NOW.sub("", match[2] or "").strip()
    return found


def wished(wish: ScanWish, options: Offered) -> list[str]:
    """The words for ``scanimage`` that bring the wish about with what is offered."""
    return [
        *_source(wish, options),
        *_mode(wish, options),
        *_resolution(wish, options),
        *_size(wish, options),
    ]


def has_feeder(options: Offered) -> bool:
    """Whether the device tells of a feeder, by its sources or an option for one; one that tells nothing at
    all (it did not answer) may have one.
    """
    sources = _choices(options, "--source")
    if any(_FEEDER.search(one) or _DUPLEX.search(one) for one in sources):
        return True
    return not options or any(_OF_FEEDERS.search(name) for name in options)


def has_duplex(options: Offered) -> bool:
    """Whether the device tells of a way to scan both sides; one that tells nothing at all may have one."""
    ways = (*_choices(options, "--source"), *_choices(options, "--adf-mode"))
    return not options or "--duplex" in options or any(map(_DUPLEX.search, ways))


def source_word(wish: ScanWish, options: Offered) -> list[str]:
    """The word that says where the paper lies; none where nothing fitting is offered."""
    return [word for word in _source(wish, options) if word.startswith("--source=")]


def _choices(options: Offered, name: str) -> Sequence[str]:
    return [one.strip() for one in options.get(name, "").split("|") if one.strip()]


def _source(wish: ScanWish, options: Offered) -> Iterator[str]:
    sources = _choices(options, "--source")
    if wish.source is PaperSource.GLASS:
        fitting = [one for one in sources if _GLASS.search(one)]
    else:
        feeders = [one for one in sources if _FEEDER.search(one) or _DUPLEX.search(one)]
        fitting = sorted(feeders, key=lambda one: bool(_DUPLEX.search(one)) is not wish.duplex)
    if fitting:
        yield f"--source={fitting[0]}"
    if wish.duplex and wish.source is PaperSource.FEEDER and not any(map(_DUPLEX.search, fitting[:1])):
        modes = [one for one in _choices(options, "--adf-mode") if _DUPLEX.search(one)]
        if modes:
            yield f"--adf-mode={modes[0]}"
        elif "--duplex" in options:
            yield "--duplex=yes"


def _mode(wish: ScanWish, options: Offered) -> Iterator[str]:
    fitting = [one for one in _choices(options, "--mode") if _MODES[wish.colour].search(one)]
    if fitting:
        yield f"--mode={fitting[0]}"


def _resolution(wish: ScanWish, options: Offered) -> Iterator[str]:
    told = options.get("--resolution", "")
    numbers = [float(one) for one in _NUMBERS.findall(told.partition("(")[0])]
    if ".." in told and len(numbers) > 1:
        yield f"--resolution={min(max(wish.dpi, numbers[0]), numbers[1]):g}"
    elif numbers:
        yield f"--resolution={min(numbers, key=lambda one: (abs(one - wish.dpi), -one)):g}"


def _size(wish: ScanWish, options: Offered) -> Iterator[str]:
    if wish.size not in SIZES_MM:
        return
    for names, wanted in zip(
        (("--page-width", "-x"), ("--page-height", "-y")), SIZES_MM[wish.size], strict=True
    ):
        for name in names:
            numbers = [float(one) for one in _NUMBERS.findall(options.get(name, "").partition("(")[0])]
            if len(numbers) > 1:
                value = f"{min(wanted, numbers[1]):g}"
                yield from ((name, value) if len(name) == 2 else (f"{name}={value}",))
