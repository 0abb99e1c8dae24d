"""A file of answers read back: what comes out again is what went in, and a hostile one changes nothing."""

from __future__ import annotations

import json
import shutil
import uuid
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from course.answers_file import NotTaken, answers_file, bring_back, read_answers
from course.cli import main
from course.grants import NotGranted
from course.organisations import cohort
from course.outline import session
from course.records import KINDS, Refused, questions
from course.settings import settings as workbook_settings
from course.store import NotEmpty, Store
from course.store.errors import NotFound, Stale
from tests.conftest import FACILITATOR, participant
from tests.test_checks_all import some_of
from tests.worked import answer_everything

pytestmark = pytest.mark.each_database

OF_A_GROUP = [kind for kind in KINDS if session(KINDS[kind].home).reader == "group"]
ID = uuid.UUID("00000000-0000-4000-8000-000000000000")


def exported(store, key="sula", *, history=False):
    grant = participant(key)
    return answers_file(store.view(grant, "pilot", key), store.units(grant, "pilot", key), history=history)


def imported(store, content, key="sula", *, history=False, who="Kari"):
    return bring_back(store, participant(key, who), "pilot", key, read_answers(content, history=history))


def plain(content, *, revisions=True):
    """What “exact” means: everything but whose file it is and the ids that follow from the place.

    An id stands for which record of the file it is; those that lead out of the file stay. The order is
    that of the lists, the numbers it is kept by are nobody's business.
    """
    file = json.loads(content)
    parts = [file["records"], *(unit["records"] for unit in file["units"])]
    names = {}
    for number, records in enumerate(parts):
        for kind, entries in records.items():
            for place, entry in enumerate(entries):
                names[entry["id"]] = f"{number}/{kind}/{place}"
    text = json.dumps([[(u["name"], u["unit_type"]) for u in file["units"]], parts], sort_keys=True)
    for identifier, name in names.items():
        text = text.replace(identifier, name)
    found = json.loads(text)
    drop = ("position",) if revisions else ("position", "revision", "updated_at", "updated_by")
    for entry in (entry for records in found[1] for entries in records.values() for entry in entries):
        for name in drop:
            entry.pop(name, None)
    return found


def copied(source, target):
    for suffix in ("", "-wal"):
        part = source.with_name(source.name + suffix)
        if part.exists():
            shutil.copy(part, target.with_name(target.name + suffix))
    return Store(f"sqlite:///{target}")


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Make a store with the pilot municipalities in it and nothing of what is known of them, each anew."""
    folder = tmp_path_factory.mktemp("bare")
    first = Store(f"sqlite:///{folder / 'first.sqlite'}")
    first.prepare()
    first.add_cohort(cohort("pilot"))
    return lambda: copied(folder / "first.sqlite", folder / f"{uuid.uuid4()}.sqlite")


@pytest.fixture
def database(tmp_path):
    """In place of the usual one, which holds answers of the pilot municipalities already."""
    return tmp_path / "workbook.sqlite"


@pytest.fixture
def address(request, bare):
    """In place of the usual one, for the same reason."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield bare().url
        return
    server = request.getfixturevalue("postgres")
    name = server.new_database()
    store = Store(server.url(name))
    store.prepare()
    store.add_cohort(cohort("pilot"))
    yield store.url
    server.drop(name)


@pytest.fixture
def elsewhere(address):
    """Another installation with the same cohort."""
    return Store(address)


