"""The letters of joining: to whoever applies, what was decided, and to whom it lets in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.message import EmailMessage

from .i18n import LANGUAGES, N_, translator
from .mail import letter
from .settings import Settings
from .store import Store
from .store.admitting import Admitted
from .store.applications import Applied, State

__all__ = ["DECIDED", "application_message", "decision_message", "invitation_message", "letters"]

DECIDED = {
    State.SENT: N_("Sent, not decided yet"),
    State.ACCEPTED: N_("Accepted"),
    State.DECLINED: N_("Declined"),
}
"""How an application stands, in words."""

_APPLIED = N_("Application for {municipality}")
_ARRIVED = N_(
    "An application for {municipality} to take part in “{cohort}” has arrived, with you as the contact."
)
_COME_BACK = N_(
    "By this personal link you can read it, and change it until {deadline}. Keep the link to yourselves."
)
_NOT_YOURS = N_("If you know nothing of it, you need do nothing.")
_DECISION = N_("The application of {municipality} to “{cohort}”: {decided}.")
_REASON = N_("The reason:")
_LINK_TELLS = N_("The personal link of the application shows the same.")
_WELCOME = N_("{municipality} takes part in “{cohort}”, and you are in its project group.")
_OPEN = N_("Open the link and press the button there. It works once, and for {days} days.")


def letters(
    settings: Settings, store: Store, applied: Applied, admitted: Sequence[Admitted], days: int
) -> Iterator[EmailMessage]:
    """Yield what goes out when it was decided: the decision, and a link to each whose address is known."""
    cohort = store.cohort_called(applied.cohort, applied.language)
    if applied.answers.contact_email:
        yield decision_message(settings, applied, cohort=cohort)
    for one in admitted:
        if one.address and one.path:
            yield invitation_message(
                settings,
                one.address,
                municipality=applied.municipality,
                cohort=cohort,
                link=f"{settings.reached_at}/{one.path}",
                days=days,
                language=applied.language,
            )


def application_message(
    settings: Settings, applied: Applied, *, cohort: str, link: str, deadline: str
) -> EmailMessage:
    """Return the letter with the personal link of an application.

    It repeats nothing that whoever sent the form has written: the address may be a stranger's.
    """
    _ = translator(applied.language)
    blanks = {"municipality": applied.municipality, "cohort": cohort}
    return letter(
        settings,
        applied.answers.contact_email,
        subject=_(_APPLIED).format(**blanks),
        before=(_(_ARRIVED).format(**blanks), _(_COME_BACK).format(deadline=deadline)),
        link=link,
        after=(_(_NOT_YOURS),),
        language=applied.language,
    )


def decision_message(settings: Settings, applied: Applied, *, cohort: str) -> EmailMessage:
    """Return the letter that says what was decided, and why."""
    _ = translator(applied.language)
    blanks = {"municipality": applied.municipality, "cohort": cohort}
    decided = _(DECIDED[applied.state])
    return letter(
        settings,
        applied.answers.contact_email,
        subject=_(_APPLIED).format(**blanks),
        before=(
            _(_DECISION).format(decided=decided, **blanks),
            _(_REASON),
            *applied.decisions[-1].reason.splitlines(),
            _(_LINK_TELLS),
        ),
        language=applied.language,
    )


def invitation_message(
    settings: Settings, to: str, *, municipality: str, cohort: str, link: str, days: int, language: str
) -> EmailMessage:
    """Return the letter with which somebody in an accepted group is let in."""
    language = language if language in LANGUAGES else "en"
    _ = translator(language)
    blanks = {"municipality": municipality, "cohort": cohort}
    return letter(
        settings,
        to,
        subject=_(N_("Welcome to the Workbook for internationalisation")),
        before=(_(_WELCOME).format(**blanks), _(_OPEN).format(days=days)),
        link=link,
        language=language,
    )
