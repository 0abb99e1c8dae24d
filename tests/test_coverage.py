"""Coverage and partner countries: each counting rule of `course.analysis.coverage` on both of its sides."""

from __future__ import annotations

import json
import re
import uuid

import pytest

from course.analysis import coverage as rules
from course.analysis.coverage import coverage, is_active, partner_countries, units_of
from course.analysis.dependence import dependence
from course.faces.reports import REPORTS
from course.i18n import LANGUAGES
from course.records import Activity, Partner, Partnership, Profile, Project, Role
from course.register import norrkoping
from course.register.headings import unit_names
from course.settings import settings
from course.vocabulary import vocabulary
from tests.worked import answer_everything

PROFILE = Profile(kindergartens=10, schools=5)
REGISTER = norrkoping()
AS_OF = REGISTER.updated.year


def project(units: str, **values: object) -> Project:
    filled = {"called": units, "units": units, "unit_type": "kindergarten", "status": "ongoing"}
    return Project.model_validate(filled | values)


def counted(*projects: Project, profile: Profile = PROFILE) -> dict[str | None, int]:
    by_type = coverage(projects, profile, 2026).by_type
    return dict(zip(by_type["unit_type"], by_type["active"], strict=True))


def test_every_counting_rule_has_a_test():
    numbers = set(re.findall(r"^(K\d) ", rules.__doc__, re.MULTILINE))
    tested = {name.split("_")[1].upper() for name in globals() if re.match(r"test_k\d_", name)}
    assert numbers == tested


@pytest.mark.parametrize("status", vocabulary("project_status").codes)
def test_k1_a_project_is_active_while_its_status_says_so(status):
    assert is_active(project("Sunnvang", status=status), 2026) == (status in ("ongoing", "extended"))


def test_k1_a_project_without_a_status_is_not_active():
    assert not is_active(project("Sunnvang", status=None), 2026)


def test_k2_an_active_project_whose_last_year_is_over_is_named_and_not_counted():
    over = project("Sunnvang", to_year=2025)
    assert coverage([over], PROFILE, 2026).outdated == ("Sunnvang",)
    assert counted(over)["kindergarten"] == 0


@pytest.mark.parametrize("to_year", [2026, None])
def test_k2_a_project_in_its_last_year_or_without_one_counts(to_year):
    running = project("Sunnvang", to_year=to_year)
    assert coverage([running], PROFILE, 2026).outdated == ()
    assert counted(running)["kindergarten"] == 1


def test_k2_a_project_that_says_it_has_ended_is_not_asked_about():
    assert coverage([project("Sunnvang", status="completed", to_year=2025)], PROFILE, 2026).outdated == ()


def test_k3_units_stand_between_commas_and_semicolons_only():
    units = units_of(project("Sunnvang, Fjellheim; Barne- og ungdomsskolen"))
    assert units == ("Sunnvang", "Fjellheim", "Barne- og ungdomsskolen")


def test_k4_a_unit_counts_once_however_often_it_is_named():
    first = project("Sunnvang, Fjellheim")
    second = project("sunnvang .,  SUNNVANG, Solbakken")
    assert counted(first, second)["kindergarten"] == 3
    units = coverage([first, second], PROFILE, 2026).units
    assert dict(zip(units["name"], units["projects"], strict=True)) == {
        "Fjellheim": 1,
        "Solbakken": 1,
        "Sunnvang": 2,
    }


def test_k5_a_unit_has_the_type_of_the_project_that_names_it_first():
    mixed = project("Sunnvang, Kommunehuset", unit_type="kindergarten")
    own = project("Kommunehuset", unit_type="municipal_administration")
    assert counted(mixed) == {"kindergarten": 2, "compulsory_school": 0}
    assert counted(mixed, own) == {
        "kindergarten": 1,
        "compulsory_school": 0,
        "municipal_administration": 1,
    }


def test_k5_a_project_without_a_type_says_nothing_of_its_units():
    untyped = project("Sunnvang", unit_type=None)
    assert counted(untyped)[None] == 1
    assert counted(untyped, project("Fjellheim, Sunnvang"))["kindergarten"] == 2


def test_k6_only_kindergartens_and_schools_have_a_share():
    result = coverage(
        [project("Sunnvang"), project("Museet", unit_type="library_or_museum")], PROFILE, 2026
    ).by_type
    assert result["unit_type"].tolist() == ["kindergarten", "compulsory_school", "library_or_museum"]
    assert result["all"].tolist()[:2] == [10, 5]
    assert result["share"].tolist()[:2] == [0.1, 0.0]
    assert result["all"].isna().tolist() == result["share"].isna().tolist() == [False, False, True]


def test_k6_the_share_of_all_is_that_of_kindergartens_and_schools_together():
    schools = project("Sula, Solund, Stord", unit_type="compulsory_school")
    assert coverage([schools], PROFILE, 2026).share == 3 / 15
    assert coverage([schools], Profile(schools=5), 2026).share is None
    assert coverage([], Profile(), 2026).share is None


def test_k7_no_share_is_shown_where_more_units_are_counted_than_there_are():
    result = coverage([project("A, B, C")], Profile(kindergartens=2, schools=1), 2026)
    assert result.by_type["share"].isna().tolist() == [True, False]
    assert result.share is None


def test_k7_no_kindergartens_at_all_is_no_share():
    assert coverage([], Profile(kindergartens=0, schools=1), 2026).by_type["share"].isna().tolist() == [
        True,
        False,
    ]


