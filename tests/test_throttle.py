"""How often one may try, and from where one is counted as coming."""

import pytest

from course.server import throttle
from course.server.throttle import Throttle, TooOften, place_of


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets."""
    now = [1000.0]
    monkeypatch.setattr(throttle.time, "monotonic", lambda: now[0])
    return now


def test_who_has_tried_too_often_waits_until_the_first_try_is_long_ago(clock):
    tries = Throttle(most=3, seconds=60)
    for _ in range(3):
        tries.require("kari")
        clock[0] += 10
    for waiting, seconds in ((0, 30), (20.5, 10), (9, 1)):
        clock[0] += waiting
        with pytest.raises(TooOften) as refused:
            tries.require("kari")
        assert refused.value.seconds == seconds
        assert refused.value.status_code == 429
    clock[0] += 1
    tries.require("kari")
    with pytest.raises(TooOften):
        tries.require("kari")


def test_a_try_that_is_refused_does_not_make_the_wait_longer(clock):
    tries = Throttle(most=1, seconds=60)
    tries.require("kari")
    for _ in range(100):
        with pytest.raises(TooOften):
            tries.require("kari")
    clock[0] += 60
    tries.require("kari")


def test_one_does_not_pay_for_another_and_asking_is_no_try(clock):
    tries = Throttle(most=1, seconds=60)
    tries.require("kari")
    for _ in range(3):
        tries.ask("ola")
    tries.require("ola")


def test_who_was_longest_not_heard_of_is_forgotten_first(clock):
    tries = Throttle(most=1, seconds=60, keys=2)
    for key in ("a", "b", "c"):
        tries.require(key)
    tries.ask("a")
    for key in ("b", "c"):
        with pytest.raises(TooOften):
            tries.ask(key)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("/run/workbook.sock", "/run/workbook.sock"),
        (None, ""),
    ],
)
def test_of_an_ipv6_address_the_network_is_counted(address, place):
    assert place_of(address) == place
