# SPDX-License-Identifier: Apache-2.0
"""How the files of a package are called: a template that each unit may choose.

No rule of law for these names is confirmed (TT 01/2023/TT-VPCP), so none is built in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import Formatter

from batch.errors import PackageError
from batch.package.pack_work import ComponentPlan, PackagePlan
from templates.system.file_names import is_refused

_FIELDS = frozenset(("dossier", "nn", "component", "kind", "number"))
_NEEDED = frozenset(("nn",))
_UNSAFE = re.compile(r"[^\w.\-]+")


@dataclass(frozen=True, slots=True)
class NameTemplate:
    """A checked template with the fields ``dossier``, ``nn``, ``component``, ``kind``, ``number``; what it
    gives is a name that every file system takes.

    ``component`` is the last part of the component's code (``KQ004389``), the kind of paper where there is
    no code; ``number`` the mã hồ sơ, the local id until one is issued.
    """

    template: str

    @classmethod
    def parse(cls, template: str) -> NameTemplate:
        """Raises PackageError for unknown fields, folders, or names that could collide."""
        try:
            parts = list(Formatter().parse(template))
        except ValueError as error:
            raise PackageError.name_template(template) from error
        fields = {name for _, name, _, _ in parts if name is not None}
        plain = all(not spec and not conversion for _, _, spec, conversion in parts)
        literal = "".join(text for text, *_field in parts)
        good = (
            not is_refused(f"x{literal}")
            and fields <= _FIELDS
            and fields >= _NEEDED
            and plain
            and "/" not in template
        )
        if not good or not template.endswith(".pdf") or template.startswith("."):
            raise PackageError.name_template(template)
        return cls(template)

    def name(self, plan: PackagePlan, number: int, component: ComponentPlan) -> str:
        """The file name of the ``number``-th component (from 1)."""
        values = {
            "dossier": plan.dossier,
            "nn": f"{number:02d}",
            "component": component.code.rsplit("-", 1)[-1] or component.kind,
            "kind": component.kind,
            "number": plan.official_number or plan.dossier,
        }
        safe = {key: _UNSAFE.sub("-", value) for key, value in values.items()}
        name = self.template.format(**safe)
        return f"_{name}" if is_refused(name) else name
