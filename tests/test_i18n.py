"""The catalogues are complete, and a translation says neither less nor more than its source."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from course.documents.printed import printed
from course.i18n import LANGUAGES, PRINTED, LanguageError, catalogue_path, translator
from course.i18n.prose import blocks, translate_prose
from tests.extracting import template_of

ROOT = Path(__file__).parent.parent
TRANSLATED = [language for language in LANGUAGES if language != "en"]
ONLY_PRINTED = [language for language in PRINTED if language not in LANGUAGES]


def sentences(message):
    return message.id if isinstance(message.id, tuple) else (message.id,)


def translations(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    return template_of(ROOT, tmp_path_factory.mktemp("messages") / "messages.pot")


def catalogue(language):
    with catalogue_path(language).open("rb") as source:
        return read_po(source, locale=language)


@pytest.mark.parametrize("language", [*TRANSLATED, *ONLY_PRINTED])
def test_every_sentence_is_translated_and_none_is_left_over(template, language):
    shown = template if language in LANGUAGES else printed(template)
    wanted = {sentences(message) for message in shown if message.id}
    there = {
        sentences(message) for message in catalogue(language) if message.id and all(translations(message))
    }
    assert sorted(wanted - there) == []
    assert sorted(there - wanted) == []


@pytest.mark.parametrize("language", [*TRANSLATED, *ONLY_PRINTED])
def test_no_translation_is_marked_as_doubtful_and_all_blanks_are_kept(language):
    for message in catalogue(language):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        blanks = {name for _, name, _, _ in Formatter().parse(sentences(message)[-1]) if name}
        for translation in translations(message):
            assert {name for _, name, _, _ in Formatter().parse(translation) if name} == blanks, message.id


@pytest.mark.parametrize("language", [*TRANSLATED, *ONLY_PRINTED])
def test_a_catalogue_s_head_says_the_language_and_its_plurals_and_nothing_that_changes(language):
    head = catalogue_path(language).read_text("utf-8").partition("\n\n")[0]
    assert f'"Language: {language}\\n"' in head and '"Plural-Forms: ' in head
    for template in ("PROJECT", "fuzzy", "Date"):
        assert template not in head


def test_nynorsk_is_a_language_of_its_own():
    nn = " ".join(text for message in catalogue("nn") if message.id for text in translations(message)).lower()
    words = set(re.findall(r"\w+", nn))
    assert not words & {
        "ikke",
        "jeg",
        "noe",
        "skole",
        "skoler",
        "skolene",
        "hvem",
        "hva",
        "hvor",
        "fra",
        "uke",
        "ansatte",
        "vedtatt",
        "kommunens",
        "dere",
        "et",
        "mer",
    }


NOT_SWEDISH = (
    "og ikke ikkje fra hva kva hvem kven hvor kvar hvordan korleis skole skoler skule barnehage barnehager "
    "ansatte kommunestyret vedtak vedtas vedtatt uke uker tiltak prosjekt dere dykk etter spørsmål eget noe"
)
NOT_DANISH = (
    "ikkje hva kva kven kvar korleis skule barnehage barnehager ansatte kommunestyret vedtak vedtas vedtatt "
    "uke uker tiltak prosjekt dere dykk etter av språk søknad utvikling opplæring nettside inn ut opp nå"
)


@pytest.mark.parametrize(("language", "foreign"), [("sv", NOT_SWEDISH), ("da", NOT_DANISH)])
def test_swedish_and_danish_are_languages_of_their_own(language, foreign):
    said = " ".join(text for message in catalogue(language) if message.id for text in translations(message))
    said = re.sub(r"\{\w+\}|`[^`]*`", " ", said).lower()
    assert not set(re.findall(r"\w+", said)) & set(foreign.split())
    assert not set(said) & set({"sv": "æø«»", "da": "äö"}[language])


@pytest.mark.parametrize("language", ONLY_PRINTED)
def test_most_of_what_is_printed_is_not_said_in_bokmål(language):
    bokmål = {message.id: message.string for message in catalogue("nb")}
    long = [message for message in catalogue(language) if message.id and len(translations(message)[0]) > 60]
    assert [message.id for message in long if bokmål[message.id] == message.string] == []


def test_an_unknown_language_is_refused_with_those_that_exist():
    with pytest.raises(LanguageError, match="en, nb, nn"):
        translator("xx")


def test_papers_have_languages_that_pages_have_not():
    for language in ONLY_PRINTED:
        assert translator(language, printed=True)("Goal") == "Mål"
        with pytest.raises(LanguageError, match=r"It has: en, nb, nn\."):
            translator(language)
    with pytest.raises(LanguageError, match="en, nb, nn, sv, da"):
        translator("fi", printed=True)


@given(st.text(alphabet=st.sampled_from("ab #-1.>\n*"), max_size=60))
def test_prose_put_together_again_is_the_same_prose(markdown):
    def words(text):
        return re.sub(r"\s+", " ", text).strip()

    assert words(translate_prose(markdown, lambda text: text)) == words(markdown)
    assert all("\n" not in block.text for block in blocks(markdown))


def test_headings_lists_and_paragraphs_are_translated_one_by_one():
    markdown = "# Title\n\nA paragraph\nover two lines.\n\n- one\n- two\n"
    assert translate_prose(markdown, str.upper) == "# TITLE\n\nA PARAGRAPH OVER TWO LINES.\n\n- ONE\n- TWO"
