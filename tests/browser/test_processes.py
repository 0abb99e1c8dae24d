"""Two server processes behind nginx, as docs/deploy.md says, on one PostgreSQL; and one of them killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watch
from tests.browser.test_server_life import (
    GONE,
    LOST,
    NOT_REACHED,
    SOCKET,
    kernel_of,
    mandate,
    opened,
    reload_and_find,
    says,
    write_without_a_kernel,
)
from tests.conftest import FACILITATOR
from tests.postgres import Postgres
from tests.proxied import Proxied, two_behind_nginx
from tests.serving import Served, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, postgres: Postgres
) -> Iterator[tuple[Proxied, dict[str, Served]]]:
    """What people come to, and the two processes by the digits their kernels begin with."""
    name = postgres.new_database()
    folder = tmp_path_factory.mktemp("two-processes")
    with two_behind_nginx(folder, WORKBOOK_DATABASE_URL=postgres.url(name)) as (proxied, second):
        yield proxied, {"01": proxied.server, "02": second}
    postgres.drop(name)


def test_browsers_are_dealt_out_and_their_pages_reach_their_kernels(
    both: tuple[Proxied, dict[str, Served]],
) -> None:
    proxied, processes = both
    seen: set[str] = set()
    with ExitStack() as coming:
        for number in range(12):
            client = coming.enter_context(proxied.client())
            client.sign_in(proxied.link(name=f"Number {number}"))
            kernels = [client.open("session/00_mandate?language=en").kernel for _ in range(2)]
            assert kernels[0][:2] == kernels[1][:2], "one browser is in one process"
            seen.add(kernels[0][:2])
            for kernel in kernels:
                assert client.kernel_status(kernel) == 200
                client.connect(kernel, sslopt={"ca_certs": str(proxied.certificate)}).shutdown()
                assert client.post(f"voila/api/shutdown/{kernel}").status_code == 204
                assert client.kernel_status(kernel) == 404
            if seen == set(processes):
                return
    raise AssertionError(f"Twelve browsers all came to {seen}.")


def test_whoever_signs_out_has_no_kernel_left_in_any_process(
    both: tuple[Proxied, dict[str, Served]],
) -> None:
    proxied, _ = both
    with proxied.client() as client:
        client.sign_in(proxied.link(name="Signs out"))
        first = client.open("session/00_mandate?language=en").kernel
        keeper = next(cookie for cookie in client.session.cookies if cookie.name == "_xsrf")
        # Another token of the same browser's: nginx deals it out anew, sooner or later to the other.
        for number in range(12):
            client.session.cookies.set(
                "_xsrf", f"{keeper.value}{number}", domain=keeper.domain, path=keeper.path
            )
            second = client.open("session/00_mandate?language=en").kernel
            if second[:2] != first[:2]:
                break
        assert {first[:2], second[:2]} == {"01", "02"}
        assert client.post("sign-out").status_code == 303
        with proxied.client() as other:
            other.sign_in(proxied.link(name="Looks"))
            assert eventually(lambda: {other.kernel_status(each) for each in (first, second)} == {404})


def test_who_was_in_a_process_that_is_killed_goes_on_in_another_with_their_text(
    browser: Browser, both: tuple[Proxied, dict[str, Served]]
) -> None:
    proxied, processes = both
    context = browser.new_context(ignore_https_errors=True)
    page: Page = context.new_page()
    wrong = watch(page, [NOT_REACHED, SOCKET, GONE])
    try:
        page.goto(proxied.link(name="In a process that is killed"))
        page.locator("main button").click()
        opened(page)
        page.goto(f"{proxied.public}session/00_mandate")
        opened(page)
        mandate(page).fill("Skrive før prosessen vart drepen")
        mandate(page).blur()
        view = proxied.server.store.view(FACILITATOR, "pilot", "sula")
        assert eventually(lambda: view.one("profile").record.mandate == "Skrive før prosessen vart drepen")
        before = kernel_of(page)[:2]
        os.kill(processes[before].pid, signal.SIGKILL)
        write_without_a_kernel(page, "Skrive etterpå")
        says(page, LOST, within=60_000)
        reload_and_find(page, "Skrive etterpå")
        assert {before, kernel_of(page)[:2]} == set(processes)
        assert view.one("profile").record.mandate == "Skrive etterpå"
        processes[before].restart()
        page.reload()
        opened(page)
        expect(mandate(page)).to_have_value("Skrive etterpå")
    finally:
        context.close()
    assert wrong == []