@pytest.fixture(scope="module")
def filled(bare):
    """Sula with everything answered, a school under it, a later occasion, changes and a deletion."""
    store = bare()
    sula = store.view(participant("sula"), "pilot", "sula")
    answer_everything(sula, "Sula")
    unit = store.add_unit(
        participant("sula"), "pilot", "sula", name="Made-up school", unit_type="compulsory_school"
    )
    answers = sula.of_unit(unit)
    plan = sula.all("steering_document")[0]
    anchor = answers.save("anchor", str(uuid.uuid4()), {"document": plan.id}, 0)
    answers.save("anchor", anchor.id, {"status": "proposed"}, 1)
    need = sula.all("need")[0]
    second = sula.save("need", str(uuid.uuid4()), {"called": "Second"}, 0)
    sula.move(second.id, 1, need.id)
    gone = sula.save("need", str(uuid.uuid4()), {"called": "Gone"}, 0)
    sula.delete(gone.id, 1)
    sula.at("plus-6").save("follow_up", str(uuid.uuid4()), {"comment": "Later"}, 0)
    place = {"statement": "leaders_ask", "moment": "end", "role": "unit_leader"}
    sula.save("assessment", sula.row_id("assessment", place), place, 0)
    return Path(store.engine.url.database)


@pytest.fixture
def full(filled, database):
    return copied(filled, database)


def test_a_file_read_back_elsewhere_makes_the_same_file(full, elsewhere):
    content = exported(full)
    assert imported(elsewhere, content) == sum(
        len(entries) for part in plain(content)[1] for entries in part.values()
    )
    assert plain(exported(elsewhere), revisions=False) == plain(content, revisions=False)


def test_with_history_it_is_the_same_to_the_byte_where_the_place_is_the_same(full, elsewhere):
    content = exported(full, history=True)
    imported(elsewhere, content, history=True)
    assert exported(elsewhere, history=True) == content
    assert exported(elsewhere) == exported(full)


@pytest.mark.parametrize("history", [False, True])
def test_in_another_municipality_beside_the_first_every_id_is_new_and_every_reference_whole(full, history):
    content = exported(full, history=history)
    imported(full, content, "asker", history=history)
    again = exported(full, "asker", history=history)
    assert plain(again, revisions=history) == plain(content, revisions=history)
    ids = [set(find_ids(json.loads(text))) for text in (content, again)]
    assert not ids[0] & ids[1]
    assert exported(full, history=history) == content
    view = full.view(participant("asker"), "pilot", "asker")
    assert view.one("profile").revision
    assert view.one("profile").id == view.single_id("profile")


