"""The widgets' Python side: every message is answered, none is believed, ipywidgets fit around them."""

from __future__ import annotations

import uuid

import ipywidgets
import pytest
import traitlets
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.grants import NotGranted
from course.store import UnknownOrganisation
from tests.conftest import FACILITATOR, participant
from tests.messages import answers, save
from widgets import WorkSession, open_session


@pytest.fixture
def work(sula, read):
    return WorkSession(read(sula))


def test_a_save_is_answered_with_revision_and_time(work, sula):
    form = work.form("profile")
    record = form.content["record"]
    (told,) = save(form, "profile", record["id"], record["revision"], schools="7")
    assert told["type"] == "saved"
    assert told["token"] == 1
    assert told["revision"] == record["revision"] + 1
    assert told["values"]["schools"] == 7
    assert told["clock"].count(":") == 1
    assert sula.one("profile").record.schools == 7


def test_a_stale_save_is_answered_with_what_is_there(work, store):
    form = work.form("profile")
    record = form.content["record"]
    colleague = store.view(participant("sula", "Ola"), "pilot", "sula")
    colleague.save("profile", record["id"], {"schools": 9}, record["revision"])
    (told,) = save(form, "profile", record["id"], record["revision"], schools=7)
    assert (told["type"], told["values"]["schools"], told["by"]) == ("stale", 9, "Ola")


def test_a_refused_save_is_answered_with_a_sentence_by_the_field(sula, read):
    form = WorkSession(read(sula, language="nn")).form("profile")
    record = form.content["record"]
    (told,) = save(form, "profile", record["id"], record["revision"], schools="sju", owner="Kari")
    assert told["type"] == "refused"
    assert list(told["errors"]) == ["schools"]
    assert told["errors"]["schools"] != "Write this as a whole number, in digits only."
    assert sula.one("profile").record.owner == ""


def test_after_a_save_every_widget_of_the_session_shows_it(work):
    heading, table, matrix = work.heading(), work.table("goal"), work.matrix()
    before = heading.content["done"]
    save(table, "goal", str(uuid.uuid4()), 0, called="New", owner="Head of education")
    assert heading.content["done"] == before + 2
    assert "New" in [goal["title"] for goal in matrix.content["goals"]]
    assert "New" in [record["title"] for record in table.content["records"]]


def test_the_heading_asks_for_all_of_the_page_what_others_have_written(work, store):
    heading, form = work.heading(), work.form("profile")
    record, before = form.content["record"], heading.content["standing"]
    colleague = store.view(participant("sula", "Ola"), "pilot", "sula")
    colleague.save("profile", record["id"], {"schools": 9}, record["revision"])
    assert answers(heading, type="refresh") == []
    assert form.content["record"]["values"]["schools"] == 9
    assert heading.content["standing"] == colleague.standing > before
    assert answers(heading, type="delete", record=record["id"], revision=1) == []
    assert answers(heading, type="nothing") == []


def test_a_record_can_be_deleted_taken_back_and_moved(work, sula):
    table = work.table("meeting")
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    save(table, "meeting", first, 0, purpose="First")
    save(table, "meeting", second, 0, purpose="Second")
    (told,) = answers(table, type="move", record=second, revision=1, before=first)
    assert [r["title"] for r in table.content["records"]] == ["Second", "First"]
    (told,) = answers(table, type="delete", record=second, revision=told["revision"])
    assert told["deleted"] is True
    assert [r["title"] for r in table.content["records"]] == ["First"]
    (told,) = answers(table, type="restore", record=second, revision=told["revision"])
    assert [r["title"] for r in table.content["records"]] == ["Second", "First"]


def test_a_link_to_what_was_deleted_is_not_shown_and_comes_back_with_it(work, sula):
    needs, goals = work.table("need"), work.table("goal")
    need, goal = str(uuid.uuid4()), str(uuid.uuid4())
    save(needs, "need", need, 0, called="A need")
    save(goals, "goal", goal, 0, called="A goal", needs=[need])

    def linked():
        return next(record["values"]["needs"] for record in goals.content["records"] if record["id"] == goal)

    assert linked() == [need]
    answers(needs, type="delete", record=need, revision=1)
    assert linked() == []
    (told,) = save(goals, "goal", goal, 1, called="Another name")
    assert told["values"]["needs"] == []
    answers(needs, type="restore", record=need, revision=2)
    assert linked() == [need]


