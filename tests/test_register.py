"""Norrköping's register: each rule of `course.register` with the entry it was made for."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import register as rules
from course.analysis.register import (
    projects_by_country,
    projects_by_status,
    projects_by_unit_type,
    projects_frame,
    table,
)
from course.i18n import translator
from course.records import KINDS, validate
from course.register import norrkoping
from course.register.countries import countries_named, read_countries
from course.register.headings import UnitNames, read_heading, unit_names
from course.register.norrkoping import read_project
from course.register.page import Entry, UnreadablePage, read_page
from course.register.periods import read_period
from course.settings import settings
from course.vocabulary import vocabulary

REGISTER = norrkoping()
PROJECTS = {project.number: project for project in REGISTER.projects}
TEXT = (settings().data_dir / "registers" / "norrkoping.txt").read_text("utf-8")
NAMES = unit_names(settings().data_dir / "registers" / "norrkoping_units.toml")
SWEDISH = {term.code: term.labels["sv"] for term in vocabulary("country")}


def remarked(code: str) -> list[int]:
    return [number for number, project in PROJECTS.items() if code in project.remarks]


# The whole


def test_all_projects_the_partnership_and_the_networks_are_read():
    assert list(PROJECTS) == list(range(1, 33))
    assert len(REGISTER.partnerships) == 1
    assert len(REGISTER.networks) == 7
    assert REGISTER.updated == date(2020, 11, 27)


def test_the_types_of_units_add_up():
    assert Counter(project.unit_type for project in PROJECTS.values()) == {
        "kindergarten": 5,
        "compulsory_school": 6,
        "upper_secondary_school": 15,
        "municipal_administration": 4,
        "adult_education": 1,
        "library_or_museum": 1,
    }


def test_the_partner_countries_add_up():
    counted = Counter(code for project in PROJECTS.values() for code in project.partner_countries)
    expected = {"IT": 12, "ES": 11, "DK": 8, "NO": 7, "DE": 6, "PT": 6, "GB": 4, "NL": 3 + 1}
    assert {code: counted[code] for code in expected} == expected


@pytest.mark.parametrize("record", [*REGISTER.projects, *REGISTER.partnerships, *REGISTER.networks])
def test_what_was_read_can_be_stored(record):
    assert validate(KINDS[record.kind], record.values()) == record


@pytest.mark.parametrize("project", REGISTER.projects, ids=lambda project: f"no{project.number}")
def test_a_description_and_a_title_are_the_registers_own_words(project):
    page = " ".join(TEXT.split())
    assert project.description in page
    assert project.called in page
    assert project.period_text in page


@pytest.mark.parametrize("entry", read_page(TEXT).entries, ids=lambda entry: f"no{entry.number}")
def test_no_word_of_an_entry_is_lost(entry):
    project = PROJECTS[entry.number]
    phrase = next(
        (phrase for phrase in sorted(NAMES.headings, key=len, reverse=True) if phrase in entry.text), ""
    )
    countries = [SWEDISH[code] for code in project.partner_countries] + ["Holland"]
    kept = " ".join([project.called, phrase, project.description, project.period_text, *countries])
    words = set(re.findall(r"\w+", entry.text)) - {"Pågår", "Partnerländer", "och"}
    assert words <= set(re.findall(r"\w+", kept))


def test_every_remark_is_explained_in_the_readers_languages():
    given_remarks = {code for project in PROJECTS.values() for code in project.remarks}
    assert given_remarks <= set(vocabulary("reading_remark").codes)


def test_every_rule_is_written_down_where_people_look_for_it():
    numbers = re.findall(r"^([PCTUGN]\d) ", rules.__doc__, re.MULTILINE)
    documented = re.findall(
        r"^\| ([PCTUGN]\d) \|", (settings().data_dir.parent / "docs/data.md").read_text(), re.MULTILINE
    )
    assert numbers == documented


# Periods


@pytest.mark.parametrize("written", ["2018-2020", " 2018-2020 .", "2018–2020.", "2018 - 2020", "2018-2020\n"])
def test_p1_two_years_are_the_first_and_the_last(written):
    period = read_period(written)
    assert (period.from_year, period.to_year, period.status, period.remarks) == (2018, 2020, "ongoing", ())


def test_p2_an_extended_project_keeps_its_years_and_is_marked():
    project = PROJECTS[14]
    assert (project.from_year, project.to_year, project.status) == (2018, 2020, "extended")
    assert remarked("extension_unclear") == [14]


def test_p3_an_open_beginning_has_no_end_and_needs_no_mark():
    assert [n for n, p in PROJECTS.items() if p.from_year == 2019 and p.to_year is None] == [9, 16, 17, 20]
    assert all(not PROJECTS[number].remarks for number in (9, 16, 17, 20))


def test_p4_one_year_alone_leaves_the_end_unknown_though_the_text_says_two_years():
    project = PROJECTS[11]
    assert "2-årigt" in project.description
    assert (project.period_text, project.from_year, project.to_year) == ("2020", 2020, None)
    assert remarked("end_unknown") == [11]


def test_p5_a_dormant_project_has_no_years():
    assert remarked("years_missing") == [24, 25]
    assert {PROJECTS[number].status for number in (24, 25)} == {"dormant"}


@pytest.mark.parametrize("written", ["våren 2020", "2020-2018", "0019-0020", "2019-", "avslutat", "20 20"])
def test_p6_any_other_form_stays_as_it_was_written(written):
    period = read_period(written)
    assert period.text == written
    assert (period.from_year, period.to_year, period.status) == (None, None, None)
    assert period.remarks == ("period_unread",)


@pytest.mark.parametrize("written", [None, "", " . "])
def test_p7_no_period_is_marked(written):
    assert read_period(written).remarks == ("period_missing", "status_missing")


def test_p7_is_number_32():
    assert remarked("period_missing") == remarked("status_missing") == [32]
    assert PROJECTS[32].period_text == ""


@given(st.text() | st.from_regex(r"(från )?\d{3,5}( ?[-–] ?\d{4})?( \(förlängt\))?\.?", fullmatch=True))
def test_a_period_is_read_or_marked_and_no_year_is_invented(written):
    period = read_period(written)
    assert period.from_year or period.remarks
    for year in (period.from_year, period.to_year):
        assert year is None or (str(year) in written and 1900 <= year <= 2100)
    assert period.to_year is None or period.from_year <= period.to_year
    assert period.text in " ".join(written.split())


# Countries


@pytest.mark.parametrize(
    "written",
    [
        "Norge, Island och Danmark",
        " Norge,Island ,Danmark.",
        "Norge; Island; Danmark .",
        "Norge och Island och Danmark",
    ],
)
def test_c1_a_list_is_split_at_commas_and_och(written):
    assert read_countries(written).codes == ("NO", "IS", "DK")


def test_c2_holland_is_the_netherlands_and_counts_once():
    assert PROJECTS[8].partner_countries == ["NL", "IT"]
    assert read_countries("Holland, Nederländerna").codes == ("NL",)


def test_c3_a_name_with_och_in_it_is_kept_whole():
    assert read_countries("Norge, Bosnien och Hercegovina och Danmark").codes == ("NO", "BA", "DK")


def test_c4_what_is_no_country_is_marked():
    countries = read_countries("Norge, Atlantis")
    assert (countries.codes, countries.unread) == (("NO",), ("Atlantis",))
    assert countries.remarks == ("country_unread",)
    assert read_countries(None).remarks == ("countries_missing",)


def test_c5_the_list_wins_over_the_description():
    assert remarked("country_only_in_text") == [7, 10]
    assert "Turkiet" in PROJECTS[7].description
    assert "TR" not in PROJECTS[7].partner_countries
    assert PROJECTS[10].partner_countries == ["NO"]


def test_c6_countries_outside_the_programmes_are_read():
    assert [PROJECTS[number].partner_countries for number in (9, 16, 17, 20)] == [
        ["IN"],
        ["ZA"],
        ["KE"],
        ["AE"],
    ]
    assert "CH" in PROJECTS[30].partner_countries


def test_number_29_is_the_project_with_italy_norway_and_germany():
    assert PROJECTS[29].called == "Building Capacity for Erasmus+ in school education"
    assert PROJECTS[29].partner_countries == ["IT", "NO", "DE"]


@given(st.text())
def test_any_list_is_read_or_marked(written):
    countries = read_countries(written)
    assert set(countries.codes) <= set(SWEDISH)
    assert bool(countries.unread) == ("country_unread" in countries.remarks)
    assert bool(countries.codes or countries.unread) != ("countries_missing" in countries.remarks)


no_country = st.from_regex(r"Qz[a-z]{1,6}", fullmatch=True)


@given(
    st.lists(st.sampled_from(sorted(SWEDISH)) | no_country, min_size=1, max_size=6),
    st.sampled_from([", ", " och ", "; ", ","]),
)
def test_every_item_of_a_list_is_either_read_or_kept_as_unread(items, separator):
    countries = read_countries(separator.join(SWEDISH.get(item, item) for item in items))
    assert countries.codes == tuple(dict.fromkeys(item for item in items if item in SWEDISH))
    assert countries.unread == tuple(dict.fromkeys(item for item in items if item not in SWEDISH))


@given(st.lists(st.sampled_from(sorted(SWEDISH)), unique=True, min_size=1))
def test_every_country_is_read_back_from_its_swedish_name(codes):
    names = [SWEDISH[code] for code in codes]
    written = ", ".join(names[:-1]) + " och " + names[-1] if len(names) > 1 else names[0]
    assert read_countries(f"{written}.").codes == tuple(codes)


@given(st.text())
def test_a_sentence_names_only_countries_there_are(sentence):
    assert countries_named(sentence, home="SE") <= set(SWEDISH) - {"SE"}


def test_an_adjective_names_no_country():
    assert countries_named("svenska och spanska elever i Sverige", home="SE") == frozenset()


# Titles and units


def test_t1_the_number_is_the_key_since_titles_repeat():
    assert remarked("title_repeated") == [22, 27]
    assert PROJECTS[22].called.casefold() == PROJECTS[27].called.casefold()
    assert PROJECTS[22].called != PROJECTS[27].called


def test_t2_a_title_ends_without_a_full_stop():
    assert PROJECTS[14].called == "Entrepreneurship and Employment in Europé"
    assert PROJECTS[32].called == "Unnecessary - useful and aesthetic. Creative approach to recycling"


def test_t3_a_title_may_contain_the_name_of_a_unit():
    assert PROJECTS[21].called == "Internationaliseringsprojekt för den nya yrkesskolan på Bråvallagymnasiet"
    assert PROJECTS[21].units == "Bråvallagymnasiet"
    assert PROJECTS[21].description.startswith("Elever från Bygg")


def test_u1_the_longest_phrase_names_the_units():
    assert PROJECTS[1].units == "Diamanten, Svanen, Utbildningskontoret"
    assert PROJECTS[26].units == "Lärlingsgymnasiet, Bråvallagymnasiet"
    assert PROJECTS[22].units == PROJECTS[27].units == "Second Chance School, Bråvallagymnasiet"


def test_u2_a_phrase_before_a_new_sentence_names_the_unit():
    assert PROJECTS[9].called.endswith("Hyderabad, Indien")
    assert PROJECTS[9].description.startswith("Matteusskolan har inlett")
    assert PROJECTS[3].description.startswith("2-årigt projekt")


def test_u3_a_unit_that_is_the_subject_stays_in_its_sentence():
    assert PROJECTS[32].description.startswith("Norrköpings stadsmuseum deltar som partner")
    assert PROJECTS[32].units == "Norrköpings stadsmuseum"


def test_u4_the_unit_named_first_decides_the_type():
    assert PROJECTS[1].unit_type == "kindergarten"


def test_u5_without_a_known_unit_the_heading_is_marked():
    heading = read_heading("A new start. Something is done.", NAMES)
    assert (heading.title, heading.units, heading.unit_type) == ("A new start", (), None)
    assert heading.description == "Something is done."
    assert heading.remarks == ("unit_unread",)


def test_u6_the_heading_wins_over_the_description():
    assert remarked("unit_only_in_text") == [1]
    assert "Önskeringen" in PROJECTS[1].description
    assert "Önskeringen" not in PROJECTS[1].units


def test_u6_a_university_beside_the_office_is_no_unit():
    assert remarked("partner_beside_unit") == [30]
    assert PROJECTS[30].units == "Utbildningskontoret"


def test_units_without_a_type_are_refused():
    with pytest.raises(ValueError, match="units without a type: Nya skolan"):
        UnitNames(types={}, headings={"Nya skolan": ("Nya skolan",)})


def test_unit_types_and_phrases_are_those_of_the_register():
    assert set(NAMES.types.values()) <= set(vocabulary("unit_type").codes)
    assert all(phrase in TEXT for phrase in [*NAMES.headings, *NAMES.beside, *NAMES.networks])


# NUL is in no text that a record can hold: the store's own tests say that it is refused.
@given(st.text(st.characters(exclude_characters="\x00"), max_size=120))
def test_any_entry_is_read_or_marked(text):
    project = read_project(Entry(number=1, text=text), NAMES)
    assert project.units or "unit_unread" in project.remarks
    assert project.from_year or {"period_missing", "period_unread", "years_missing"} & set(project.remarks)
    assert project.partner_countries or {"countries_missing", "country_unread"} & set(project.remarks)


# Programme, link, networks


def test_g1_a_programme_is_only_what_the_description_names():
    named = {number: project.programme for number, project in PROJECTS.items() if project.programme}
    assert named == {10: "Nordplus", 30: "Erasmus+", 32: "Erasmus+"}
    assert remarked("programme_from_text") == [10, 30, 32]


def test_g2_a_web_address_is_the_link():
    assert {number: project.link for number, project in PROJECTS.items() if project.link} == {
        10: "https://www.ntnu.edu/iss/childhood-school-inequality",
        29: "https://www.beplusproject.eu",
    }
    assert remarked("link_completed") == [29]


def test_n1_each_network_has_its_purpose():
    assert [network.called for network in REGISTER.networks] == [
        "EUniverCities",
        "Nordic City Network",
        "SERN – Sweden Emilia-Romagna Network",
        "UNESCO Creative Cities Network",
        "Healthy Cities Sverige",
        "ICORN",
        "European Social Network",
    ]
    assert all(network.purpose for network in REGISTER.networks)
    assert [bool(network.members) for network in REGISTER.networks] == [True] * 4 + [False] * 3


def test_n1_the_partnership_is_with_a_county_in_kenya():
    (partnership,) = REGISTER.partnerships
    assert (partnership.called, partnership.country) == ("Uasin Gishu County", "KE")
    assert partnership.funding == "Sida, ICLD"


def test_n2_the_other_spelling_of_a_network_is_kept():
    assert {network.also_called: network.called for network in REGISTER.networks if network.also_called} == {
        "EUnivercities": "EUniverCities",
        "Nordic Cities Network": "Nordic City Network",
        "UNESCO": "UNESCO Creative Cities Network",
        "Icorn": "ICORN",
    }


def test_n3_links_without_address_are_left_out():
    everything = [*REGISTER.networks, *REGISTER.partnerships]
    assert not [record for record in everything if "Här kan du" in str(record.values())]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda text: text.replace("\nNätverk\n", "\n"), "“Nätverk”"),
        (lambda text: text.replace("Uppdaterades senast", "Uppdaterad"), "when it was updated"),
        (lambda text: text.replace("27 november", "27 brumaire"), "brumaire"),
    ],
)
def test_a_page_without_its_headings_is_refused(change, complaint):
    with pytest.raises(UnreadablePage, match=complaint):
        read_page(change(TEXT))


# Frames


def test_the_frames_count_every_project():
    english = translator("en")
    by_type = projects_by_unit_type(REGISTER.projects, english)
    assert by_type["Projects"].sum() == 32
    assert list(by_type.iloc[0]) == ["Upper secondary or vocational school", 15]
    by_country = projects_by_country(REGISTER.projects, english)
    assert [tuple(row) for row in by_country.head(2).to_numpy()] == [("Italy", 12), ("Spain", 11)]
    by_status = projects_by_status(REGISTER.projects, english)
    assert dict(by_status.to_numpy()) == {"Under way": 28, "Dormant": 2, "Extended": 1, "Not stated": 1}


def test_a_frame_of_nothing_is_an_empty_table():
    assert projects_by_country([], translator("en")).empty
    assert projects_frame([], translator("en")).empty


class Headers(HTMLParser):
    """Collect the text and scope of every header cell."""

    def __init__(self):
        super().__init__()
        self.headers, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "th"
        if self.inside:
            self.headers.append([dict(attrs).get("scope"), ""])

    def handle_data(self, data):
        if self.inside:
            self.headers[-1][1] += data


def test_a_shown_table_has_no_empty_header():
    reader = Headers()
    reader.feed(str(table(projects_frame(REGISTER.projects, translator("en")), "Projects", translator("en"))))
    assert len(reader.headers) == 7 + 32
    assert all(scope in ("col", "row") and text.strip() for scope, text in reader.headers)


def test_a_shown_table_escapes_what_it_holds():
    project = PROJECTS[1].model_copy(update={"called": "<script>x</script>", "number": None})
    html = str(table(projects_frame([project, PROJECTS[2]], translator("en")), "<b>", translator("en")))
    assert "<script>" not in html
    assert "<b>" not in html
    assert "NA" not in html
    assert '<th scope="row">Not stated</th>' in html
