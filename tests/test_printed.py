"""Whatever a paper says, it says in each of its languages: no sentence is lacking in Swedish or Danish."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from babel.messages.pofile import read_po

from course import demonstration
from course.documents import DOCUMENTS, make
from course.example_year import fill, year
from course.faces import CohortReading
from course.faces.opening import cohort_reading_of, reading_of
from course.grants import Grant, Role
from course.i18n import LANGUAGES, PRINTED, Translator, catalogue_path, translator
from course.organisations import cohort
from course.store import Store

ONLY_PRINTED = [language for language in PRINTED if language not in LANGUAGES]
ADMINISTRATOR = Grant(person="operator", name="Operator", role=Role.ADMINISTRATOR, cohort="example")
PLACE = "eksempelkommunen"


class Noting(Translator):
    """A translator that notes what it was asked for and has not got."""

    def __init__(self, language):
        super().__init__(language, translator(language, printed=True)._catalogue)
        with catalogue_path(language).open("rb") as source:
            ids = [message.id for message in read_po(source) if message.id]
        self.known = {one if isinstance(one, str) else one[0] for one in ids}
        self.lacking = set()

    def gettext(self, sentence):
        if sentence and sentence not in self.known:
            self.lacking.add(sentence)
        return super().gettext(sentence)

    def ngettext(self, one, many, number):
        if one not in self.known:
            self.lacking.add(one)
        return super().ngettext(one, many, number)

    __call__ = gettext


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """The worked example, full and empty, each with a school under it."""
    made = {}
    for name in ("full", "empty"):
        store = Store(f"sqlite:///{tmp_path_factory.mktemp(name)}/workbook.sqlite")
        store.prepare()
        group = cohort("example")
        demonstration.load(store, group)
        if name == "full":
            fill(store, group.key, group.municipalities[0], year())
        store.add_unit(ADMINISTRATOR, "example", PLACE, name="Lia", unit_type="compulsory_school")
        made[name] = store
    return made


@pytest.mark.parametrize("draft", [False, True], ids=["finished", "draft"])
@pytest.mark.parametrize("filled", ["full", "empty"])
@pytest.mark.parametrize("language", ONLY_PRINTED)
def test_no_document_of_a_municipality_or_a_unit_lacks_a_sentence(stores, language, filled, draft):
    store, noting = stores[filled], Noting(language)
    school = store.units(ADMINISTRATOR, "example", PLACE)[0].key
    for organisation in (PLACE, school):
        opened = reading_of(
            store,
            ADMINISTRATOR,
            cohort="example",
            organisation=organisation,
            session="home",
            language=language,
            printed=True,
        )
        reading = replace(opened, translate=noting)
        for document in DOCUMENTS.values():
            if not document.data and document.reader == "group" and reading.level in document.levels:
                make(document, reading, "html", draft=draft)
    assert noting.lacking == set()


@pytest.mark.parametrize("filled", ["full", "empty"])
@pytest.mark.parametrize("language", ONLY_PRINTED)
def test_the_overview_of_a_cohort_lacks_no_sentence(stores, language, filled):
    noting = Noting(language)
    cohort = cohort_reading_of(
        stores[filled], ADMINISTRATOR, cohort="example", session="home", language=language, printed=True
    )
    municipalities = {key: replace(one, translate=noting) for key, one in cohort.municipalities.items()}
    reading = CohortReading(replace(cohort.own, translate=noting), municipalities)
    page = make(DOCUMENTS["course_overview"], reading, "html").content.decode()
    # The reports are made for pages, with texts for the browser: here only what is on paper counts.
    assert [one for one in noting.lacking if max(re.split(r"{\w+}", one), key=len) in page] == []


def test_a_sentence_that_is_lacking_is_noticed(stores):
    noting = Noting("sv")
    noting("This is said nowhere.")
    assert noting.lacking == {"This is said nowhere."}
