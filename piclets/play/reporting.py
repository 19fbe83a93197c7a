"""A player says that something is wrong with a Piclet."""

from __future__ import annotations

import time
from typing import Final

from piclets.clock import utc_now
from piclets.errors import InvalidRequest, NotFound, RateLimited
from piclets.ledger.allowances import Allowance, Allowances
from piclets.ledger.reports import REASONS, Reports

MAX_CHARS: Final = 500
PER_HOUR: Final = Allowance("reports", 10)


class Reporting:
    """Takes reports in; the operator reads them at the console."""

    def __init__(self, reports: Reports, allowances: Allowances) -> None:
        self._reports = reports
        self._allowances = allowances

    def report(self, reporter: str, type_id: str, reason: str, words: str) -> None:
        """Keep what `reporter` (a sub, or another stable key) says about a Piclet.

        Raises InvalidRequest for a reason that is none, RateLimited, NotFound, StorageUnavailable.
        """
        known = next((each for each in REASONS if each == reason), None)
        if known is None:
            raise InvalidRequest("Please choose one of the reasons.")
        wait = self._allowances.take(reporter, PER_HOUR, time.time())
        if wait:
            raise RateLimited("You have sent many reports within an hour. Thank you; take a rest.", retry_after=wait)
        said = " ".join(words.split())[:MAX_CHARS]
        if not self._reports.file(at=utc_now(), reporter=reporter, type_id=type_id, reason=known, words=said):
            raise NotFound("This Piclet is no longer in the game.", object_name=type_id)