def find_ids(found):
    if isinstance(found, dict):
        if "id" in found:
            yield found["id"]
        for inner in found.values():
            yield from find_ids(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from find_ids(inner)


def test_what_is_there_is_attributed_to_whoever_brought_it_and_goes_on_from_there(full, elsewhere):
    imported(elsewhere, exported(full), who="Brita")
    view = elsewhere.view(participant("sula"), "pilot", "sula")
    need = view.all("need")[0]
    assert (need.record.called, need.revision, need.updated_by) == ("Second", 1, "Brita")
    assert view.save("need", need.id, {"called": "Changed"}, 1).revision == 2
    assert view.change > 1


def test_with_history_each_state_keeps_who_made_it_and_when(full, elsewhere):
    imported(elsewhere, exported(full, history=True), history=True, who="Brita")
    views = [store.view(participant("sula"), "pilot", "sula") for store in (full, elsewhere)]
    need = views[0].all("need")[0]
    assert len(views[0].history(need.id)) == 2
    assert views[1].history(need.id) == views[0].history(need.id)
    assert views[1].change == views[0].change


# Whatever is written


@st.composite
def writings(draw):
    """Some records with references among them, and what is done with them afterwards."""
    made = draw(st.lists(st.sampled_from(OF_A_GROUP), max_size=8))
    return [
        (
            kind,
            str(uuid.UUID(int=ID.int + number + 1)),
            draw(some_of(kind)),
            draw(st.sampled_from(["", "plus-6"])),
        )
        for number, kind in enumerate(made)
    ], draw(
        st.lists(
            st.tuples(st.sampled_from(["delete", "restore", "move", "save"]), st.integers(0, 7)), max_size=8
        )
    )


def write(view, made, afterwards):
    """Write what can be written; what the store refuses is left out."""
    known: dict[str, list[str]] = {}
    written = []
    for kind, record, answers, occasion in made:
        there = view.at(occasion if KINDS[kind].per_occasion else "")
        values = dict(answers)
        for question in questions(KINDS[kind]):
            if question.refers_to and question.name in values:
                some = known.get(question.refers_to, [])[:2]
                values[question.name] = some if question.type == "references" else (some or [None])[0]
        try:
            own = there.one(kind) if KINDS[kind].single else None
            written.append(there.save(kind, own.id if own else record, values, own.revision if own else 0))
            known.setdefault(kind, []).append(written[-1].id)
        except Refused:
            continue
    for what, number in afterwards:
        if not written:
            break
        record = view.get(written[number % len(written)].id)
        try:
            if what == "move":
                view.move(record.id, record.revision, None)
            elif what == "save":
                view.at(record.occasion).save(record.kind, record.id, record.values, record.revision)
            else:
                getattr(view, what)(record.id, record.revision)
        except (NotFound, Stale, Refused):
            continue


@given(
    written=writings(), of_unit=writings(), history=st.booleans(), whose=st.sampled_from(["sula", "asker"])
)
@settings(max_examples=20)
def test_whatever_is_written_is_the_same_after_the_round_trip(bare, written, of_unit, history, whose):
    first, second = bare(), bare()
    view = first.view(participant("sula"), "pilot", "sula")
    unit = first.add_unit(
        participant("sula"), "pilot", "sula", name="A school", unit_type="compulsory_school"
    )
    write(view, *written)
    write(
        view.of_unit(unit),
        [
            (k, str(uuid.UUID(int=uuid.UUID(i).int + 99)), v, o)
            for k, i, v, o in of_unit[0]
            if "school" in KINDS[k].levels
        ],
        of_unit[1],
    )
    content = exported(first, history=history)
    imported(second, content, whose, history=history)
    assert plain(exported(second, whose, history=history), revisions=history) == plain(
        content, revisions=history
    )


# What is refused


def test_nothing_is_brought_in_where_somebody_has_written(full, elsewhere):
    content = exported(full)
    view = elsewhere.view(participant("sula"), "pilot", "sula")
    need = view.save("need", str(uuid.uuid4()), {"called": "Mine"}, 0)
    view.delete(need.id, 1)
    with pytest.raises(NotEmpty, match=r"sula.* has answers already"):
        imported(elsewhere, content)
    assert view.change == 2
    assert elsewhere.units(FACILITATOR, "pilot", "sula") == []


def test_a_unit_that_has_answers_stops_the_whole_file(full, elsewhere):
    unit = elsewhere.add_unit(
        participant("sula"), "pilot", "sula", name="MADE-UP school", unit_type="compulsory_school"
    )
    view = elsewhere.view(participant("sula"), "pilot", "sula")
    view.of_unit(unit).save("need", str(uuid.uuid4()), {"called": "Mine"}, 0)
    with pytest.raises(NotEmpty, match="Made-up school"):
        imported(elsewhere, exported(full))
    assert view.change == 0


def test_nobody_brings_in_what_they_may_not_write(full, elsewhere):
    parts = read_answers(exported(full))
    for grant in (FACILITATOR, participant("asker")):
        with pytest.raises(NotGranted):
            bring_back(elsewhere, grant, "pilot", "sula", parts)
    assert elsewhere.view(FACILITATOR, "pilot", "sula").change == 0


def changed(content, change):
    file = json.loads(content)
    change(file)
    return json.dumps(file).encode()


def set_at(*path, to):
    def change(file):
        for part in path[:-1]:
            file = file[part]
        file[path[-1]] = to

    return change


def twice(file):
    file["records"]["need"].append(file["records"]["need"][0])


def another(kind):
    def change(file):
        file["records"][kind].append({**file["records"][kind][0], "id": str(uuid.uuid4())})

    return change


REFUSED = {
    "not JSON": (lambda content: content[:-10], "not JSON"),
    "not text": (lambda content: b"\x00\xff" * 100, "not JSON"),
    "too deep": (lambda content: b"[" * 100_000, "not JSON"),
    "deep inside": (
        lambda content: content.replace(b'"called": "Second"', b'"called": ' + b"[" * 500 + b"]" * 500),
        "not JSON",
    ),
    "a list": (lambda content: b"[]", "not JSON"),
    "no version": (lambda content: b"{}", "“version”"),
}
CHANGED = {
    "a newer version": (set_at("version", to=3), "newer version"),
    "an unknown part": (set_at("extra", to=1), "“extra”.*newer version"),
    "an unknown kind": (set_at("records", "wish", to=[{}]), "“wish”"),
    "a kind of a newer version": (
        lambda file: file["records"].update(wish=file["records"]["need"]),
        "“wish”.*newer version",
    ),
    "an unknown question": (
        set_at("records", "need", 0, "values", "mood", to="good"),
        "“need”, no. 1, “values”, “mood”.*newer version",
    ),
    "a wrong type": (set_at("records", "need", 0, "values", "called", to=[1]), "“need”, no. 1.*called"),
    "an unknown code": (set_at("records", "project", 0, "values", "status", to="over"), "“project”.*status"),
    "NUL": (set_at("records", "need", 0, "values", "called", to="a\x00"), "cannot be kept"),
    "half a pair": (set_at("records", "need", 0, "updated_by", to="\ud800"), "Nothing was imported"),
    "too long": (set_at("records", "need", 0, "values", "called", to="a" * 9999), "too long"),
    "no id": (set_at("records", "need", 0, "id", to="../../etc"), "“id”"),
    "the same id twice": (twice, "“need”, no. 3.*same id"),
    "an occasion there is not": (
        set_at("records", "follow_up", 0, "occasion", to="never"),
        "“follow_up”, no. 1",
    ),
    "an occasion where none is": (set_at("records", "need", 0, "occasion", to="plus-6"), "“need”, no. 1"),
    "a single record twice": (another("profile"), "“profile”, no. 2.*same place"),
    "a row twice": (another("assessment"), "“assessment”, no. 3.*same place"),
    "what belongs to the cohort": (
        lambda file: file["records"]["gathering"].append(
            {**file["records"]["need"][0], "id": str(uuid.uuid4()), "values": {}}
        ),
        "“gathering”, no. 1.*do not belong here",
    ),
    "a reference to another kind": (
        lambda file: file["records"]["anchor"][0]["values"].update(goal=file["records"]["need"][0]["id"]),
        "“anchor”, no. 1, “goal”",
    ),
    "a reference into a unit": (
        lambda file: file["records"]["anchor"][0]["values"].update(
            goal=next(iter(file["units"][0]["records"]["anchor"]))["id"]
        ),
        "“anchor”, no. 1, “goal”",
    ),
    "a unit without a name": (set_at("units", 0, "name", to=""), "Unit 1"),
    "a unit of no type": (set_at("units", 0, "unit_type", to="library_or_museum"), "Unit 1"),
    "too many units": (lambda file: file.update(units=file["units"] * 301), "“units”"),
    "an answer a unit is not asked": (
        lambda file: file["units"][0]["records"]["partnership"].append(
            {**file["records"]["partnership"][0], "id": str(uuid.uuid4())}
        ),
        "Unit 1, “partnership”, no. 1",
    ),
    "a date that never was": (
        set_at("records", "need", 0, "updated_at", to="0001-01-01T00:00:00+14:00"),
        "updated_at",
    ),
    "history where none is": (set_at("history", to=True), "has history"),
}


@pytest.mark.parametrize("why", [*REFUSED, *CHANGED])
def test_a_hostile_file_is_refused_with_a_sentence_and_changes_nothing(full, elsewhere, why):
    content = exported(full)
    hostile, said = (
        (REFUSED[why][0](content), REFUSED[why][1])
        if why in REFUSED
        else (changed(content, CHANGED[why][0]), CHANGED[why][1])
    )
    with pytest.raises(NotTaken, match=said) as refused:
        imported(elsewhere, hostile)
    assert str(refused.value).startswith("Nothing was imported. ")
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400
    assert elsewhere.view(FACILITATOR, "pilot", "sula").change == 0
    assert elsewhere.units(FACILITATOR, "pilot", "sula") == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (set_at("records", "need", 0, "history", 0, "revision", to=7), "numbered"),
        (set_at("records", "need", 0, "history", 0, "change", to=10**12), "change"),
        (set_at("records", "need", 0, "history", 1, "change", to=1), "follow each other"),
        (set_at("records", "need", 0, "history", 1, "made_by", to="Somebody"), "last state"),
        (
            set_at("records", "need", 0, "history", 0, "values", "mood", to="x"),
            "“history”, no. 1, “values”, “mood”",
        ),
        (set_at("records", "need", 0, "history", to=[]), "numbered"),
        (set_at("records", "need", 0, "position", to=1e300), "position"),
    ],
)
def test_a_history_that_cannot_have_happened_is_refused(full, elsewhere, change, said):
    with pytest.raises(NotTaken, match=said):
        imported(elsewhere, changed(exported(full, history=True), change), history=True)
    assert elsewhere.view(FACILITATOR, "pilot", "sula").change == 0


