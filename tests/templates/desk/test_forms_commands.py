# SPDX-License-Identifier: Apache-2.0
"""sohoa forms: what the catalogue looks like on a terminal and as JSON."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from templates.desk.commands import register
from templates.errors import TemplateError, UnknownNameError


@pytest.fixture
def run():
    app = typer.Typer()
    register(app)

    def invoke(*arguments: str):
        return CliRunner().invoke(app, ["forms", *arguments], env={"COLUMNS": "80", "NO_COLOR": "1"})

    return invoke


def test_list_names_papers_and_procedures(run):
    out = run("list").stdout
    assert "birth-registration" in out
    assert "1.001193" in out


@pytest.mark.parametrize(
    "arguments", [("list",), ("show", "1.001193"), ("show", "birth-registration"), ("check",)]
)
def test_tables_fit_80_columns_without_colour(run, arguments):
    out = run(*arguments).stdout
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out


def test_show_a_procedure_names_papers_laws_and_questions(run):
    out = run("show", "1.001193.000.00.00.H56").stdout
    for part in ("birth-proof", "KQ004389", "requester_is_family", "8.000"):
        assert part in out


def test_json_of_a_procedure_is_the_data_itself(run):
    data = json.loads(run("show", "1.001193", "--json").stdout)
    assert data["editions"][1]["processing"]["cutoff"] == "15:00:00"
    assert data["editions"][0]["submit"][0]["when"]["all"][0]["not"]["answer"]["is"] == "yes"


def test_json_of_a_paper_is_the_data_itself(run):
    assert json.loads(run("show", "birth-registration", "--json").stdout)["kind"] == "birth-registration"


def test_json_of_the_list_holds_all(run):
    data = json.loads(run("list", "--json").stdout)
    assert set(data) == {"papers", "procedures", "not_used"}


@pytest.mark.parametrize("name", ["kitten", "9.999999"])
def test_an_unknown_name_is_wrong_use(run, name):
    assert isinstance(run("show", name).exception, UnknownNameError)


def test_check_lists_what_is_not_verified(run):
    data = json.loads(run("check", "--json", "--unverified").stdout)
    assert data["problems"] == []
    assert data["unverified"]


@pytest.mark.long
def test_what_is_not_verified_is_only_counted_unless_asked_for(run):
    short, whole = run("check").stdout, run("check", "--unverified").stdout
    assert "--unverified" in short
    assert len(short.splitlines()) < 5 < len(whole.splitlines())
    assert json.loads(run("check", "--json").stdout)["unverified"] == []


def test_check_fails_where_the_files_contradict_each_other(run, monkeypatch):
    from templates.catalogue.consistency import Note

    monkeypatch.setattr(
        "templates.catalogue.consistency.problems", lambda _catalogue: [Note("forms/x", "y", "z")]
    )
    result = run("check")
    assert isinstance(result.exception, TemplateError)
    assert result.exception.exit_code == 3
    assert "forms/x" in result.stdout
