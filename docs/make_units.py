# SPDX-License-Identifier: Apache-2.0
"""Write the files of ``templates/data/units`` from the dataset of the package ``vietnamadminunits`` (MIT).

    pip download --no-deps vietnamadminunits==1.0.4 && unzip -d data vietnamadminunits-*.whl
    python docs/make_units.py data/vietnamadminunits/data templates/data/units

The package itself is no dependency: it brings shapely and geopy and asks a server on the network to guess
which of several successors an address lies in, which is the clerk's to say. Its tables are taken as they are,
without coordinates and without its choice of a "default" successor; other names keep only those that begin
with a rank ("xã", "phường", …), without diacritics and blanks, as the package has them.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

RANKS = ("xa", "phuong", "thitran", "thixa", "huyen", "quan", "thanhpho", "dackhu")

OLD = """
    select coalesce(wardCode, districtCode), coalesce(ward, district), districtCode, provinceCode,
           provinceKey || '_' || districtKey || '_' || coalesce(wardKey, ''), wardAlias,
           district, districtAlias
    from admin_units_legacy order by 1
"""
NEW = "select wardCode, ward, provinceCode, provinceKey || '_' || wardKey from admin_units order by 1"


def main(source: Path, target: Path) -> None:
    """Read ``dataset.db`` and ``converter_2025.json`` in ``source``, write three tables into ``target``."""
    with sqlite3.connect(source / "dataset.db") as database:
        old, new = database.execute(OLD).fetchall(), database.execute(NEW).fetchall()
    successors = _successors(json.loads((source / "converter_2025.json").read_text("utf-8")))
    codes = {key: code for code, _name, _province, key in new}
    _write(target / "communes-34.tsv", ((code, name, province) for code, name, province, _key in new))
    _write(target / "districts-63.tsv", sorted({_district(row) for row in old}))
    _write(target / "communes-63.tsv", (_commune(row, successors, codes) for row in old))


def _successors(converter: Mapping[str, Any]) -> dict[str, set[str]]:
    """Keys of the new communes by the key of the old one."""
    found: dict[str, set[str]] = defaultdict(set)
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in communes.items():
            for old in olds:
                found[old].add(f"{province}_{new}")
    for province, communes in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in communes.items():
            found[old] |= {f"{province}_{new['newWardKey']}" for new in news}
    return found


def _district(row: tuple[str, ...]) -> tuple[str, ...]:
    return row[2], row[6], row[3], _others(row[7])


def _commune(
    row: tuple[str, ...], successors: Mapping[str, set[str]], codes: Mapping[str, str]
) -> tuple[str, ...]:
    return row[0], row[1], row[2], " ".join(sorted(codes[key] for key in successors[row[4]])), _others(row[5])


def _others(aliases: str | None) -> str:
    return " ".join(sorted(alias for alias in json.loads(aliases or "[]") if alias.startswith(RANKS)))


def _write(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    path.write_text("".join("\t".join(row).rstrip("\t") + "\n" for row in rows), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
