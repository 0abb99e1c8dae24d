"""A municipality in Sweden or Denmark has its own documents, case and money, and no other's law."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from course.blank_form import blank_form
from course.checks import completeness, findings
from course.countries import COUNTRIES, country_of, currency, paper_language
from course.documents import DOCUMENTS, make
from course.documents.offer import offer_content
from course.faces import form_content
from course.faces.opening import reading_of
from course.grants import Grant, Role
from course.i18n import LANGUAGES, PRINTED
from course.levels import Level
from course.organisations import cohort
from course.records import Profile, questions
from course.store import Store

PLACES = {"SE": "exempelby", "DK": "eksempelby"}
DOCUMENT = {"SE": "se_committee_plan", "DK": "dk_children_and_youth_policy"}
OWN = {"SE": "sv", "DK": "da"}
NORWEGIAN = ("kommuneplan", "samfunnsdel", "opplæringsl", "barnehagelov", "formannskap", "kommunelov", "NOK")


def grant(place):
    return Grant(person="p", name="P", role=Role.PARTICIPANT, cohort="nordic", organisation=place)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Both municipalities with a goal that is anchored, money and a case."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('nordic')}/workbook.sqlite")
    store.prepare()
    assert store.add_cohort(cohort("nordic"))
    for country, place in PLACES.items():
        view = store.view(grant(place), "nordic", place)

        def add(kind, view=view, **values):
            return view.save(kind, str(uuid.uuid4()), values, 0).id

        document = add("steering_document", called="The plan", type=DOCUMENT[country], adopted_by="committee")
        goal = add("goal", called="Everybody meets the world", from_year=2027, to_year=2030)
        add(
            "anchor",
            goal=goal,
            document=document,
            proposed_text="We meet the world.",
            status="proposed",
            amount=20000,
            amount_year=2027,
        )
        add("resource", type="position", amount=20000, year=2027)
        add("case_step", committee="Nämnden", on="2027-05-03", case_number="4/27", status="planned")
        case, basis = view.one("decision_case"), view.one("budget_basis")
        answers = {"document": document, "legal_basis": "A law.", "assessment": "It is wise."}
        view.save("decision_case", case.id, answers, case.revision)
        view.save("budget_basis", basis.id, {"own_share": 5000}, basis.revision)
    return store


def reading(store, country, language, session="home"):
    place = PLACES[country]
    return reading_of(
        store,
        grant(place),
        cohort="nordic",
        organisation=place,
        session=session,
        language=language,
        printed=True,
    )


def page(store, country, key, language):
    made = make(DOCUMENTS[key], reading(store, country, language), "html")
    return BeautifulSoup(made.content, "html.parser")


def headings(soup):
    return [heading.get_text() for heading in soup.find_all(["h1", "h2"])]


def test_the_case_has_the_name_and_the_headings_of_its_country(store):
    swedish = headings(page(store, "SE", "council_case", "sv"))
    assert swedish[:4] == ["Tjänsteskrivelse", "Ärendets beredning", "Förslag till beslut", "Rättslig grund"]
    assert "Förvaltningens bedömning" in swedish
    danish = headings(page(store, "DK", "council_case", "da"))
    assert danish[:4] == ["Sagsfremstilling", "Sagens behandling", "Indstilling", "Lovgrundlag"]


def test_a_municipality_is_called_as_it_calls_itself_in_every_language(store):
    for country, name in (("SE", "Exempelby kommun"), ("DK", "Eksempelby Kommune")):
        for language in PRINTED:
            assert page(store, country, "strategy", language).select_one(".owner").get_text() == name


@pytest.mark.parametrize(
    ("country", "language", "sentence"),
    [
        ("SE", "sv", "För detta avsätts 20 000 kronor per år från och med 2027."),
        ("DK", "da", "Til dette afsættes 20.000 kroner om året fra og med 2027."),
        ("SE", "nb", "Til dette settes det av 20 000 SEK i året fra 2027."),
        ("DK", "en", "For this DKK 20,000 a year is set aside from 2027."),
    ],
)
def test_money_is_that_of_the_country_and_kroner_only_at_home(store, country, language, sentence):
    soup = page(store, country, "council_case", language)
    said = " ".join(soup.get_text().split())
    assert sentence in said
    assert any(currency(country, language)[1:] in head.get_text() for head in soup.find_all("th"))


@pytest.mark.parametrize("country", ["SE", "DK"])
@pytest.mark.parametrize("language", PRINTED)
def test_no_paper_of_another_country_speaks_of_norwegian_law_documents_or_money(store, country, language):
    for key in ("strategy", "anchoring_matrix", "council_case", "action_plan"):
        made = make(DOCUMENTS[key], reading(store, country, language), "html", draft=True)
        said = BeautifulSoup(made.content, "html.parser").get_text()
        assert [word for word in NORWEGIAN if word in said] == []


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_blank_form_offers_the_documents_of_the_country(country):
    form = blank_form("03_documents", "nb", Level.MUNICIPALITY, country)
    assert ("Kommunal planstrategi" in form) == (country == "NO")
    assert ("nämndplan" in form) == (country == "SE")
    assert ("børne- og ungepolitik" in form) == (country == "DK")


@pytest.mark.parametrize("country", ["SE", "DK"])
def test_the_form_asks_for_documents_of_the_country_and_for_no_form_of_norwegian(store, country):
    content = form_content(reading(store, country, "nb"), "profile")
    assert "language_form" not in {
        asked["name"] for group in content["groups"] for asked in group["questions"]
    }
    records = reading(store, country, "nb").records
    missing = completeness(records, "00_mandate").missing
    assert "language_form" not in {one.question.name for one in missing if one.question}
    offered = reading(store, country, "nb").options(
        next(
            asked for asked in questions(type(records["steering_document"][0].record)) if asked.name == "type"
        )
    )
    assert {one["value"][:3] for one in offered} == {f"{country.lower()}_", "int"}


def test_a_norwegian_municipality_is_asked_for_its_form_of_norwegian():
    assert "language_form" in {asked.name for asked in questions(Profile, Level.MUNICIPALITY, "NO")}


@pytest.mark.parametrize("country", COUNTRIES)
def test_norwegian_law_is_told_to_norwegians_only(store, country):
    document = store.view(grant("exempelby"), "nordic", "exempelby").all("steering_document")[0]
    named = document.record.model_copy(update={"called": "Tilstandsrapport 2026"})
    found = {
        one.code
        for one in findings({"steering_document": [replace(document, record=named, country=country)]})
    }
    assert ("status_report_not_required" in found) == (country == "NO")


def test_a_core_document_of_the_country_is_enough(store):
    for country in PLACES:
        assert "no_core_document" not in {one.code for one in reading(store, country, "nb").findings}


def test_papers_come_in_the_language_of_the_council_unless_another_is_asked_for(store, monkeypatch):
    monkeypatch.setattr("course.documents.offer.settings", lambda: Here())
    monkeypatch.setattr("course.faces.links.settings", lambda: Here())
    for country in PLACES:
        offered = offer_content(reading(store, country, "nb"))
        strategy = offered["documents"][0]
        assert strategy["formats"][0]["href"] == f"/document/strategy.html?language={OWN[country]}"
        links = offered["languages"]["links"]
        assert [one["code"] for one in links] == [code for code in PRINTED if code != OWN[country]]


class Here:
    """The settings where the workbook is open as a page."""

    face = "page"
    base_url = "/"


def test_where_a_municipality_is_and_what_its_papers_are_written_in():
    assert country_of("nordic", "exempelby") == "SE"
    assert country_of("pilot", "sula") == country_of("nowhere", "sula") == "NO"
    assert [paper_language("NO", language) for language in LANGUAGES] == list(LANGUAGES)
    assert paper_language("SE", "nb") == "sv"
