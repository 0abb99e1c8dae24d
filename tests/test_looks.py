"""The look of a municipality's papers: kept with its history, and made harmless before it is kept."""

from __future__ import annotations

import io

import pytest
from alembic import command
from alembic.config import Config
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select, text

import course.settings
from course.cli import main
from course.documents.colours import ENOUGH, OWN, contrast, dark_enough, tint
from course.grants import Grant, NotGranted, Role
from course.looks import LARGEST_FILE, change_look, harmless
from course.looks.png import harmless_pixels
from course.looks.style import harmless_value
from course.looks.svg import harmless_drawing
from course.records import Refused
from course.store import Look, LookMovedOn, Looks, Store, UnknownOrganisation, schema
from course.store.store import _MIGRATIONS
from tests.conftest import FACILITATOR, participant
from tests.logos import SHAPE, bomb, png, svg

pytestmark = pytest.mark.each_database

KARI = participant("sula")
READER = Grant(person="r", name="Rolf", role=Role.READER, cohort="pilot", organisation="sula")


def change(store, *, grant=KARI, municipality="sula", **asked):
    return change_look(store, grant, "pilot", municipality, **asked)


def drawn(*inside, **how):
    return harmless_drawing(svg("".join(inside), **how))[0].decode()


# What is kept


def test_every_change_is_kept_with_who_and_when_and_the_last_one_counts(store):
    first = change(store, name="Sula kommune", file=svg())
    second = change(store, colour="7A1F3D", revision=1)
    assert (first.revision, second.revision, second.made_by) == (1, 2, "Kari")
    assert (second.name, second.colour) == ("", "#7a1f3d")
    assert second.logo == first.logo
    looks = Looks(store.engine)
    assert looks.history(KARI, "pilot", "sula") == [first, second]
    assert looks.of(KARI, "pilot", "sula") == second
    with store.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(schema.picture)) == 1
    assert change(store, without_logo=True, revision=2).logo is None
    assert looks.history(KARI, "pilot", "sula")[1].logo == first.logo


def test_a_municipality_has_the_usual_look_until_it_is_given_another(store):
    assert Looks(store.engine).of(KARI, "pilot", "sula") == Look()


def test_a_look_based_on_an_old_one_is_refused(store):
    change(store, name="Mine")
    with pytest.raises(Refused, match="Somebody else"):
        change(store, name="Yours")
    with pytest.raises(LookMovedOn):
        Looks(store.engine).change(KARI, "pilot", "sula", Look("Yours"))
    assert Looks(store.engine).of(KARI, "pilot", "sula").name == "Mine"


def test_a_unit_reads_its_municipality_s_look_and_does_not_change_it(store):
    unit = store.add_unit(KARI, "pilot", "sula", name="Made-up school", unit_type="compulsory_school")
    change(store, name="Sula herad")
    siv = participant(unit.key)
    assert Looks(store.engine).of(siv, "pilot", unit.key).name == "Sula herad"
    assert store.view(siv, "pilot", unit.key).look.name == "Sula herad"
    with pytest.raises(NotGranted):
        change(store, grant=siv, name="Ours")
    with pytest.raises(UnknownOrganisation):
        change(store, grant=siv, municipality=unit.key, name="Ours")


@pytest.mark.parametrize("grant", [READER, participant("asker")])
def test_who_may_not_arrange_the_municipality_changes_nothing(store, grant):
    with pytest.raises(NotGranted):
        change(store, grant=grant, name="Taken", file=b"never looked at")
    with pytest.raises(NotGranted):
        Looks(store.engine).change(grant, "pilot", "sula", Look("Taken"))
    assert Looks(store.engine).of(FACILITATOR, "pilot", "sula") == Look()