def test_history_that_is_not_in_the_file_is_not_invented(full, elsewhere):
    with pytest.raises(NotTaken, match="without --history"):
        imported(elsewhere, exported(full), history=True)


def test_a_file_with_history_can_be_read_without_it(full, elsewhere):
    imported(elsewhere, exported(full, history=True))
    assert plain(exported(elsewhere), revisions=False) == plain(exported(full), revisions=False)


def test_a_file_of_the_first_version_is_still_read(full, elsewhere):
    def first(file):
        for name in ("level", "units", "history"):
            del file[name]
        file["version"] = 1

    content = exported(full)
    imported(elsewhere, changed(content, first))
    assert plain(exported(elsewhere), revisions=False)[1][0] == plain(content, revisions=False)[1][0]


def test_an_id_that_would_take_another_s_place_is_never_kept(full, elsewhere):
    asker = elsewhere.view(participant("asker"), "pilot", "asker")
    taken = asker.single_id("profile")
    imported(elsewhere, changed(exported(full), set_at("records", "need", 0, "id", to=taken)))
    assert asker.save("profile", taken, {}, 0).revision == 1


# On the command line


@pytest.fixture
def run(database, monkeypatch, fresh_settings):
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", f"sqlite:///{database}")
    workbook_settings.cache_clear()
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def test_the_commands_carry_answers_with_their_history_from_one_place_to_another(full, run, tmp_path):
    out = tmp_path / "out"
    done = run("export", "answers", "--history", "--municipality", "Sula", "--out", out)
    assert done.exit_code == 0, done.output
    (file,) = out.iterdir()
    done = run("import", file, "--municipality", "Asker", "--history", "--as", "Brita")
    assert done.exit_code == 0, done.output
    assert "Asker" in done.output
    assert plain(exported(full, "asker", history=True)) == plain(exported(full, history=True))
    again = run("import", file, "--municipality", "Asker")
    assert (again.exit_code, "has answers already" in again.output) == (1, True)


def test_a_unit_has_a_file_of_its_own_too(full, run, tmp_path):
    done = run("export", "answers", "--municipality", "Sula", "--unit", "made-up school", "--out", tmp_path)
    assert done.exit_code == 0, done.output
    (file,) = tmp_path.glob("*.json")
    full.add_unit(participant("asker"), "pilot", "asker", name="Another", unit_type="upper_secondary_school")
    done = run("import", file, "--municipality", "Asker", "--unit", "Another")
    assert done.exit_code == 0, done.output
    content = json.loads(exported(full, "asker"))
    assert len(content["units"][0]["records"]["anchor"]) == 1


def test_the_command_says_in_a_sentence_what_is_wrong_with_a_file(full, run, tmp_path):
    file = tmp_path / "answers.json"
    file.write_text("no")
    done = run("import", file, "--municipality", "Sula")
    assert (done.exit_code, done.output) == (
        1,
        "Nothing was imported. The file is not JSON as the workbook writes it.\n",
    )
    assert run("import", tmp_path / "nothing.json", "--municipality", "Sula").exit_code != 0
    assert run("export", "strategy", "--history", "--out", tmp_path).exit_code == 2
