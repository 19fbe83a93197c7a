"""What the console's pages say: HTML from the game's state, and sentences about what was done or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from piclets.admin.fair_play import FairPlay
from piclets.admin.moderation import Moderation
from piclets.admin.operations import Operations
from piclets.admin.trial import STEPS, Trial, TrialStep
from piclets.domain.records import PicletData
from piclets.domain.tables import PicletRow
from piclets.errors import PicletsError
from piclets.images.intake import read_photo
from piclets.web.markup import render

MAX_PLACE_DIGITS: Final = 15


class Console:
    """Every method returns HTML in which nothing that players or models wrote is markup."""

    def __init__(self, moderation: Moderation, fair_play: FairPlay, operations: Operations, trial: Trial) -> None:
        self._moderation = moderation
        self._fair_play = fair_play
        self._operations = operations
        self._trial = trial

    def health(self) -> str:
        def show() -> str:
            hours = self._operations.hours()
            return render(
                "console_health",
                health=self._operations.health(),
                maintenance=self._moderation.maintenance(),
                hours=hours,
                scans=sum(hour.scans for hour in hours),
                discoveries=sum(hour.discoveries for hour in hours),
                most=max(hour.scans for hour in hours),
            )

        return _shown(show)

    def find(self, kind: str, text: str) -> str:
        """An object, or a player."""

        def show() -> str:
            if kind == "Player":
                return render("console_player", player=self._moderation.find_player(text))
            found = self._moderation.find_object(text)
            piclets = [{"row": row, "name": _name(row)} for row in found.piclets]
            return render("console_object", object=found, piclets=piclets)

        return _shown(show)

    def decide(self, action: str, subject: str, into: str, why: str, confirmed: bool) -> str:
        """Take a decision."""
        if not confirmed:
            return said("Nothing was done: please tick the box to confirm.", bad=True)

        def act() -> str:
            place = self._moderation.decide(action, subject, into, why=why)
            return said(f"Done: event {place}. It is in the audit, with your reason.")

        return _shown(act)

    def audit(self) -> str:
        return _shown(lambda: render("console_audit", decided=self._moderation.decided()))

    def reports(self) -> str:
        def show() -> str:
            reported = [
                {"about": each, "name": _name(each.credited.row) if each.credited else each.type_id}
                for each in self._moderation.reported()
            ]
            return render("console_reports", reported=reported)

        return _shown(show)

    def answer_report(self, act: str, type_id: str, upto: str) -> str:
        """Do what a report's button says: hide the Piclet, block its discoverer, or dismiss what was said."""

        def answer() -> str:
            if act == "hide":
                place = self._moderation.hide_reported(type_id, upto)
                return said(f"{type_id} is hidden: event {place}. Under Moderation it can be shown again.")
            if act == "block":
                place = self._moderation.block_reported(type_id, upto)
                return said(f"Its discoverer is blocked: event {place}. Under Moderation that can be undone.")
            if act == "dismiss":
                self._moderation.dismiss_reports(type_id, upto)
                return said(f"{type_id} stays as it is.")
            return said("Please choose what to do.", bad=True)

        return _shown(answer)

    def fair_play(self) -> str:
        return _shown(lambda: render("console_fair_play", listed=self._fair_play.listed()))

    def answer_suspicion(self, act: str, sub: str, upto: str) -> str:
        """Do what a button of the review list says: revoke what it names, or say no more of it."""
        place = int(upto) if upto.isdecimal() and len(upto) < MAX_PLACE_DIGITS else 0

        def answer() -> str:
            if act == "revoke":
                event = self._fair_play.revoke(sub, place)
                return said(f"Revoked: event {event}. The Piclets wait for their next discoverer.")
            if act == "dismiss":
                self._fair_play.dismiss(sub, place)
                return said("Dismissed. Only what comes later is looked at again.")
            return said("Please choose what to do.", bad=True)

        return _shown(answer)

    def refusals(self) -> str:
        return _shown(lambda: render("console_refusals", refusals=self._moderation.refusals()))

    def refused_words(self) -> list[str]:
        """What can be allowed."""
        return list(dict.fromkeys(word for each in self._moderation.refusals() for word in each.words))

    def allow_word(self, word: str | None) -> str:
        def act() -> str:
            if not word:
                return said("Please choose a word.", bad=True)
            self._moderation.allow_word(word)
            return said("Allowed. A photo that it refused can be scanned again.")

        return _shown(act)

    def maintenance(self) -> str:
        """The sentence for players, or ""."""
        return self._moderation.maintenance()

    def refuse_scans(self, sentence: str) -> str:
        def act() -> str:
            self._moderation.refuse_scans(sentence)
            return said(f"Scans are refused with: {self._moderation.maintenance()}")

        return _shown(act)

    def take_scans(self) -> str:
        def act() -> str:
            self._moderation.take_scans()
            return said("Scans are taken.")

        return _shown(act)

    def publish_now(self) -> str:
        return _shown(lambda: said(self._operations.publish_now()))

    def verify(self) -> str:
        return _shown(lambda: said("\n".join(self._operations.verify())))

    def rebuild(self) -> str:
        return _shown(lambda: said("\n".join(self._operations.rebuild())))

    def services(self, step: str) -> list[str]:
        """Who can be tried out for a step."""
        return self._trial.names(step)

    def try_out(self, photo: str | None, token: str, *chosen: str) -> Iterator[str]:
        """A scan that records nothing, step by step."""
        if not photo:
            yield said("Please choose a photo.", bad=True)
            return
        done: list[TrialStep] = []
        yield render("console_trial", steps=done, working=True)
        try:
            read = read_photo(Path(photo), Path(photo).name)
            for shown in self._trial.run(read, token.strip(), dict(zip(STEPS, chosen, strict=True))):
                done.append(shown)
                yield render("console_trial", steps=done, working=True)
        except PicletsError as error:
            yield said(error.message, bad=True)
            return
        yield render("console_trial", steps=done, working=False)


def _name(row: PicletRow) -> str:
    return PicletData.model_validate_json(row.data).name


def said(words: str, *, bad: bool = False) -> str:
    return render("console_said", words=words, bad=bad)


def _shown(show: Callable[[], Any]) -> str:
    """The HTML, or what kept it from being made."""
    try:
        return str(show())
    except PicletsError as error:
        return said(error.message, bad=True)
