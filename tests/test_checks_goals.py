"""Goals: that they are goals, that they are anchored, and that the thread holds."""

import pytest

from course.checks import findings
from course.checks.goals import reads_as_activity
from course.i18n import translator
from tests.planted import TODAY, found, records, stored, text

ACTIVITIES = {
    "nb": [
        "Arrangere tre workshops om inkludering",
        "Gjennomføre fire jobbskygginger hvert år",
        "Sende 20 lærere på jobbskygging",
        "Reise til Italia med niende trinn",
        "Delta på språkkurs i Spania",
        "Delta i et Erasmus-prosjekt",
        "Holde to kurs for ansatte",
        "Mål 1: Gjennomføre elevutveksling",
        "Vi skal arrangere internasjonal uke",
        "– Å delta på konferanser i Norden",
        "Gjennomføring av studiebesøk",
        "Arrangerer temadager",
    ],
    "nn": [
        "Arrangere tre workshopar om inkludering",
        "Gjennomføre fire jobbskuggingar kvart år",
        "Sende 20 lærarar på jobbskugging",
        "Reise til Italia med niande trinn",
        "Delta på språkkurs i Spania",
        "Halde to kurs for tilsette",
        "Kommunen skal gjennomføre elevutveksling",
        "Vitje ein skule i Danmark",
    ],
    "sv": [
        "Arrangera tre workshoppar",
        "Anordna temadagar",
        "Genomföra fyra studiebesök varje år",
        "Skicka 20 lärare på jobbskuggning",
        "Resa till Italien med årskurs nio",
        "Delta i ett Erasmusprojekt",
        "Hålla två kurser för personalen",
        "Vi ska genomföra ett elevutbyte",
        "Att delta i konferenser i Norden",
    ],
    "da": [
        "Arrangere tre workshops om inklusion",
        "Afholde temadage",
        "Gennemføre fire studiebesøg om året",
        "Sende 20 lærere på jobskygning",
        "Rejse til Italien med niende klasse",
        "Deltage i et Erasmus-projekt",
        "Holde to kurser for medarbejdere",
        "Vi skal gennemføre en elevudveksling",
        "At deltage i konferencer i Norden",
    ],
    "en": [
        "Organise three workshops on inclusion",
        "Organizing a theme week",
        "Carry out four job shadowing visits a year",
        "Send 20 teachers abroad",
        "Travel to Italy with year nine",
        "Participate in an Erasmus project",
        "Hold two courses for staff",
        "Goal 2: We will implement a pupil exchange",
        "To attend conferences in the Nordic countries",
    ],
}

GOALS = {
    "nb": [
        "Delta i lokaldemokratiet",
        "Reiselivsfag gir elevene flere språk",
        "Reise kompetansen i engelsk",
        "Gjennomføre skoleløpet",
        "Holde kursen mot et inkluderende fellesskap",
        "Holde flere elever i den ordinære skolen",
        "Alle skoler og barnehager har et internasjonalt prosjekt",
        "Flere elever deltar på språkkurs",
        "Avreise og hjemkomst er trygg for alle elever",
        "Studiereiser fører til endret praksis",
        "Sendere og mottakere forstår hverandre",
        "Mål 1: Elevene forstår de nordiske språkene",
        "Organisere skoledagen slik at alle hører til",
        "",
    ],
    "nn": [
        "Delta i lokaldemokratiet",
        "Reiselivsfag gjev elevane fleire språk",
        "Gjennomføre skuleløpet",
        "Halde fleire elevar i den ordinære skulen",
        "Alle skular og barnehagar skal ha eit internasjonalt prosjekt",
        "Elevane forstår dei nordiske språka",
    ],
    "sv": [
        "Delta i det demokratiska samtalet",
        "Resande barn får bättre skolgång",
        "Genomföra grundskolan med godkända betyg",
        "Hålla fler elever kvar i skolan",
        "Fler elever når målen i engelska",
        "Hålla kursen mot likvärdighet",
    ],
    "da": [
        "Deltage i fællesskabet",
        "Rejsehold for inklusion er kendt af alle skoler",
        "Gennemføre folkeskolen",
        "Holde flere børn i den almene skole",
        "Hold på matematikken",
        "Færre børn ekskluderes til specialtilbud",
    ],
    "en": [
        "Participate in democratic life",
        "Travellers' children do better at school",
        "Take part in decisions at school",
        "Hold on to more pupils with special needs",
        "Every school has an international project",
        "Attend school every day",
        "Go to school gladly",
        "Inviting learning environments in all schools",
        "Sender and receiver understand each other",
    ],
}


