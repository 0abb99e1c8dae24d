"""Registers from spreadsheets: every way to write one is read the same, and a hostile one is told apart."""

from __future__ import annotations

import io
import uuid
import zipfile

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from course.cli import main
from course.grants import Grant, NotGranted, Role
from course.i18n import LANGUAGES, translator
from course.levels import Level
from course.records import KINDS, questions
from course.settings import settings as workbook_settings
from course.spreadsheets import (
    MOST_BYTES,
    MOST_ROWS,
    REGISTERS,
    Moved,
    State,
    Unreadable,
    add,
    preview,
    read_register,
    registers_for,
    template,
)
from course.spreadsheets.columns import headings
from course.vocabulary import LABEL_LANGUAGES, vocabulary
from tests.conftest import FACILITATOR, participant

PROJECTS, UNITS, PARTNERS = REGISTERS.values()
NEW, SAME, OTHER, REFUSED = State


def csv_of(*rows, delimiter=";", encoding="utf-8"):
    return "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)


def xlsx_of(*rows, change=lambda sheet: None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def bring(store, sula):
    """Show what will happen with a file in Sula."""

    def show(content, register=PROJECTS, view=sula):
        return preview(store, view, register, read_register(content, register, view.level))

    return show


def only(shown):
    (row,) = shown.rows
    return row


def said(row, language="en"):
    return " ".join(message.text(translator(language)) for message in row.why)


HEADS = ("Title", "Type of unit", "Partner countries", "Status", "From year")
ROW = ("Bridges over the Øresund", "Grunnskole", "Polen, Italien och Kroatien", "Pågår", "2019")
READ = {
    "called": "Bridges over the Øresund",
    "unit_type": "compulsory_school",
    "partner_countries": ["PL", "IT", "HR"],
    "status": "ongoing",
    "from_year": 2019,
}


def matches(row, values=READ):
    return row.state is NEW and {name: row.values[name] for name in values} == values


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiter_and_encoding_are_found_out(bring, delimiter, encoding):
    row = [f'"{cell}"' if delimiter in cell else cell for cell in ROW]
    assert matches(only(bring(csv_of(HEADS, row, delimiter=delimiter, encoding=encoding))))


def test_a_file_that_says_its_delimiter_itself_is_believed(bring):
    content = b"sep=;\r\n" + csv_of(HEADS, ROW)
    assert matches(only(bring(content)))
    assert only(bring(content)).number == 3


def test_an_excel_workbook_is_read_with_its_types(bring):
    row = [*ROW[:4], 2019]
    assert matches(only(bring(xlsx_of(HEADS, row))))
    assert matches(only(bring(xlsx_of(["A title above"], [], HEADS, row))))


@pytest.mark.parametrize("language", LABEL_LANGUAGES)
def test_headings_and_answers_are_known_in_every_language(bring, language):
    known = headings("projects", Level.MUNICIPALITY)
    if language in LANGUAGES:
        heads = [translator(language)(one.label) for one in PROJECTS.questions(Level.MUNICIPALITY)]
    else:
        swedish = {"called": "Titel", "unit_type": "Typ av enhet", "partner_countries": "Partnerländer"}
        danish = {"called": "Titel", "unit_type": "Type af enhed", "partner_countries": "Partnerlande"}
        heads = list({"sv": swedish, "da": danish}[language].values())
    assert set(heads) - {head for head in heads if head.casefold().rstrip("?") in known} <= set(heads)
    fields = [known[" ".join(head.casefold().rstrip("?").split())] for head in heads]
    assert len(set(fields)) == len(heads)
    for code in ("ongoing", "dormant"):
        shown = bring(
            csv_of(("called", "status"), ("One", vocabulary("project_status").label(code, language)))
        )
        assert only(shown).values["status"] == code
    country = vocabulary("country").label("DE", language)
    assert only(bring(csv_of(("called", "partner_countries"), ("One", country)))).values[
        "partner_countries"
    ] == ["DE"]


def test_no_heading_stands_for_two_questions():
    for register in REGISTERS.values():
        for language in LANGUAGES:
            labels = [translator(language)(one.label) for one in register.questions(Level.MUNICIPALITY)]
            assert len({label.casefold() for label in labels}) == len(labels)


@pytest.mark.parametrize(
    ("period", "years", "status", "remarks"),
    [
        ("2019-2022", (2019, 2022), None, []),
        ("Pågår: 2019 – 2022.", (2019, 2022), "ongoing", []),
        ("2018-2020 (förlängt)", (2018, 2020), "extended", ["extension_unclear"]),
        ("pågår från 2019", (2019, None), "ongoing", []),
        ("vilande", (None, None), "dormant", ["years_missing"]),
        ("sometime", (None, None), None, ["period_unread"]),
    ],
)
def test_a_period_is_read_as_a_register_s_is_and_claims_nothing_it_does_not_say(
    bring, period, years, status, remarks
):
    values = only(bring(csv_of(("Title", "Pågår"), ("One", period)))).values
    assert (values["from_year"], values["to_year"]) == years
    assert (values["status"], values["remarks"], values["period_text"]) == (status, remarks, period)


def test_years_of_their_own_win_over_the_period(bring):
    values = only(bring(csv_of(("Title", "Period", "From year"), ("One", "2019-2022", "2020")))).values
    assert (values["from_year"], values["to_year"], values["remarks"]) == (2020, None, [])


def test_labels_with_commas_of_their_own_are_kept_whole(bring):
    theme = vocabulary("need_theme")
    codes = [*[term.code for term in theme if "," in term.label("en")][:1], theme.codes[0]]
    written = f'"{theme.label(codes[0], "en")}, {theme.label(codes[1], "en")}"'
    values = only(bring(csv_of(("Title", "Themes"), ("One", written)))).values
    assert values["themes"] == list(dict.fromkeys(codes))


def test_a_partner_s_goals_are_known_by_their_names(bring, sula):
    goal = sula.save("goal", str(uuid.uuid4()), {"called": "Every school takes part"}, 0)
    heads = ("Name", "Country", "Goals the partner matters for")
    shown = bring(
        csv_of(heads, ("A", "Danmark", "every SCHOOL  takes part"), ("B", "DK", "Nothing")), PARTNERS
    )
    assert shown.rows[0].values["goals"] == [goal.id]
    assert said(shown.rows[1]) == (
        "C3 (Goals the partner matters for): There is nothing here that is called “Nothing”."
    )


@pytest.mark.parametrize(
    ("heads", "row", "why"),
    [
        (("Title", "Status"), ("One", "Finished"), "B2 (Status): “Finished” is none of the answers: Idea, "),
        (("Title", "Themes"), ("One", "Cooking"), "B2 (Themes): “Cooking” is none of the answers"),
        (
            ("Title", "Partner countries"),
            ("One", "Polen, Atlantis"),
            "“Atlantis” is not the name of a country.",
        ),
        (("Title", "From year"), ("One", "last year"), "B2 (From year): Write this as a whole number"),
        (("Title", "From year"), ("One", "12"), "B2 (From year): This number is too small"),
        (("Title", "Web address"), ("One", "javascript:alert(1)"), "B2 (Web address): Write a whole web"),
        (("Title", "Status"), ("x" * 300, "Idea"), "A2 (Title): This is too long. Use at most 200"),
        (("Status", "Title"), ("Idea", ""), "The row has no name."),
    ],
)
def test_a_row_that_is_not_taken_says_why_and_where(bring, heads, row, why):
    shown = only(bring(csv_of(heads, row)))
    assert shown.state is REFUSED
    assert why in said(shown)
    assert all(said(shown, language) for language in LANGUAGES)


def test_each_row_is_new_or_there_already_or_there_otherwise(store, sula, bring):
    add_all(store, sula, bring, csv_of(HEADS, ROW))
    again = bring(
        csv_of(HEADS, ROW, ("bridges  over the øresund", "", "", "Dormant", ""), ("Another", *ROW[1:]))
    )
    assert [row.state for row in again.rows] == [SAME, OTHER, NEW]
    assert "otherwise: Status." in said(again.rows[1])


def add_all(store, view, bring, content, register=PROJECTS):
    sheet = read_register(content, register, view.level)
    return add(store, view, register, sheet, preview(store, view, register, sheet))


def test_an_empty_cell_says_nothing_about_what_is_there(store, sula, bring):
    add_all(store, sula, bring, csv_of(HEADS, ROW))
    assert only(bring(csv_of(HEADS, (ROW[0], "", "", "", "")))).state is SAME


def test_projects_with_numbers_of_their_own_are_told_apart_by_them(store, sula, bring):
    heads = ("Number in the register", "Title")
    add_all(store, sula, bring, csv_of(heads, ("901", "Same"), ("902", "Same")))
    shown = bring(csv_of(heads, ("901", "Same"), ("902", "Renamed"), ("903", "Same"), ("", "same")))
    assert [row.state for row in shown.rows] == [SAME, OTHER, NEW, SAME]


def test_a_row_that_stands_twice_in_the_file_is_taken_once(bring):
    shown = bring(csv_of(("Title", "Status"), ("One", "Idea"), ("one", "Idea"), ("ONE", "Granted")))
    assert [row.state for row in shown.rows] == [NEW, SAME, REFUSED]
    assert "Row 2 of the file" in said(shown.rows[1])


def test_columns_that_are_not_known_are_named(bring):
    assert bring(csv_of(("Title", "Mood", "Titel"), ("One", "good", "Two"))).left_out == ("Mood", "Titel")


# Writing


def test_what_is_new_is_written_in_one_go_in_the_person_s_name_and_nothing_else(store, sula, bring):
    before, there = sula.change, len(sula.all("project"))
    content = csv_of(HEADS, ROW, ("Second", "", "", "Over", ""), ("Third", "", "", "Idea", ""))
    bring(content)
    assert sula.change == before
    assert add_all(store, sula, bring, content) == 2
    added = sula.all("project")[there:]
    assert [record.record.called for record in added] == [ROW[0], "Third"]
    assert {record.updated_by for record in added} == {"Kari"}
    assert add_all(store, sula, bring, content) == 0


def test_a_preview_that_no_longer_holds_writes_nothing_and_is_made_anew(store, sula):
    sheet = read_register(csv_of(HEADS, ROW), PROJECTS, sula.level)
    shown = preview(store, sula, PROJECTS, sheet)
    sula.save("project", str(uuid.uuid4()), {"called": ROW[0], "status": "idea"}, 0)
    before = sula.change
    with pytest.raises(Moved) as moved:
        add(store, sula, PROJECTS, sheet, shown)
    assert only(moved.value.preview).state is OTHER
    assert sula.change == before


def test_a_change_that_does_not_concern_the_file_does_not_hinder_it(store, sula):
    sheet = read_register(csv_of(HEADS, ROW), PROJECTS, sula.level)
    shown = preview(store, sula, PROJECTS, sheet)
    sula.save("need", str(uuid.uuid4()), {"called": "Something else"}, 0)
    assert add(store, sula, PROJECTS, sheet, shown) == 1


def test_a_change_in_the_last_moment_is_noticed(store, sula, monkeypatch):
    sheet = read_register(csv_of(HEADS, ROW), PROJECTS, sula.level)
    shown = preview(store, sula, PROJECTS, sheet)
    make_all = type(sula).make_all

    def late(view, made, *, base):
        sula.save("need", str(uuid.uuid4()), {"called": "Quicker"}, 0)
        make_all(view, made, base=base)

    monkeypatch.setattr(type(sula), "make_all", late)
    with pytest.raises(Moved):
        add(store, sula, PROJECTS, sheet, shown)
    assert ROW[0] not in {record.record.called for record in sula.all("project")}


def test_units_are_entered_all_or_none(store, sula, bring, monkeypatch):
    content = csv_of(
        ("Namn", "Type"),
        ("Oppdikta skule", "Grunnskule"),
        ("Oppdikta barnehage", "kindergarten"),
        ("A library", "Library or museum"),
        ("oppdikta SKULE", "School"),
    )
    shown = bring(content, UNITS)
    assert [row.state for row in shown.rows] == [NEW, NEW, REFUSED, REFUSED]
    assert add_all(store, sula, bring, content, UNITS) == 2
    names = {unit.name: unit.unit_type for unit in store.units(sula.grant, "pilot", "sula")}
    assert names == {"Oppdikta skule": "compulsory_school", "Oppdikta barnehage": "kindergarten"}
    assert [row.state for row in bring(content, UNITS).rows][:2] == [SAME, SAME]


def test_only_those_who_may_write_there_add_anything(store, sula):
    sheet = read_register(csv_of(HEADS, ROW), PROJECTS, sula.level)
    reader = Grant(person="r", name="Rolf", role=Role.READER, cohort="pilot", organisation="sula")
    for grant in (reader, FACILITATOR):
        view = store.view(grant, "pilot", "sula")
        with pytest.raises(NotGranted):
            add(store, view, PROJECTS, sheet, preview(store, view, PROJECTS, sheet))
    assert registers_for(reader, "sula") == []
    assert registers_for(FACILITATOR, "sula") == [UNITS]
    assert registers_for(participant("sula"), "asker") == []
    assert registers_for(participant("sula"), "sula--a") == [PROJECTS, PARTNERS]
    with pytest.raises(NotGranted):
        store.view(participant("asker"), "pilot", "sula")


def test_a_unit_s_register_asks_what_a_unit_is_asked(store, sula):
    unit = store.add_unit(sula.grant, "pilot", "sula", name="A school", unit_type="compulsory_school")
    view = sula.of_unit(unit)
    sheet = read_register(csv_of(HEADS, ROW), PROJECTS, view.level)
    shown = preview(store, view, PROJECTS, sheet)
    assert shown.left_out == ("Type of unit",)
    assert add(store, view, PROJECTS, sheet, shown) == 1


def test_there_are_never_more_than_can_be_kept(bring, sula):
    room = KINDS["project"].most - len(sula.all("project"))
    rows = [(f"Project {number}", "Idea") for number in range(room + 2)]
    shown = bring(csv_of(("Title", "Status"), *rows))
    assert (shown.count[NEW], shown.count[REFUSED]) == (room, 2)


# Templates, and what is there


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))
def test_what_is_there_is_read_back_as_there_already(store, sula, bring, register, language):
    goal = sula.save("goal", str(uuid.uuid4()), {"called": "=SUM(A1)"}, 0)
    sula.save("partner", str(uuid.uuid4()), {"called": "@b", "country": "DK", "goals": [goal.id]}, 0)
    sula.save(
        "project",
        str(uuid.uuid4()),
        {
            "number": 77, "called": "=1+1", "units": "A, B",
            "themes": list(vocabulary("need_theme").codes[:5]),
            "partner_countries": ["DE", "BA"], "from_year": 2020, "status": "idea", "period_text": "vilande",
        },
        0,
    )  # fmt: skip
    store.add_unit(sula.grant, "pilot", "sula", name="+47", unit_type="kindergarten")
    content = template(store, sula, register, translator(language), filled=True)
    shown = bring(content, register)
    assert shown.rows
    assert {row.state for row in shown.rows} == {SAME}
    empty = template(store, sula, register, translator(language), filled=False)
    assert bring(empty, register).rows == ()


