"""News of the store: it comes when something was written, by whomever, and only then."""

from __future__ import annotations

import asyncio
import uuid

import pytest

from course.store import Store, news
from course.store.news import News

pytestmark = pytest.mark.each_database


def goal(view):
    view.save("goal", str(uuid.uuid4()), {"called": "A goal"}, 0)


def followed(store, does):
    """Follow the news of a store, and return what `does` says of it once it is told."""

    async def follow():
        ours = News(store.engine)
        following = asyncio.create_task(ours.follow())
        try:
            async with asyncio.timeout(20):
                while not ours.told or not ours.number:
                    await asyncio.sleep(0.05)
                return await does(ours)
        finally:
            following.cancel()

    return asyncio.run(follow())


def test_what_another_writes_is_news(store, address, sula, monkeypatch):
    monkeypatch.setattr(news, "_NET", 10)
    elsewhere = Store(address).view(sula.grant, "pilot", "sula")

    async def writes(ours):
        before = ours.number
        await asyncio.to_thread(goal, elsewhere)
        return await ours.after(before) - before

    assert followed(store, writes) == 1


def test_where_nothing_is_written_there_is_no_news_and_nobody_waits_long(store, sula, monkeypatch):
    monkeypatch.setattr(news, "_NET", 2.5)

    async def reads(ours):
        before = ours.number
        await asyncio.to_thread(sula.everything)
        return await ours.after(before) - before

    assert followed(store, reads) == 0


def test_what_comes_while_somebody_looks_is_not_missed(store):
    async def looks(ours):
        before = ours.number
        ours.come()
        async with asyncio.timeout(1):
            return await ours.after(before) - before

    assert followed(store, looks) == 1
