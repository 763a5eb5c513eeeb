# SPDX-License-Identifier: Apache-2.0
"""What every table of the settings has in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class SettingsTable(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)


def without_a_limit_of_attempts(table: Any) -> Any:
    """Nothing is given up any more; a settings file that still says after how many tries stays valid."""
    if isinstance(table, dict):
        return {name: value for name, value in table.items() if name.lower() != "max_attempts"}
    return table
