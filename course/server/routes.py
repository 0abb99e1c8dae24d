"""Which address is answered by what. Of Voilà's routes only those a page needs are here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .application_page import ApplicationPage, WithdrawPage
from .assets import ASSETS
from .cohort_applications import ApplicationsPage, DecidePage, OneApplication
from .cohort_call import CallPage, NewCohortPage
from .cohort_page import CohortPage
from .cohort_people import InvitePage, RevokePage
from .cohort_runs import RunPage, RunProgress, RunResults, RunStart, RunStop
from .downloads import BlankForm, CalendarFile, DocumentFile, Draft, Papers
from .handlers import Health, SessionPage
from .import_page import ImportAdd, ImportFile, ImportPage
from .join_page import ApplyPage, JoinPage
from .kernel_handlers import Kernel, KernelChannels, KernelEnd, KernelInterrupt
from .live import Changes
from .look_page import LogoPicture, LookPage
from .person_pages import AboutMe, AboutMeFile, Privacy, RoleChoice, SignOutEverywhere
from .provider_sign_in import ProviderBack, ProviderStart
from .sign_off_page import GatheringPage, SignOffPage
from .signing import InvitationPage, SignInPage, SignOut
from .static_files import Asset, Static, VoilaStatic
from .unit_page import UnitsPage

__all__ = ["STATIC", "routes"]

STATIC = Path(__file__).parent / "static"
_KERNEL = r"(?P<kernel_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_PROVIDER = r"(?P<provider>[a-z][a-z0-9-]{0,39})"

_APPLICATION = r"(?P<application>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_LINK = r"(?P<token>[A-Za-z0-9_-]{20,100})"
_JOB = r"(?P<job>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


def routes(
    base_url: str, *, page: dict[str, Any], static_paths: list[str], labextensions: list[str]
) -> list[tuple[Any, ...]]:
    """Return the routes under `base_url`.

    Parameters
    ----------
    base_url
        Where the server lives, with a slash at both ends.
    page
        What Voilà's page handler wants to know.
    static_paths, labextensions
        Folders of Voilà's front end and of the widget extensions.
    """
    return [
        (base_url, SessionPage, page),
        (base_url + r"session/(?P<session>[^/]+)", SessionPage, page),
        (base_url + r"calendar\.ics", CalendarFile),
        (base_url + r"print/(?P<session>[^/]+)", BlankForm),
        (base_url + r"document/(?P<key>[a-z_]+)\.(?P<form>[a-z]+)", DocumentFile),
        (base_url + r"papers/(?P<printed_in>[a-z]{2})\.html", Papers),
        (base_url + r"draft/(?P<key>[a-z_]+)\.html", Draft),
        (base_url + r"units", UnitsPage),
        (base_url + r"look", LookPage),
        (base_url + r"look/logo\.png", LogoPicture),
        (base_url + r"import", ImportPage),
        (base_url + r"import/add", ImportAdd),
        (base_url + r"import/(?P<key>[a-z]+)\.xlsx", ImportFile),
        (base_url + r"changes", Changes),
        (base_url + r"cohort", CohortPage),
        (base_url + r"cohort/invite", InvitePage),
        (base_url + r"cohort/revoke", RevokePage),
        (base_url + r"cohort/call", CallPage),
        (base_url + r"cohort/new", NewCohortPage),
        (base_url + r"cohort/applications", ApplicationsPage),
        (base_url + rf"cohort/applications/{_APPLICATION}", OneApplication),
        (base_url + rf"cohort/applications/{_APPLICATION}/decide", DecidePage),
        (base_url + r"cohort/run", RunStart),
        (base_url + rf"cohort/run/{_JOB}", RunPage),
        (base_url + rf"cohort/run/{_JOB}\.json", RunProgress),
        (base_url + rf"cohort/run/{_JOB}\.zip", RunResults),
        (base_url + rf"cohort/run/{_JOB}/stop", RunStop),
        (base_url + r"sign-off", SignOffPage),
        (base_url + r"gathering/(?P<number>[1-9])", GatheringPage),
        (base_url + rf"invitation/{_LINK}", InvitationPage),
        (base_url + r"join", JoinPage),
        (base_url + r"join/(?P<cohort>[a-z0-9-]{1,60})", ApplyPage),
        (base_url + rf"application/{_LINK}", ApplicationPage),
        (base_url + rf"application/{_LINK}/withdraw", WithdrawPage),
        (base_url + r"me", AboutMe),
        (base_url + r"me\.json", AboutMeFile),
        (base_url + r"privacy", Privacy),
        (base_url + r"role", RoleChoice),
        (base_url + r"sign-in", SignInPage),
        (base_url + rf"sign-in/{_PROVIDER}", ProviderStart),
        (base_url + rf"sign-in/{_PROVIDER}/back", ProviderBack),
        (base_url + r"sign-out", SignOut),
        (base_url + r"sign-out-everywhere", SignOutEverywhere),
        (base_url + r"healthz", Health),
        (base_url + r"static/assets/(.*)", Asset, {"path": str(ASSETS)}),
        (base_url + r"static/(.*)", Static, {"path": str(STATIC)}),
        (base_url + rf"api/kernels/{_KERNEL}", Kernel),
        (base_url + rf"api/kernels/{_KERNEL}/interrupt", KernelInterrupt),
        (base_url + rf"api/kernels/{_KERNEL}/channels", KernelChannels),
        (base_url + rf"voila/api/shutdown/{_KERNEL}", KernelEnd),
        (base_url + r"voila/static/(.*)", VoilaStatic, {"paths": static_paths}),
        (base_url + r"voila/labextensions/(.*)", VoilaStatic, {"paths": labextensions}),
    ]
