"""The form by which a group says that it is ready for a gathering, and a facilitator signs a gathering off.

Plain HTML, as the units' is: it needs no kernel, and what is being typed is kept by the browser meanwhile.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from ..faces.snapshots import changed_sentence, gathering_name, signed_sentence
from ..grants import Action
from ..i18n import N_, translator
from ..outline import Gathering, gatherings, leads_to
from ..store import SignOffs, Store
from .visits import Visit

__all__ = ["gathering_address", "sign_off_form"]

_READY_TITLE = N_("Ready for gathering {number}?")
_READY_TEXTS = {
    "sign": N_("We are ready"),
    "again": N_("We are ready, with what has changed"),
    "take_back": N_("Take it back: we are not ready"),
    "see": N_("All of this gathering, and what has changed since"),
    "note": N_(
        "The facilitators are told, and what is written now is kept as a snapshot with a number. "
        "You can go on writing, take it back, or say it again later."
    ),
}
_NOT_READY = N_("The group has not said that it is ready.")
_SIGNED_TEXTS = {
    "sign": N_("Sign off the gathering"),
    "again": N_("Sign off the gathering again"),
    "take_back": N_("Take the sign-off back"),
    "see": "",
    "note": N_(
        "The group is shown your name and the day, and what is written now is kept as a snapshot with a "
        "number. The group can go on writing."
    ),
}
_SIGNED_TITLE = N_("The facilitators’ sign-off")
_NOT_SIGNED = N_("The gathering has not been signed off.")


def gathering_address(base_url: str, gathering: Gathering, **query: str) -> str:
    """Return where a gathering's sign-offs are shown."""
    path = f"{base_url}gathering/{gathering.number}"
    return f"{path}?{urlencode(query)}" if query else path


def sign_off_form(store: Store, visit: Visit, base_url: str, subject: str = "") -> dict[str, Any] | None:
    """Return the state of a session or gathering and the form to sign it off.

    Parameters
    ----------
    store, visit, base_url
        Where the sign-offs are, whose page it is, and where the server lives.
    subject
        The key of a gathering; empty means the visit's session.

    Returns
    -------
    dict or None
        None where there is nothing to be ready for, and on the page of a snapshot.
    """
    gathering = leads_to(visit.session) if not subject else None
    if (not subject and gathering is None) or visit.revision:
        return None
    grant, translate = visit.visitor.grant, translator(visit.language)
    signs = SignOffs(store, grant, grant.cohort)
    there = signs.of(visit.organisation, subject or visit.session)
    held = there[-1] if there and there[-1].holds else None
    changed = signs.changed_since([held]) if held else {}
    texts = _SIGNED_TEXTS if subject else _READY_TEXTS
    action = Action.SIGN_OFF if subject else Action.READY
    return {
        "subject": subject or visit.session,
        "title": translate(_READY_TITLE).format(number=gathering.number)
        if gathering
        else translate(_SIGNED_TITLE),
        "state": signed_sentence(held, translate)
        if held
        else translate(_NOT_SIGNED if subject else _NOT_READY),
        "changed": " ".join(changed_sentence(number, translate) for number in changed.values()),
        "held": held is not None,
        "may": grant.may(action) and grant.covers(grant.cohort, visit.organisation),
        "href": gathering_address(base_url, gathering, **visit.query) if gathering else "",
        "texts": {name: translate(sentence) if sentence else "" for name, sentence in texts.items()},
        "municipality": visit.place.key,
        "unit": visit.unit.key if visit.unit else "",
    }


def gathering_numbered(number: str) -> Gathering | None:
    """Return the gathering of a number, as it came in an address."""
    return next((one for one in gatherings() if str(one.number) == number), None)


def gathering_title(gathering: Gathering, visit: Visit) -> str:
    """Return the heading of a gathering's page: which gathering, and whose."""
    translate = translator(visit.language)
    return translate(N_("{gathering}: {place}")).format(
        gathering=gathering_name(gathering, translate), place=visit.called
    )