def test_a_message_for_a_record_of_another_municipality_is_refused_and_logged(work, store, caplog):
    asker = store.view(participant("asker"), "pilot", "asker")
    theirs = asker.save("goal", str(uuid.uuid4()), {"called": "Theirs"}, 0)
    table = work.table("goal")
    for message in (
        {"type": "save", "kind": "goal", "record": theirs.id, "revision": 1, "values": {"called": "Mine"}},
        {"type": "save", "kind": "goal", "record": theirs.id, "revision": 0, "values": {"called": "Mine"}},
        {"type": "delete", "record": theirs.id, "revision": 1},
        {"type": "restore", "record": theirs.id, "revision": 1},
        {"type": "move", "record": theirs.id, "revision": 1, "before": None},
    ):
        caplog.clear()
        (told,) = answers(table, **message)
        assert told["type"] == "refused"
        assert told["message"]
        assert "Refused to kari@sula" in caplog.text
    assert asker.get(theirs.id) == theirs


def test_a_widget_takes_only_its_own_kind(work, sula, caplog):
    profile = sula.one("profile")
    (told,) = save(work.table("goal"), "profile", profile.id, profile.revision, schools=1)
    assert told["type"] == "refused"
    (told,) = answers(
        work.table("goal"), type="delete", record=sula.all("steering_document")[0].id, revision=1
    )
    assert told["type"] == "refused"
    assert len(sula.all("steering_document")) == 1


def test_who_may_only_read_is_refused(store, read, caplog):
    view = store.view(FACILITATOR, "pilot", "sula")
    table = WorkSession(read(view)).table("goal")
    assert table.content["readonly"] is True
    (told,) = save(table, "goal", str(uuid.uuid4()), 0, called="Mine")
    assert told["type"] == "refused"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    message=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["type", "token", "kind", "record", "revision", "values", "before", "x"])
                | st.text(max_size=5),
                inner,
                max_size=6,
            )
        ),
        max_leaves=8,
    )
)
def test_whatever_a_browser_says_nothing_breaks_and_nothing_changes(work, sula, message):
    table, change = work.table("goal"), sula.change
    table.send = lambda content, buffers=None: None
    table._handle_custom_msg(message, [])
    assert sula.change == change


@pytest.mark.parametrize("widget", ["form", "table", "matrix", "heading"])
def test_a_browser_cannot_set_what_a_widget_shows(work, caplog, widget):
    made = {"form": lambda: work.form("profile"), "table": lambda: work.table("goal")}.get(
        widget, getattr(work, widget)
    )()
    before, code = made.content, made._esm
    made.set_state({"content": {"evil": True}, "_esm": "alert(1)", "value": {}})
    assert (made.content, made._esm) == (before, code)
    assert "refused" in caplog.text


def test_a_page_that_has_the_code_of_a_widget_is_told_its_name(work, monkeypatch, fresh_settings):
    monkeypatch.setenv("WORKBOOK_WIDGET_CODE", "name")
    assert work.form("profile").get_state(["_esm", "_css"]) == {"_esm": "workbook:form", "_css": ""}
    assert work.table("goal").get_state("_esm") == {"_esm": "workbook:table"}


def test_everywhere_else_a_widget_carries_its_code(work):
    state = work.form("profile").get_state(["_esm", "_css"])
    assert "export{" in state["_esm"]
    assert ".wb" in state["_css"]


def test_a_store_that_cannot_be_reached_is_not_answered_so_that_the_browser_keeps_the_text(
    work, monkeypatch, caplog
):
    from sqlalchemy.exc import OperationalError

    form = work.form("profile")

    def fail(*_args):
        raise OperationalError("save", {}, Exception("disk"))

    monkeypatch.setattr(type(work.reading.view), "save", fail)
    assert save(form, "profile", form.content["record"]["id"], 1, schools=7) == []
    assert "could not be reached" in caplog.text


