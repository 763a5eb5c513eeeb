# SPDX-License-Identifier: Apache-2.0
"""What is wanted of a citizen at the counter, in words."""

from __future__ import annotations

from intake.check.checklist import Wanted
from templates.catalogue.loading import Catalogue
from templates.language.messages import _, current_language
from templates.model.rules import Choice


def demand_told(demand: Wanted, catalogue: Catalogue) -> str:
    """A demand by its name, with what is to be known of it."""
    notes = demand_notes(demand)
    name = demand_name(demand, catalogue)
    return f"{name} ({'; '.join(notes)})" if notes else name


def demand_name(demand: Wanted, catalogue: Catalogue) -> str:
    """What is wanted."""
    name = demand.rule.name["en" if current_language() == "en" else "vi"]
    if len(demand.choices) > 1:
        return name
    return (
        choice_told(demand.choices[0], catalogue)
        if demand.choices[0].also
        else name + _count(demand.choices[0])
    )


def demand_notes(demand: Wanted) -> list[str]:
    """Whether it is only shown, whether it is sure, how many of its choices are wanted."""
    notes = []
    if demand.shown:
        notes.append(_("only to be shown"))
    if not demand.sure:
        notes.append(_("depending on an answer"))
    if demand.rule.at_least > 1:
        notes.append(_("at least {count} of these").format(count=demand.rule.at_least))
    elif len(demand.choices) > 1:
        notes.append(_("one of these"))
    return notes


def choice_told(choice: Choice, catalogue: Catalogue) -> str:
    """A way to fulfil a demand: its papers, and how many."""
    return " + ".join(catalogue.paper_name(kind) for kind in choice.kinds()) + _count(choice)


def _count(choice: Choice) -> str:
    return f" × {choice.count}" if choice.count > 1 else ""
