"""What people do all day, one thing after the other, at a pace that their quotas allow."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests import tiny
from tests.soak.viewers import Viewer
from tests.visitor import Answer, Visitor

# A person may start twenty runs within a minute, and the longest act starts two.
ACT_S_LEAST = 6.2
ACT_S_MOST = 90.0
PAGES = ("/designs/", "/", "/catalogue.json", "/fidelity/", "/learn/")


@dataclass
class Person:
    """One visitor with one design: an address may not have new ones without end. `done` counts acts by name."""

    visitor: Visitor
    design: str
    dice: random.Random
    done: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    @classmethod
    def come(cls, address: str, dice: random.Random) -> Person:
        visitor = Visitor(address)
        return cls(visitor, visitor.new_design(tiny.document(rate_per_s=40.0)), dice)

    async def work(self, until: float) -> None:
        """One act after the other until then (monotonic)."""
        while (began := time.monotonic()) < until:
            await self._act()
            await asyncio.sleep(max(0.0, min(began + ACT_S_LEAST, until) - time.monotonic()))

    async def _act(self) -> None:
        name = self.dice.choice(list(ACTS))
        try:
            async with asyncio.timeout(ACT_S_MOST):
                await ACTS[name](self)
        except Exception as error:
            self.failed.append(f"{name}: {error!r}"[:300])
        self.done[name] = self.done.get(name, 0) + 1

    async def _press(self, **changes: object) -> str:
        words = {"seed": self.dice.randrange(2**31)} | changes
        return await asyncio.to_thread(self.visitor.press_run, self.design, **words)

    async def _seen_to_the_end(self, run: str) -> None:
        await Viewer(self.visitor, run, self.dice, 60.0).watch(0.0)

    async def _asked(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        answer = await asyncio.to_thread(self.visitor.ask, method, path, body, **headers)
        assert answer.status in (200, 204), f"{method} {path}: {answer.status}"
        return answer

    async def watched(self) -> None:
        """A run of a few seconds, on two lines that break off."""
        run = await self._press(speed=5, duration_s=30.0)
        viewers = [Viewer(self.visitor, run, self.dice, 1.5, over_events) for over_events in (False, True)]
        await asyncio.gather(*(each.watch(time.monotonic() + 4.0) for each in viewers))

    async def broken(self) -> None:
        """Kills and heals in the middle of a run."""
        run = await self._press(speed=5, duration_s=20.0)
        for heal in (False, True):
            await asyncio.sleep(0.5)
            words = {"parameters": {"count": 1}, "heal": heal}
            await asyncio.to_thread(self.visitor.intervene, run, "kill_instances", "service", **words)
        await self._seen_to_the_end(run)

    async def fast(self) -> None:
        """As fast as possible."""
        await self._seen_to_the_end(await self._press(speed=0, duration_s=120.0))

    async def equal(self) -> None:
        """What others press too, computed once."""
        await self._seen_to_the_end(await self._press(speed=0, duration_s=60.0, seed=1))

    async def cancelled(self) -> None:
        """Cancels soon."""
        run = await self._press(speed=1, duration_s=60.0)
        await asyncio.sleep(self.dice.uniform(0.0, 1.5))
        await self._asked("POST", f"/runs/{run}/control/", {"action": "cancel"})
        await self._seen_to_the_end(run)

    async def forked(self) -> None:
        """Goes another way from the middle of a run."""
        run = await self._press(speed=0, duration_s=20.0)
        await self._seen_to_the_end(run)
        words = {"frame": 20, "key": secrets.token_hex(8), "paused": "no", "speed": 0}
        answer = await asyncio.to_thread(self.visitor.ask, "POST", f"/runs/{run}/fork/", words)
        assert answer.status == 302, answer.status

    async def saved(self) -> None:
        """Saves the design with another name."""
        path = f"/designs/{self.design}/document/"
        known = (await self._asked("GET", path)).json()
        headers = {"If-Match": f'"{known["version"]}"', "Content-Type": "application/json"}
        await self._asked("PUT", path, known["document"] | {"name": f"Saved {known['version']}"}, **headers)

    async def read(self) -> None:
        """Looks around."""
        for path in (*PAGES, f"/designs/{self.design}/"):
            await self._asked("GET", path)


ACTS: dict[str, Callable[[Person], Awaitable[None]]] = {
    each.__name__: each
    for each in (
        Person.watched,
        Person.broken,
        Person.fast,
        Person.equal,
        Person.cancelled,
        Person.forked,
        Person.saved,
        Person.read,
    )
}