def test_another_municipality_s_look_is_not_read(store):
    with pytest.raises(NotGranted):
        Looks(store.engine).of(participant("asker"), "pilot", "sula")
    with pytest.raises(NotGranted):
        Looks(store.engine).history(participant("asker"), "pilot", "sula")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"name": "two\nlines"}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"alternative": "nul\x00"}, "alternative"),
        ({"colour": "red"}, "colour"),
        ({"colour": "#12345"}, "colour"),
        ({"colour": "#ffcc00"}, "colour"),
        ({"colour": "#1e4b6e;}"}, "colour"),
        ({"file": b"GIF89a"}, "logo"),
        ({"revision": "-1"}, "revision"),
        ({"revision": "x"}, "revision"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_field_and_nothing_is_kept(store, asked, field):
    with pytest.raises(Refused) as said:
        change(store, **asked)
    assert list(said.value.errors) == [field]
    assert Looks(store.engine).of(KARI, "pilot", "sula") == Look()


def test_a_pale_colour_is_refused_with_a_darker_one_that_is_taken(store):
    with pytest.raises(Refused) as said:
        change(store, colour="#ffcc00")
    darker = said.value.errors["colour"].blanks["darker"]
    assert change(store, colour=darker).colour == darker


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_has_a_relative_that_can_be_read(number):
    colour = f"#{number:06x}"
    assert contrast(dark_enough(colour)) >= ENOUGH
    assert (dark_enough(colour) == colour) == (contrast(colour) >= ENOUGH)
    assert contrast(tint(colour)) < 1.3


def test_contrast_is_reckoned_as_wcag_does():
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#ffffff") == pytest.approx(1)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.01)
    assert contrast(OWN.accent) > ENOUGH


def test_an_older_database_with_answers_gets_the_new_tables_and_keeps_the_rest(store):
    def rows():
        with store.engine.connect() as connection:
            return connection.execute(select(schema.revision)).all()

    before = rows()
    assert before
    with store.engine.connect() as connection:
        configuration = Config()
        configuration.set_main_option("script_location", str(_MIGRATIONS))
        configuration.attributes["connection"] = connection
        command.downgrade(configuration, "0001")
        assert not store.engine.dialect.has_table(connection, "look")
    older = Store(store.url)
    older.prepare()
    older.check()
    assert rows() == before
    assert change(older, name="After").revision == 1


def test_the_first_migration_alone_is_brought_up_to_date(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with store.engine.connect() as connection:
        configuration = Config()
        configuration.set_main_option("script_location", str(_MIGRATIONS))
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "0001")
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            text("INSERT INTO organisation (key, country, name, language) VALUES ('a', 'NO', 'A', 'nb')")
        )
    store.prepare()
    assert store.name_of("a") == ("A", "nb")


# Drawings: each attack beside a harmless twin

GRADIENT = '<defs><linearGradient id="g"><stop stop-color="#00f"/></linearGradient></defs>'
LEFT_OUT = {
    "a script": ("<script>alert(1)</script>", "<g/>", ("script", "alert")),
    "an event": ('<path onload="alert(1)" d="M0 0h9"/>', '<path d="M0 0h9"/>', ("onload", "alert")),
    "a foreign object": ("<foreignObject><p>x</p></foreignObject>", "<g/>", ("foreign", "x</")),
    "a link": ('<a href="javascript:x"><path d="M0 0h9"/></a>', "<g/>", ("javascript", "<a")),
    "something used from elsewhere": (
        '<use href="https://e.example/a.svg#x"/>', '<use href="#x"/>', ("e.example",),
    ),
    "something used from elsewhere, the old way": (
        '<use xlink:href="file:///etc/passwd#x"/>', '<use xlink:href="#x"/>', ("passwd",),
    ),
    "a colour from elsewhere": (
        '<path fill="url(https://e.example/#g)"/>', f'{GRADIENT}<path fill="url(#g)"/>', ("e.example",),
    ),
    "a style from elsewhere": (
        '<path style="fill:url(https://e.example/#g);stroke:red"/>',
        '<path style="stroke:red"/>', ("e.example",),
    ),
    "a style that hides its address": (
        r'<path style="fill:\75rl(https://e.example/#g)"/>', '<path style="fill:red"/>', ("e.example",),
    ),
    "a sheet that imports": (
        '<style>@import url("https://e.example/x.css"); .a{fill:red}</style>',
        "<style>.a{fill:red}</style>", ("import", "e.example"),
    ),
    "a sheet with a relative address": (
        "<style>.a{fill:url(/x)}</style>", "<style>.a{fill:url(#x)}</style>", ("/x)",),
    ),
    "a sheet with a font": (
        "<style>@font-face{font-family:x;src:url(//e.example/x)}</style>",
        "<style>.a{fill:red}</style>", ("font", "e.example"),
    ),
    "a sheet that ends its element": (
        "<style><![CDATA[.a{fill:red}</style><script>alert(1)</script>]]></style>",
        "<style><![CDATA[.a{fill:red}]]></style>", ("<script", "alert"),
    ),
    "an animation": (
        '<set attributeName="href" to="javascript:x"/><animate attributeName="x" to="1"/>',
        "<g/>", ("javascript", "<set", "<animate"),
    ),
    "a filter that fetches": (
        '<filter id="f"><feImage href="https://e.example/"/></filter><path filter="url(#f)"/>',
        "<g/>", ("filter", "e.example"),
    ),
    "metadata": ("<metadata>where it was made</metadata>", "<g/>", ("metadata", "made")),
    "another language": (
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">1</x:script>', "<g/>", ("script",),
    ),
    "a base": ('<g xml:base="https://e.example/"/>', "<g/>", ("base", "e.example")),
    "an instruction": ('<?xml-stylesheet href="https://e.example"?>', "<g/>", ("stylesheet", "e.example")),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT_OUT)
