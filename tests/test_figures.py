"""Figures: drawn from the records, named, described, written out in a table, and harmless."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from course import demonstration
from course.export import harmless
from course.faces import figure_content, render
from course.faces.figures import FIGURES, UnknownFigure, figure_of
from course.figures import Bar, Country, Stop, bars, europe, framed, is_on_the_map, road
from course.figures.canvas import PAPER, QUIET, Canvas, _wide
from course.i18n import LANGUAGES
from course.organisations import cohort
from course.store import Store
from course.vocabulary import vocabulary
from tests.conftest import participant
from tests.worked import answer_everything, unfolded
from widgets import WorkSession

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '"]]><script>alert(1)</script><img src=x onerror=alert(1)>$x$ & \x0b'


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A municipality that has answered everything; the tests only look at it."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('full') / 'workbook.sqlite'}")
    store.prepare()
    demonstration.load(store, cohort("pilot"))
    view = store.view(participant("sula"), "pilot", "sula")
    answer_everything(view, "full")
    save(view, "steering_document", called="The plan", next_window=next_year())
    save(view, "project", called="Sea", units="Havna", status="ongoing", partner_countries=["PL", "TZ"])
    return view


def next_year():
    """A day in the twelve months ahead, whenever the test runs."""
    return (date.today() + timedelta(days=200)).isoformat()


def save(view, kind, **values):
    return view.save(kind, str(uuid.uuid4()), values, 0).id


def svg_of(content):
    return next((block["svg"] for block in content["blocks"] if block["type"] == "drawing"), "")


def words_of(content):
    return [text.text for text in ElementTree.fromstring(svg_of(content)).iter(f"{SVG}text")]


def table_of(content):
    return next(block for block in unfolded(content["blocks"]) if block["type"] == "table")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_a_title_a_description_and_a_table_in_every_language(full, read, name, language):
    content = figure_content(read(full, language=language), name)
    json.dumps(content)
    image = ElementTree.fromstring(svg_of(content))
    title, description = image.get("aria-labelledby").split()
    named = {element.get("id"): element.text for element in image.iter() if element.get("id")}
    assert image.get("role") == "img"
    assert named == {title: content["title"], description: content["blocks"][0]["text"]}
    assert table_of(content)["rows"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_the_table_beside_a_drawing_is_folded_under_a_name_of_its_own(full, read, name, language):
    content = figure_content(read(full, language=language), name)
    *shown, folded = content["blocks"]
    assert [block["type"] for block in shown] == ["text", "drawing"]
    assert content["title"] in folded["summary"]
    assert folded["summary"] != content["title"]
    details = BeautifulSoup(render(content), "html5lib").find("details")
    assert details.summary.text == folded["summary"]
    assert details.table.caption.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_an_empty_figure_is_a_sentence_that_says_what_makes_it_appear(store, read, name, language):
    empty = store.view(participant("asker"), "pilot", "asker")
    (block,) = figure_content(read(empty, language=language), name)["blocks"]
    assert block["type"] == "text"
    if language == "en":
        assert "When you have" in block["text"]


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_facts_make_the_same_drawing(full, read, name):
    first = svg_of(figure_content(read(full), name))
    for draw in (bars, europe, road):
        draw.cache_clear()
    assert svg_of(figure_content(read(full), name)) == first


def test_an_unknown_figure_names_those_there_are():
    with pytest.raises(UnknownFigure, match="coverage"):
        figure_of("ranking")


@pytest.mark.parametrize("name", FIGURES)
def test_no_drawing_holds_a_style_a_script_a_link_or_an_id_beside_its_names(full, read, name):
    image = ElementTree.fromstring(svg_of(figure_content(read(full), name)))
    assert {element.tag.removeprefix(SVG) for element in image.iter()} <= {
        "svg",
        "title",
        "desc",
        "path",
        "text",
    }
    attributes = {attribute for element in image.iter() for attribute in element.attrib}
    assert not attributes & {"style", "href", "{http://www.w3.org/1999/xlink}href", "clip-path"}
    assert not any(attribute.startswith("on") for attribute in attributes)
    assert sum("id" in element.attrib for element in image.iter()) == 2


def test_two_of_the_same_figure_on_a_page_share_no_id(full, read):
    work = WorkSession(read(full))
    page = BeautifulSoup("".join(str(render(work.figure("goals").content)) for _ in range(2)), "html5lib")
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids)) == 8


def test_what_people_wrote_is_drawn_as_words(sula, read):
    save(sula, "activity", called=HOSTILE.replace("\x0b", " "), year=2027)
    content = figure_content(read(sula), "activities")
    assert HOSTILE.split("\x0b")[0].split("<img")[0] in "".join(words_of(content)).replace("> <", "><")
    page = BeautifulSoup(render(content), "html5lib")
    assert page.find(["script", "img"]) is None


def test_no_character_breaks_a_drawing_and_no_dollar_makes_a_formula():
    drawing = road((Stop("2027", HOSTILE, "\ud800 50 $ and 60 $", "open"),))
    texts = ElementTree.fromstring(framed(drawing, "k", HOSTILE, HOSTILE)).iter(f"{SVG}text")
    assert "50 $ and 60 $" in " ".join(text.text for text in texts)


def test_a_long_word_is_broken_and_no_line_is_wider_than_its_place():
    canvas = Canvas()
    word = "Barnehagelærarutdanningspraksisordningsansvarlegkoordinatorstillingane"
    lines = canvas.lines(f"Vår {word}", 120)
    assert "".join(lines).replace(" ", "") == f"Vår{word}"
    assert len(lines) > 3
    assert all(canvas.lines(line, 120) == [line] for line in lines)


def test_an_exported_page_keeps_the_drawing_as_it_is(full, read):
    html = str(render(figure_content(read(full), "coverage")))
    svg = svg_of(figure_content(read(full), "coverage"))
    assert BeautifulSoup(harmless(html), "html5lib").svg == BeautifulSoup(svg, "html5lib").svg


@pytest.mark.parametrize(
    "change",
    [
        ("<path", '<path onclick="alert(1)"'),
        ("<path", '<path style="fill: url(https://example.org)"'),
        ("<path", '<image href="https://example.org/a.png"/><path'),
        ("<path", "<foreignObject><p>x</p></foreignObject><path"),
        ("<path", "<script>alert(1)</script><path"),
        ('fill="#', 'fill="url(https://example.org#'),
        ("<title", "<!DOCTYPE svg [<!ENTITY x 'y'>]><title"),
        ("</title>", ""),
    ],
)
def test_a_drawing_that_is_not_one_of_ours_is_left_out_of_an_export(change):
    svg = str(framed(bars((Bar("A", 1, 2, "1 of 2"),)), "k", "Title", "Description"))
    assert svg in harmless(f"<p>before</p>{svg}<p>after</p>")
    found = harmless(f"<p>before</p>{svg.replace(*change)}<p>after</p>")
    assert "svg" not in found
    assert found.startswith("<p>before</p>")
    assert found.endswith("<p>after</p>")


def test_a_drawing_inside_an_attribute_stays_text():
    svg = str(framed(bars((Bar("A", 1, 2, "1 of 2"),)), "k", "Title", "Description"))
    page = BeautifulSoup(harmless(f"<a title='{svg} onclick=alert(1)'>link</a>"), "html5lib")
    assert page.svg is None
    assert page.a.get("onclick") is None


def test_coverage_says_how_many_of_how_many(sula, read):
    profile = sula.one("profile")
    sula.save("profile", profile.id, {"kindergartens": 8, "schools": 2}, profile.revision)
    save(sula, "project", called="Sea", units="Havna, Fjell", unit_type="kindergarten", status="ongoing")
    content = figure_content(read(sula), "coverage")
    assert content["blocks"][0]["text"] == (
        "20% of your kindergartens and schools have an active project: 2 of 10."
    )
    assert words_of(content)[:2] == ["Kindergarten", "2 of 8"]


def test_every_answer_of_the_self_assessment_is_a_circle_and_a_row(sula, read):
    statement = vocabulary("assessment_statement").codes[0]
    for moment, role, level in (("start", "staff", 0), ("start", "unit_leader", 3), ("end", "staff", 2)):
        row = {"statement": statement, "moment": moment, "role": role}
        values = {**row, "level": f"level_{level}"}
        sula.save("assessment", sula.row_id("assessment", row), values, 0)
    content = figure_content(read(sula), "assessment")
    image = ElementTree.fromstring(svg_of(content))
    legend, circles = 2, [path for path in image.iter(f"{SVG}path") if "C" in path.get("d")]
    assert len(circles) == legend + 3
    assert len({path.get("fill") for path in circles}) == 2
    first, second = table_of(content)["rows"][:2]
    assert first[1:6] == ["At the start", "2", "0", "3", "1.5"]
    assert first[6] == "Teacher or other staff: 0; Head of a kindergarten or school: 3"
    assert second[1:6] == ["At the end", "1", "2", "2", "2.0"]


def test_a_country_outside_the_map_is_named_below_it(sula, read):
    save(sula, "project", called="Sea", units="Havna", status="ongoing", partner_countries=["PL", "TZ", "MT"])
    save(sula, "partner", called="Szkoła", country="PL")
    content = figure_content(read(sula), "countries")
    assert words_of(content) == ["2", "1", "Not on this map: Tanzania (1)."]
    assert [row[0] for row in table_of(content)["rows"]] == ["Poland", "Malta", "Tanzania"]


def test_every_member_state_and_neighbour_has_its_place_on_the_map():
    states = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
    neighbours = "GB IS LI MK NO RS TR"
    assert [code for code in f"{states} {neighbours}".split() if not is_on_the_map(code)] == []


def test_activities_stand_in_the_order_of_their_years_with_their_state(sula, read):
    save(sula, "activity", called="Later", year=2029, status="applied")
    save(sula, "activity", called="No year")
    save(sula, "activity", called="Sooner", year=2027, status="ongoing", participants=4)
    content = figure_content(read(sula), "activities")
    assert [row[:2] for row in table_of(content)["rows"]] == [
        ["Sooner", "2027"], ["Later", "2029"], ["No year", "Year not stated"],
    ]  # fmt: skip
    assert "Under way · 4 participants" in words_of(content)


def test_an_anchor_that_aims_at_its_document_s_window_is_not_a_date_beside_it(sula, read):
    goal = save(sula, "goal", called="A goal")
    document = save(sula, "steering_document", called="The plan", next_window=next_year())
    save(sula, "anchor", goal=goal, document=document, window=next_year())
    rows = table_of(figure_content(read(sula), "windows"))["rows"]
    assert [row[2] for row in rows] == ["Decision window: The plan"]


def test_the_tree_says_of_each_goal_whether_it_is_anchored_and_what_hangs_on_it(sula, read):
    need = save(sula, "need", called="The need")
    goal = save(sula, "goal", called="The goal", needs=[need])
    save(sula, "indicator", goal=goal, called="The indicator")
    content = figure_content(read(sula), "goals")
    row = next(row for row in table_of(content)["rows"] if row[0] == "The goal")
    assert row == ["The goal", "Not anchored", "The need", "", "", "The indicator", ""]
    words = words_of(content)
    assert words.index("The need") < words.index("The goal") < words.index("The indicator")


def test_words_can_be_told_from_the_paper():
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    assert (light(PAPER) + 0.05) / (light(QUIET) + 0.05) >= 7


def test_a_page_without_a_drawing_does_not_wait_for_the_library():
    code = "import sys, widgets, course.faces; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_country_without_a_place_draws_nothing_of_its_own():
    assert europe((Country("TZ", "Tanzania", 1),), "").body == europe((), "").body


def test_no_word_of_any_figure_leaves_its_sheet(full, read):
    """Measured with the wide font the figures are laid out with, in the language of the longest words."""
    for name in FIGURES:
        image = ElementTree.fromstring(svg_of(figure_content(read(full, language="nn"), name)))
        for text in image.iter(f"{SVG}text"):
            size = float(text.get("font-size", "14").removesuffix("px"))
            (line, *more) = Canvas().lines(text.text, 680, size=size, bold=text.get("font-weight") == "700")
            share = {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "start")]
            left = float(text.get("x")) - share * width(line, text, size)
            assert not more
            assert left >= -0.5, (name, line)
            assert left + width(line, text, size) <= 680.5, (name, line)


def width(line, text, size):
    return _wide(line, size, text.get("font-weight") == "700")