def test_a_template_offers_the_choices_in_the_reader_s_language(store, sula):
    book = load_workbook(io.BytesIO(template(store, sula, PROJECTS, translator("nn"), filled=False)))
    sheet, choices = book.worksheets
    heads = [cell.value for cell in sheet[1]]
    assert "Einingstype" in heads
    assert len(heads) == len([one for one in questions(KINDS["project"]) if one.name != "remarks"])
    assert "Grunnskule" in {cell.value for row in choices for cell in row}
    assert len(sheet.data_validations.dataValidation) == 2


# Hostile files


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(content, name, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part, change(text) if part.filename == name else text)
    return out.getvalue()


GOOD = xlsx_of(HEADS, ROW)
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def after_declaration(added):
    return lambda text: (
        (b"<?xml version='1.0'?>" + added + text.partition(b"?>")[2])
        if text.startswith(b"<?xml")
        else added + text
    )


HOSTILE = {
    "nothing": b"",
    "only spaces": b" \n \n",
    "NUL": b"Title\x00;Status\nOne;Idea\n",
    "random bytes": bytes(range(256)) * 20,
    "a zip that is none": b"PK\x03\x04" + b"x" * 1000,
    "a zip of something else": zipped(readme="hello"),
    "cut off": GOOD[: len(GOOD) // 2],
    "a zip bomb": zipped(**{"xl/workbook.xml": b"0" * 61_000_000}),
    "many parts": zipped(**{f"part{number}": b"" for number in range(501)}),
    "entities": with_part(GOOD, "xl/worksheets/sheet1.xml", after_declaration(ENTITIES)),
    "entities in the workbook": with_part(GOOD, "xl/workbook.xml", after_declaration(ENTITIES)),
    "a file of the machine": with_part(GOOD, "xl/worksheets/sheet1.xml", after_declaration(OUTSIDE)),
    "too large": b"Title\n" + b"a" * MOST_BYTES,
    "too many rows": b"Title\n" + b"\n".join(b"row %d" % number for number in range(MOST_ROWS + 1)),
    "too many columns": csv_of(("Title", *[str(number) for number in range(200)])),
    "a huge cell": b"Title\n" + b"a" * 40_000,
    "a cell beyond what csv reads": b'Title\n"' + b"a" * 200_000,
    "no column for the name": csv_of(("Status",), ("Idea",)),
    "no heading at all": csv_of(("1", "2"), ("3", "4")),
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500,
}


@pytest.mark.parametrize("why", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(bring, sula, why):
    before = sula.change
    with pytest.raises(Unreadable) as refused:
        bring(HOSTILE[why])
    for language in LANGUAGES:
        sentence = refused.value.message.text(translator(language))
        assert "{" not in sentence
        assert "\n" not in sentence
        assert "passwd" not in sentence
    assert sula.change == before


def test_a_million_empty_rows_do_no_harm(bring):
    def far(sheet):
        sheet.cell(1_048_576, 1).value = "Far down"

    shown = bring(xlsx_of(("Title",), ("One",), change=far))
    assert [row.number for row in shown.rows] == [2, 1_048_576]


def test_no_formula_is_reckoned_or_taken_for_a_text(bring):
    shown = bring(xlsx_of(("Title", "Units"), ("=1+1", "A"), ("One", "=HYPERLINK(A1)"), ("Two", "#REF!")))
    assert {row.state for row in shown.rows[:2]} == {REFUSED}
    assert "formula" in said(shown.rows[0]) and "B3 (Units)" in said(shown.rows[1])
    csv = only(bring(csv_of(("Title", "Units"), ("=1+1", "@A"))))
    assert (csv.state, csv.values["called"], csv.values["units"]) == (NEW, "=1+1", "@A")


def test_wrong_types_are_text_or_told(bring):
    from datetime import datetime

    shown = bring(
        xlsx_of(("Title", "From year", "Units"), (2024, 2019.5, True), (datetime(2024, 1, 2), 2019.0, 3))
    )
    assert shown.rows[0].state is REFUSED
    assert (shown.rows[1].values["called"], shown.rows[1].values["from_year"]) == ("2024-01-02", 2019)
    assert shown.rows[1].values["units"] == "3"


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)


@given(rows=st.lists(st.lists(TEXTS, min_size=5, max_size=5), max_size=6), as_xlsx=st.booleans())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_stands_in_the_cells_each_row_becomes_something(bring, rows, as_xlsx):
    if as_xlsx:
        content = xlsx_of(HEADS, *rows)
    else:
        content = csv_of(HEADS, *[['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows])
    shown = bring(content)
    assert len(shown.rows) <= len(rows)
    for row in shown.rows:
        assert (row.state is REFUSED) == (not row.values)
        assert all(message.text(translator("nn")) for message in row.why)


@given(content=st.binary(max_size=300) | st.binary(max_size=200).map(lambda some: b"PK" + some))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_bytes_come_they_are_read_or_refused(bring, content):
    try:
        bring(content)
    except Unreadable as error:
        assert error.message.text(translator("nb"))


# On the command line


@pytest.fixture
def run(address, monkeypatch, fresh_settings):
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", address)
    workbook_settings.cache_clear()
    return lambda *words, said=None: CliRunner().invoke(main, [str(word) for word in words], input=said)


def test_the_command_shows_asks_and_writes(run, store, sula, tmp_path):
    file = tmp_path / "projects.csv"
    file.write_bytes(csv_of((*HEADS, "Mood"), (*ROW, "[bold]good"), ("[red]Second", "x", "", "", "", "")))
    words = ("import", "projects", file, "--municipality", "Sula")
    before = sula.change
    no = run(*words, said="n\n")
    assert no.exit_code == 0, no.output
    assert "Nothing was written." in no.output
    assert "[red]Second" in no.output and "left out: Mood" in no.output
    assert sula.change == before
    yes = run(*words, "--yes", "--as", "Brita")
    assert "1 were added to “Sula”." in yes.output
    assert sula.all("project")[-1].updated_by == "Brita"
    assert "nothing new" in run(*words, "--yes").output


def test_the_command_says_in_a_sentence_what_is_wrong(run, tmp_path):
    file = tmp_path / "projects.csv"
    file.write_bytes(csv_of(("Mood",), ("good",)))
    place = ("--municipality", "Sula")
    wrong = run("import", "projects", file, *place)
    assert (wrong.exit_code, "No column is called “Title”" in wrong.output) == (1, True)
    for words in (
        ("wishes", file),
        ("projects", file, "x"),
        ("projects", file, "--history"),
        (file, "--yes"),
    ):
        assert run("import", *words, *place).exit_code == 2