def test_of_a_drawing_what_acts_or_fetches_is_left_out(name):
    attack, twin, gone = LEFT_OUT[name]
    kept = drawn(SHAPE, attack)
    assert not [one for one in gone if one in kept.removeprefix('<svg xmlns="http://www.w3.org/2000/svg"')]
    assert 'fill="#7a1f3d"' in kept
    assert drawn(twin)


def test_what_a_drawing_needs_stays():
    kept = drawn(
        "<style>.a,.b{fill:#123456;stroke-width:2px}</style>",
        GRADIENT,
        '<g transform="translate(1 2) rotate(3)" opacity=".5"><use xlink:href="#x" x="2"/></g>',
        '<path id="x" class="a" d="M1,1L2 2" style="fill:url(#g);stroke:rgb(1, 2, 3)" clip-path="url(#c)"/>',
    )
    for stays in (
        ".a,.b{fill:#123456;stroke-width:2px}", 'transform="translate(1 2) rotate(3)"', 'href="#x"',
        'style="fill:url(#g);stroke:rgb(1, 2, 3)"', 'clip-path="url(#c)"', 'class="a"', '"M1,1L2 2"',
    ):  # fmt: skip
        assert stays in kept


LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
DOCTYPE = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
NESTED = "".join(
    f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 12)
)  # ten to the eleventh
REFUSED = {
    "entities that laugh": (svg(before=LAUGHS), svg(before=DOCTYPE), "entities"),
    "an entity from outside": (svg(before=OUTSIDE), svg(before='<?xml version="1.0"?>'), "entities"),
    "too deep": (svg("<g>" * 60 + "</g>" * 60), svg("<g>" * 9 + "</g>" * 9), "too involved"),
    "deep without an end": (b"<svg>" * 50_000, svg(), "too involved"),
    "too many": (svg("<g/>" * 6000), svg("<g/>" * 60), "too involved"),
    "used ten to the eleventh times": (
        svg(f'<g id="g0">{SHAPE}</g>{NESTED}'), svg(f'<g id="a">{SHAPE}</g><use href="#a"/>'), "too involved",
    ),
    "used in itself": (
        svg('<g id="a"><use href="#a"/></g>'), svg('<g id="a"/><use href="#a"/>'), "too involved",
    ),
    "letters": (svg("<g><text>Sula</text></g>"), svg("<g><title>Sula</title></g>"), "letters"),
    "pixels": (svg('<image href="data:image/png;base64,AAAA"/>'), svg("<rect/>"), "pixels"),
    "no XML": (b"<svg", svg(), "no SVG"),
    "no drawing": (b"<html><svg/></html>", svg(), "no SVG"),
    "no size": (svg(box=""), svg(box='width="30mm" height="9mm"'), "how large"),
    "a size that is none": (svg(box='viewBox="0 0 nan inf"'), svg(box='viewBox="-1,-1,30,9"'), "how large"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_drawing_that_cannot_be_kept_is_refused_with_a_sentence(name):
    attack, twin, said = REFUSED[name]
    with pytest.raises(Refused, match=said):
        harmless_drawing(attack)
    assert harmless_drawing(twin)


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_whatever_is_written_as_a_value_leads_nowhere(value):
    if harmless_value(value):
        left = value.replace("url(#", "")
        assert "url" not in left.lower() or "(" not in left
        assert not set("\\<>@&{}") & set(left)


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_whatever_bytes_are_sent_are_refused_in_words_or_harmless(content):
    for attempt in (content, b"<svg" + content, svg(content.decode("latin-1"))):
        try:
            kept = harmless_drawing(attempt)[0]
        except Refused as refused:
            assert list(refused.errors) == ["logo"]
        else:
            assert b"<script" not in kept
            assert harmless_drawing(kept)[0] == kept


# Pictures


def test_of_a_picture_only_the_pixels_are_kept():
    given = png(Author="Somebody", Comment="a place")
    kept, width, height = harmless_pixels(given)
    assert (width, height) == (600, 200)
    assert b"Somebody" in given
    assert b"Somebody" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert image.info == {}
        assert image.convert("RGB").getpixel((5, 5)) == (0x7A, 0x1F, 0x3D)


def test_a_large_picture_is_made_as_small_as_paper_needs():
    assert harmless_pixels(png((3600, 1200)))[1:] == (1200, 400)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (bomb(60_000), "too large"),
        (bomb(4000), "could not be read"),
        (png((8, 8)), "too small"),
        (png((2000, 20)), "too long"),
        (png(colour="white"), "white paper"),
        (png(colour="#00000000", mode="RGBA"), "white paper"),
        (png()[:60], "could not be read"),
        (png()[:20], "could not be read"),
    ],
)
def test_a_picture_that_cannot_be_kept_is_refused_with_a_sentence(content, said):
    with pytest.raises(Refused, match=said):
        harmless_pixels(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"GIF89a", "neither"),
        (b"%PDF-1.7", "neither"),
        (svg() + b" " * LARGEST_FILE, "too large"),
        (svg("<g/>"), "white paper"),
        (svg('<rect width="300" height="90" fill="#fff"/>'), "white paper"),
    ],
)
def test_a_file_that_is_no_logo_is_refused_with_a_sentence(content, said):
    with pytest.raises(Refused, match=said):
        harmless(content)


