"""The gates of a connection in the plain twin, one class each, with exact fractions and plain lists."""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any


@dataclass
class Budget:
    """Tokens that pay for retries."""

    ratio: Fraction
    burst: int
    tokens: Fraction
    denied: int = 0

    def pay_in(self) -> None:
        """A first attempt was sent."""
        self.tokens = min(self.tokens + self.ratio, Fraction(self.burst))

    def pay_retry(self) -> bool:
        """True when a retry may be made."""
        if self.tokens < 1:
            self.denied += 1
            return False
        self.tokens -= 1
        return True


@dataclass
class RateBucket:
    """Tokens that come with time."""

    rate_per_s: Fraction
    burst: int
    tokens: Fraction
    since_ns: int = 0

    def take(self, now: int) -> bool:
        """True when there was a token."""
        came = self.rate_per_s * (now - self.since_ns) / 10**9
        self.tokens, self.since_ns = min(self.tokens + came, Fraction(self.burst)), now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


@dataclass
class Past:
    """What there was in each of the last ten buckets: a count a bucket, so that long runs stay quick to compare."""

    bucket_ns: int
    counts: Counter[int] = field(default_factory=Counter)

    def add(self, now: int) -> None:
        """One more, now."""
        self.counts[now // self.bucket_ns] += 1

    def total(self, now: int) -> int:
        """All of the ten buckets that end with the present one."""
        oldest = now // self.bucket_ns - 9
        self.counts = Counter({bucket: count for bucket, count in self.counts.items() if bucket >= oldest})
        return self.counts.total()


@dataclass
class Breaker:
    """Counts the attempts of the last ten buckets, and those that failed."""

    bucket_ns: int
    volume: int
    share: Fraction
    sleep_ns: int
    state: str = "closed"
    opened: int = 0
    since_ns: int = 0
    probe: object = None

    def __post_init__(self) -> None:
        self.attempts, self.failures = Past(self.bucket_ns), Past(self.bucket_ns)

    def is_passable(self, now: int) -> bool:
        """True when an attempt may pass."""
        if self.state == "open":
            return now - self.since_ns >= self.sleep_ns
        return self.state == "closed" or self.probe is None

    def let_pass(self, call: object) -> None:
        """An attempt passes."""
        if self.state != "closed":
            self.state, self.probe = "half open", call

    def learn(self, call: object, is_good: bool, now: int) -> None:
        """An attempt has an outcome."""
        if self.state == "half open" and self.probe is call:
            self.probe = None
            if is_good:
                self.state = "closed"
                self.attempts, self.failures = Past(self.bucket_ns), Past(self.bucket_ns)
            else:
                self.open(now)
        elif self.state == "closed":
            self.attempts.add(now)
            if not is_good:
                self.failures.add(now)
            attempts, failures = self.attempts.total(now), self.failures.total(now)
            if attempts >= self.volume and Fraction(failures, attempts) >= self.share:
                self.open(now)

    def open(self, now: int) -> None:
        """Nothing passes from now on."""
        self.state, self.since_ns = "open", now
        self.opened += 1


@dataclass
class Throttle:
    """Counts in which bucket requests were made and good answers came."""

    bucket_ns: int
    k: float

    def __post_init__(self) -> None:
        self.requests, self.accepts = Past(self.bucket_ns), Past(self.bucket_ns)

    def refuses(self, now: int, u: float) -> bool:
        """True when a request is refused by the draw u."""
        asked, answered = self.requests.total(now), self.accepts.total(now)
        self.requests.add(now)
        return u < max(0.0, (asked - self.k * answered) / (asked + 1.0))

    def accept(self, now: int) -> None:
        """A good answer came."""
        self.accepts.add(now)


@dataclass
class Permits:
    """Attempts under way, the calls that wait, and a limit that may adapt."""

    outcome: str
    limit: float
    queue: int
    algorithm: str = "fixed"
    low: float = 0.0
    high: float = 0.0
    allowed: float = 0.0
    smoothing: float = 0.0
    window: float = 0.0
    tolerance: float = 0.0
    recent_window_ns: int = 0
    under_way: int = 0
    waiting: deque[Any] = field(default_factory=deque)
    recent: list[tuple[int, int, bool]] = field(default_factory=list)
    recent_until_ns: int = -1
    first_times: list[float] = field(default_factory=list)
    since_probe: int = 0
    long_time: float = 0.0

    def ask(self, call: object) -> str:
        """ "ok", "waits", or how it is refused."""
        if not self.waiting and self.is_free():
            self.under_way += 1
            return "ok"
        if len(self.waiting) >= self.queue:
            return self.outcome
        self.waiting.append(call)
        return "waits"

    def is_free(self) -> bool:
        """True when one more may be under way."""
        return self.under_way < math.floor(self.limit)

    def adapt(self, time_ns: int, is_good: bool, now: int) -> None:
        """An attempt is over that took so long."""
        time = max(float(time_ns), 1.0)
        if self.algorithm == "aimd":
            wanted = self.aimd(is_good)
        elif self.algorithm == "vegas":
            wanted = self.vegas(time, is_good)
        elif self.algorithm == "gradient2":
            wanted = self.gradient2(time_ns, is_good, now)
        else:
            return
        self.limit = max(self.low, min(self.high, wanted))

    def aimd(self, is_good: bool) -> float:
        """Additive increase, multiplicative decrease."""
        if is_good:
            return self.limit + 1.0 if self.under_way * 2.0 >= self.limit else self.limit
        return float(math.floor(self.limit * 0.9))

    def vegas(self, time: float, is_good: bool) -> float:
        """Keeps the estimated queue between three and six times the digits of the limit."""
        self.since_probe += 1
        is_probe = self.since_probe >= 30.0 * self.limit
        if is_probe or self.long_time == 0.0 or time < self.long_time:
            self.since_probe = 0 if is_probe else self.since_probe
            self.long_time = time
            return self.limit
        queue = math.ceil(self.limit * (1.0 - self.long_time / time))
        digits = max(len(str(math.floor(self.limit))) - 1, 1)
        if is_good and self.under_way * 2.0 < self.limit:
            return self.limit
        if not is_good or queue > 6 * digits:
            wanted = self.limit - digits
        elif queue <= digits:
            wanted = self.limit + 6 * digits
        elif queue < 3 * digits:
            wanted = self.limit + digits
        else:
            return self.limit
        return (1.0 - self.smoothing) * self.limit + self.smoothing * wanted

    def gradient2(self, time_ns: int, is_good: bool, now: int) -> float:
        """Looks at a window when it has lasted long enough and has ten good answers."""
        if self.recent_until_ns < 0:
            self.recent_until_ns = self.recent_window_ns
        self.recent.append((time_ns, self.under_way, is_good))
        good = [time for time, _, went_well in self.recent if went_well]
        if now < self.recent_until_ns or len(good) < 10:
            return self.limit
        most = max(under_way for _, under_way, _ in self.recent)
        self.recent, self.recent_until_ns = [], now + self.recent_window_ns
        return self.gradient_step(max(sum(good) / len(good), 1.0), most)

    def gradient_step(self, time: float, most: int) -> float:
        """Compares the mean time of a window with the long average."""
        if len(self.first_times) < 10:
            self.first_times.append(time)
            self.long_time = sum(self.first_times) / len(self.first_times)
        else:
            part = 2.0 / (self.window + 1.0)
            self.long_time = self.long_time * (1.0 - part) + time * part
        average = self.long_time
        if average / time > 2.0:
            self.long_time = average * 0.95
        if most < self.limit / 2.0:
            return self.limit
        gradient = max(0.5, min(1.0, self.tolerance * average / time))
        return self.limit * (1.0 - self.smoothing) + (self.limit * gradient + self.allowed) * self.smoothing