def cases(table):
    return [pytest.param(title, id=f"{language}: {title}") for language in table for title in table[language]]


@pytest.mark.parametrize("title", cases(ACTIVITIES))
def test_a_goal_is_not_an_activity(title):
    (finding,) = found("goal_is_activity", stored("goal", called=title))
    assert finding.message.blanks["words"] in title


@pytest.mark.parametrize("title", cases(GOALS))
def test_a_goal_that_only_looks_like_an_activity_is_left_alone(title):
    assert reads_as_activity(title) == ""
    assert found("goal_is_activity", stored("goal", called=title)) == []


def test_the_words_that_make_it_one_are_quoted():
    (finding,) = found("goal_is_activity", stored("goal", called="Delta på språkkurs i Spania"))
    assert "“Delta på språkkurs”" in text(finding, translator("en"))


@pytest.mark.parametrize(
    ("priorities", "fires"),
    [
        ([["inclusion_and_diversity"], ["inclusion_and_diversity"]], True),
        ([["inclusion_and_diversity"], ["digital_transformation"]], False),
        ([["inclusion_and_diversity", "digital_transformation"]] * 2, False),
        ([["inclusion_and_diversity"]], False),
        ([["inclusion_and_diversity"], []], False),
        ([[], []], False),  # completeness asks each of them
        ([], False),
    ],
)
def test_one_priority_for_all_goals_looks_like_an_afterthought(priorities, fires):
    goals = [stored("goal", called="Mål", eu_priorities=some) for some in priorities]
    assert bool(found("one_priority_for_all", *goals)) is fires


def test_a_goal_that_is_not_anchored_must_be_mended():
    goal = stored("goal", "goal-a", called="Språk", development_work=["work-a"])
    work = stored("development_work", "work-a", called="Språkløyper")
    plan = stored("steering_document", "plan-a", called="Oppvekstplan")
    (finding,) = found("goal_without_anchor", goal, work, plan)
    assert (finding.severity, finding.record, finding.field) == ("error", "goal-a", "called")
    anchor = stored("anchor", goal="goal-a", document="plan-a", status="proposed")
    assert found("goal_without_anchor", goal, work, plan, anchor) == []


def test_a_goal_without_development_work_must_be_mended():
    goal = stored("goal", "goal-a", called="Språk")
    work = stored("development_work", "work-a", called="Språkløyper")
    (finding,) = found("goal_without_development_work", goal, work)
    assert (finding.severity, finding.field) == ("error", "development_work")
    linked = stored("goal", called="Språk", development_work=["work-a"])
    assert found("goal_without_development_work", linked, work) == []


@pytest.mark.parametrize(
    ("code", "session", "loose", "others", "tied"),
    [
        (
            "need_without_goal",
            "04_anchoring",
            stored("need", "a", called="Språk"),
            stored("goal", called="Annet", needs=["b"]),
            stored("goal", called="Mål", needs=["a"]),
        ),
        (
            "goal_without_activity",
            "05_activities",
            stored("goal", "a", called="Språk"),
            stored("activity", called="Annet", goals=["b"]),
            stored("activity", called="Besøk", goals=["a"]),
        ),
        (
            "goal_without_indicator",
            "04_anchoring",
            stored("goal", "a", called="Språk"),
            stored("indicator", called="Annet", goal="b"),
            stored("indicator", called="Andel", goal="a"),
        ),
    ],
)
def test_nothing_hangs_loose_from_need_to_goal_to_activity(code, session, loose, others, tied):
    assert found(code, loose) == []  # before the first of the next kind, completeness asks for it
    (finding,) = found(code, loose, others)
    assert (finding.subject, finding.session, finding.kind) == ("Språk", session, others.kind)
    assert found(code, loose, others, tied) == []


def test_findings_of_a_session_are_those_that_are_mended_there():
    planted = records(stored("need", called="Språk"), stored("goal", called="Sende lærere"))
    everything = findings(planted, today=TODAY)
    here = findings(planted, "04_anchoring", TODAY)
    assert here and {finding.session for finding in here} == {"04_anchoring"}
    assert [finding for finding in everything if finding.session == "04_anchoring"] == here