def test_a_drawing_is_kept_as_a_drawing_and_in_pixels():
    logo = harmless(svg())
    assert logo.media_type == "image/svg+xml"
    assert logo.content.startswith(b"<svg")
    with Image.open(io.BytesIO(logo.pixels)) as image:
        assert image.size == (logo.width, logo.height) == (1200, 360)
        assert image.getpixel((100, 100)) == (0x7A, 0x1F, 0x3D, 255)
        assert image.getpixel((1100, 100))[3] == 0


# The command


def test_the_command_gives_a_look_and_tells_it(address, tmp_path, monkeypatch, fresh_settings):
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", address)
    course.settings.settings.cache_clear()

    def look(*words):
        return CliRunner().invoke(main, ["look", "--municipality", "Sula", *words])

    assert "Name: the usual one\nLogo: none" in look().output
    logo = tmp_path / "logo.svg"
    logo.write_bytes(svg())
    done = look("--logo", str(logo), "--colour", "#7a1f3d", "--name", "Sula kommune")
    assert (done.exit_code, "Logo: image/svg+xml" in done.output) == (0, True)
    assert "Colour: #7a1f3d" in look("--no-logo").output
    assert "Logo: none" in look().output
    for wrong, said in (
        (("--colour", "#ff0"), "six digits"),
        (("--logo", str(logo), "--no-logo"), "Either"),
        (("--logo", __file__.replace("test_looks", "conftest")), "neither a PNG nor an SVG"),
    ):
        failed = look(*wrong)
        assert failed.exit_code == 2
        assert said in failed.output
        assert len(failed.output.splitlines()) == 1
