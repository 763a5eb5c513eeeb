# SPDX-License-Identifier: Apache-2.0
"""Which Python packages are there: all that the program needs, and none that stands in its way."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata

from batch.services.doctor.health import Diagnosis, Fitness
from templates.language.messages import _

OURS = frozenset({"sohoa", "batch", "intake", "ocr", "templates"})


def check_packages() -> Diagnosis:
    """The Python packages that this program names, in the versions it needs."""
    lacking = sorted(_lacking_packages())
    if not lacking:
        return Diagnosis("python packages", Fitness.OK, _("complete"))
    mend = _(
        "In the program's folder: ./run test, or pip install -r requirements.lock; "
        "installed from a kit: run its install once more."
    )
    return Diagnosis("python packages", Fitness.MISSING, ", ".join(lacking), mend)


def check_names() -> Diagnosis:
    """Whether another installed package has put files under our names, which only an environment of its own
    avoids.
    """
    others = sorted(
        one.name
        for one in metadata.distributions()
        if one.name != "sohoa" and any(file.parts[0] in OURS for file in one.files or ())
    )
    if not others:
        return Diagnosis("package names", Fitness.OK, _("nobody else uses them"))
    mend = _("Install sohoa into an environment of its own, as ./run does (see docs/api.md).")
    return Diagnosis("package names", Fitness.BROKEN, ", ".join(others), mend)


def _lacking_packages() -> Iterator[str]:
    from packaging.requirements import Requirement

    for wanted in map(Requirement, metadata.requires("sohoa") or []):
        if wanted.marker and not wanted.marker.evaluate(
            {"extra": ""}
        ):  # for another system, or not asked for
            continue
        try:
            installed = metadata.version(wanted.name)
        except metadata.PackageNotFoundError:
            yield wanted.name
            continue
        if not wanted.specifier.contains(installed, prereleases=True):
            yield f"{wanted.name} {installed} ({wanted.specifier})"