# Partner countries


def test_a_project_counts_once_for_each_of_its_countries_and_partners_beside():
    projects = [
        project("A", partner_countries=["IT", "ES"]),
        project("B", partner_countries=["IT"], status="completed"),
    ]
    frame = partner_countries(
        projects, 2026, [Partner(country="NO"), Partner(country=None)], [Partnership(country="IT")]
    )
    assert frame.to_dict("records") == [
        {"country": "IT", "projects": 2, "active": 1, "partners": 1},
        {"country": "ES", "projects": 1, "active": 1, "partners": 0},
        {"country": "NO", "projects": 0, "active": 0, "partners": 1},
    ]


def test_nobody_to_work_with_is_an_empty_table():
    assert partner_countries([], 2026).empty


# Norrköping's register, the worked example


def test_norrkoping_has_23_units_with_an_active_project():
    result = coverage(REGISTER.projects, Profile(), AS_OF)
    assert dict(zip(result.by_type["unit_type"], result.by_type["active"], strict=True)) == {
        "kindergarten": 9,
        "compulsory_school": 5,
        "upper_secondary_school": 7,
        "adult_education": 1,
        "municipal_administration": 1,
    }
    assert len(result.units) == 23
    assert result.outdated == ()
    assert result.share is None


def test_norrkopings_units_have_the_types_the_register_gives_them():
    names = unit_names(settings().data_dir / "registers" / "norrkoping_units.toml")
    units = coverage(REGISTER.projects, Profile(), AS_OF).units
    assert {name: names.types[name] for name in units["name"]} == dict(
        zip(units["name"], units["unit_type"], strict=True)
    )


def test_norrkoping_works_most_with_italy_and_spain():
    frame = partner_countries(REGISTER.projects, AS_OF, partnerships=REGISTER.partnerships)
    assert frame["country"].tolist()[:4] == ["IT", "ES", "DK", "NO"]
    assert frame["projects"].tolist()[:4] == [12, 11, 8, 7]
    assert frame.set_index("country").loc["KE"].tolist() == [1, 1, 1]


# Whether it depends on one person


def test_who_holds_the_most_roles_comes_first_and_is_one_person_however_written():
    roles = [
        Role(role="project_leader", held_by="Adviser", deputy="Head"),
        Role(role="coordinator", held_by=" adviser ", deputy=""),
        Role(role="contact", held_by="ADVISER", deputy="adviser"),
        Role(role="project_owner", held_by="Head", deputy="Adviser"),
        Role(role="deputy"),
    ]
    frame = dependence(roles, [Activity(owner="Head"), Activity()])
    assert frame.to_dict("records") == [
        {"name": "Adviser", "roles": 3, "without_deputy": 2, "activities": 0},
        {"name": "Head", "roles": 1, "without_deputy": 0, "activities": 1},
    ]


def test_without_roles_nobody_is_named():
    assert dependence([]).empty


# What is shown


def words(reading, name):
    """Every text of a report, in order."""
    return json.dumps(REPORTS[name].blocks(reading), ensure_ascii=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["budget", "coverage", "guide", "plan", "portfolio"])
def test_an_empty_workbook_has_a_sentence_instead_of_a_table_of_its_own(sula, read, name, language):
    blocks = REPORTS[name].blocks(read(sula, language=language))
    assert blocks[0]["type"] in ("heading", "text")


def test_units_are_listed_and_a_project_that_is_over_is_named(sula, read):
    sula.save("project", str(uuid.uuid4()), project("Havna, Fjell").values(), 0)
    over = project("Gamle Sunnvang", to_year=2020)
    sula.save("project", str(uuid.uuid4()), over.values(), 0)
    shown = words(read(sula), "coverage")
    assert "is not stated yet (session 00)" in shown
    assert "Havna" in shown
    assert "Gamle Sunnvang" in shown


def test_more_units_than_there_are_is_said(sula, read):
    profile = sula.one("profile")
    sula.save("profile", profile.id, {"kindergartens": 1, "schools": 2}, profile.revision)
    sula.save("project", str(uuid.uuid4()), project("Havna, Fjell").values(), 0)
    shown = words(read(sula), "coverage")
    assert "More units have an active project than there are in all by session 00: Kindergarten." in shown


def test_the_portfolio_asks_hernings_question_of_who_holds_three_roles(sula, read):
    for role in vocabulary("project_role").codes[:3]:
        values = {"role": role, "held_by": "Adviser", "deputy": "Head"}
        sula.save("role", str(uuid.uuid4()), values, 0)
    shown = words(read(sula), "portfolio")
    assert "Adviser holds 3 roles." in shown
    assert "Without a deputy" not in shown


def test_norrkoping_is_shown_as_an_example_in_every_language(sula, read):
    for language in LANGUAGES:
        assert "Uasin Gishu County" in words(read(sula, language=language), "portfolio")
        assert "Norrköping" in words(read(sula, language=language), "coverage")


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_of_a_workbook_where_everything_is_answered_have_no_empty_heading(sula, read, language):
    answer_everything(sula, "full")
    for name in ("budget", "coverage", "guide", "plan", "portfolio"):
        for block in REPORTS[name].blocks(read(sula, language=language)):
            assert block.get("text", "text") and block.get("caption", "caption")
            assert all(column["label"] for column in block.get("columns", ()))
            assert all(row[0] for row in block.get("rows", ()))