def test_the_value_of_a_form_can_be_observed_and_linked(work, sula):
    form, seen = work.form("profile"), []
    form.observe(lambda change: seen.append(change["new"]["schools"]), "value")
    mirror = ipywidgets.Textarea()
    traitlets.dlink((form, "value"), (mirror, "value"), lambda value: value["owner"])
    record = form.content["record"]
    save(form, "profile", record["id"], record["revision"], schools=7, owner="Kari")
    assert seen == [7]
    assert mirror.value == "Kari"


def test_a_link_saves_what_is_put_into_a_form_and_refuses_what_cannot_be(work, sula):
    form, other = work.form("profile"), work.form("profile")
    traitlets.link((form, "value"), (other, "value"))
    form.value = {**form.value, "schools": 8}
    assert sula.one("profile").record.schools == 8
    assert other.value["schools"] == 8
    with pytest.raises(traitlets.TraitError, match="whole number"):
        form.value = {**form.value, "schools": "eight"}
    assert form.value["schools"] == 8


def test_widgets_stand_in_boxes_and_outputs(work):
    box = ipywidgets.VBox([work.heading(), work.form("profile"), ipywidgets.Output(), work.matrix()])
    assert len(box.children) == 4
    assert isinstance(work.table("goal").layout, ipywidgets.Layout)


def test_each_widget_carries_its_static_face(work):
    for widget in (work.heading(), work.form("profile"), work.table("goal"), work.matrix()):
        data, _ = widget._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in data
        assert BeautifulSoup(data["text/html"], "html5lib").section
    assert "text/html" in work.overview()._repr_mimebundle_()


def test_opening_a_session_needs_a_grant_that_covers_it(address, monkeypatch, fresh_settings):
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", address)
    asked = {"cohort": "pilot", "session": "04_anchoring", "language": "nn"}
    monkeypatch.delenv("WORKBOOK_GRANT", raising=False)
    with pytest.raises(NotGranted, match="without a grant"):
        open_session(municipality="sula", **asked)
    monkeypatch.setenv("WORKBOOK_GRANT", participant("sula").to_environment()["WORKBOOK_GRANT"])
    assert open_session(municipality="sula", **asked).reading.municipality == "Sula"
    with pytest.raises(NotGranted):
        open_session(municipality="asker", **asked)
    with pytest.raises(NotGranted):
        open_session(municipality="sula", unit="asker", **asked)
    monkeypatch.setenv("WORKBOOK_GRANT", FACILITATOR.to_environment()["WORKBOOK_GRANT"])
    with pytest.raises(UnknownOrganisation, match="elverum"):
        open_session(municipality="oslo", **asked)


def test_a_closed_widget_is_no_longer_written_to(work):
    kept, closed = work.table("goal"), work.table("goal")
    closed.close()
    save(kept, "goal", str(uuid.uuid4()), 0, called="New")
    assert len(kept.content["records"]) == len(closed.content["records"]) + 1


def test_after_a_save_only_what_has_changed_is_sent(work, sula):
    table, other, heading = work.table("goal"), work.table("meeting"), work.heading()
    sent = {id(face): {} for face in (table, other, heading)}
    for face in (table, other, heading):
        face.observe(lambda change: sent[id(change["owner"])].update(change["new"]), "changed")
    save(table, "goal", str(uuid.uuid4()), 0, called="New")
    assert "New" in [record["title"] for record in sent[id(table)]["records"]]
    assert not {"texts", "groups", "columns"} & sent[id(table)].keys()
    assert "texts" not in sent[id(heading)]
    assert "done" in sent[id(heading)]
    assert sent[id(other)] == {}


def test_what_was_opened_and_what_has_changed_are_together_what_a_new_widget_shows(work):
    table = work.table("goal")
    for title in ("New", "Newer"):
        save(table, "goal", str(uuid.uuid4()), 0, called=title)
    assert table.content == work.table("goal").content
    assert {**table.get_state()["opened"], **table.get_state()["changed"]} == table.content
