"""The small pages: signing in, an invitation, an error. One Jinja environment, escaping everything."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..i18n import N_, translator
from ..store.access import Refusal

__all__ = ["REFUSALS", "STATUS_SENTENCES", "TEMPLATES", "render"]

TEMPLATES = Path(__file__).parent / "templates"

STATUS_SENTENCES: dict[int, tuple[str, str]] = {
    400: (N_("The request could not be understood"), N_("Go back to the start page and try again.")),
    403: (
        N_("You have no access to this page"),
        N_("If you think you should have, ask your facilitator for a new invitation."),
    ),
    404: (
        N_("There is no such page"),
        N_("The address may be misspelt, or the page has moved. The start page leads everywhere."),
    ),
    405: (N_("The request could not be understood"), N_("Go back to the start page and try again.")),
    413: (
        N_("That is more than can be sent here"),
        N_("Nothing of it was kept. Go back, and send less: a smaller file, or a shorter text."),
    ),
    429: (
        N_("That was too often"),
        N_("Wait a quarter of an hour, and try again."),
    ),
    431: (
        N_("The request is too long"),
        N_(
            "The address, or what the browser sends with it, is too long. Begin at the start page; "
            "if that does not help, delete the cookies of this page in your browser."
        ),
    ),
    500: (
        N_("Something went wrong"),
        N_(
            "It is not your fault, and what was saved is safe. Try again; "
            "if it happens again, tell your facilitator."
        ),
    ),
}
"""Status → heading and sentence of the error page. Any other status is shown as 500 is."""

REFUSALS: dict[Refusal, str] = {
    Refusal.UNKNOWN: N_(
        "The link is not complete. Open it from the invitation you were sent, or copy all of it."
    ),
    Refusal.EXPIRED: N_("The invitation has expired. Ask your facilitator for a new one."),
    Refusal.REVOKED: N_("The invitation has been withdrawn. Ask your facilitator for a new one."),
    Refusal.USED: N_(
        "The invitation has been used already. If you are the one who used it, open the workbook in the "
        "browser where you did; for another browser, ask your facilitator for a new invitation."
    ),
}


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader([TEMPLATES / "pages", TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, around: dict[str, Any], **values: Any) -> str:
    """Return the page `template` in the language of the frame `around`."""
    translate = translator(around["language"])
    return (
        _environment()
        .get_template(template)
        .render(frame=around, _=translate.gettext, ngettext=translate.ngettext, **values)
    )
