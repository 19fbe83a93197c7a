"""What the console's pages say: HTML from the game's state, and sentences about what was done or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from piclets.domain.records import PicletData
from piclets.errors import PicletsError
from piclets.intake import read_photo
from piclets.moderation import ERASING, Moderation
from piclets.operations import Operations
from piclets.trial import STEPS, Shown, Trial
from piclets.web.markup import render


@dataclass(frozen=True)
class Action:
    """Something that can be decided: what the two fields of the form are for; `into` is "" where only one counts."""

    title: str
    subject: str
    into: str
    words: str


ACTIONS: Final[dict[str, Action]] = {
    "hide": Action("Hide a Piclet", "typeId", "", "Gone from every read; with a canonical its object. Scores stay."),
    "unhide": Action("Show a hidden Piclet again", "typeId", "", "As if it had never been hidden."),
    "rename": Action("Rename an object", "Object", "New name", "The old name leads to it; typeIds stay as they are."),
    "merge": Action(
        "Merge two objects", "Object that goes", "Object that stays",
        "All Piclets of the first become variations of the second. Scans, credit and scores stay. Can be undone.",
    ),
    "undo_merge": Action("Undo a merge", "Id of the merge (see Audit)", "", "Two objects again."),
    "remove_alias": Action("Remove an alias", "Alias", "", "The next who scans it discovers an object of its own."),
    "block": Action("Block a player", "sub", "", "No more scans. Reads and the collection stay."),
    "unblock": Action("Unblock a player", "sub", "", "The player may scan again."),
    "revoke": Action(
        "Revoke discoveries", "sub", "typeIds (empty: all)",
        "They and their points are taken from the player. The Piclets stay: who finds one next for the first time is "
        "its discoverer.",
    ),
    "erase": Action("Erase a player", "sub", "", ERASING),
}  # fmt: skip


class Console:
    """Every method returns HTML in which nothing that players or models wrote is markup."""

    def __init__(self, moderation: Moderation, operations: Operations, trial: Trial) -> None:
        self._moderation = moderation
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
            piclets = [{"row": row, "name": PicletData.model_validate_json(row.data).name} for row in found.piclets]
            return render("console_object", object=found, piclets=piclets)

        return _shown(show)

    def decide(self, action: str, subject: str, into: str, why: str, confirmed: bool) -> str:
        """Take a decision."""
        if action not in ACTIONS:
            return said("Please choose what to do.", bad=True)
        if not confirmed:
            return said("Nothing was done: please tick the box to confirm.", bad=True)

        def act() -> str:
            place = self._calls(subject, into, why)[action]()
            return said(f"Done: event {place}. It is in the audit, with your reason.")

        return _shown(act)

    def _calls(self, subject: str, into: str, why: str) -> dict[str, Callable[[], int]]:
        m = self._moderation
        return {
            "hide": lambda: m.hide(subject, why),
            "unhide": lambda: m.unhide(subject, why),
            "rename": lambda: m.rename(subject, into, why),
            "merge": lambda: m.merge(subject, into, why),
            "undo_merge": lambda: m.undo_merge(subject, why),
            "remove_alias": lambda: m.remove_alias(subject, why),
            "block": lambda: m.block(subject, why),
            "unblock": lambda: m.unblock(subject, why),
            "revoke": lambda: m.revoke(subject, why, tuple(into.replace(",", " ").split())),
            "erase": lambda: m.erase(subject, why),
        }

    def audit(self) -> str:
        return _shown(lambda: render("console_audit", decided=self._moderation.decided()))

    def reports(self) -> str:
        return _shown(lambda: render("console_reports", reports=self._moderation.reports()))

    def report_choices(self) -> list[tuple[str, str]]:
        """What can be marked as handled: (words, id)."""
        return [(f"{each.type_id}: {each.reason} ({each.at})", each.id) for each in self._moderation.reports()]

    def handle_report(self, report_id: str | None) -> str:
        def act() -> str:
            if not report_id:
                return said("Please choose a report.", bad=True)
            self._moderation.handle_report(report_id)
            return said("Marked as handled.")

        return _shown(act)

    def maintenance(self) -> str:
        """The sentence for players, or ""."""
        return self._moderation.maintenance()

    def set_maintenance(self, sentence: str) -> str:
        def act() -> str:
            self._moderation.set_maintenance(sentence)
            told = self._moderation.maintenance()
            return said(f"Scans are refused with: {told}" if told else "Scans are taken.")

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
        done: list[Shown] = []
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


def said(words: str, *, bad: bool = False) -> str:
    return render("console_said", words=words, bad=bad)


def _shown(show: Callable[[], Any]) -> str:
    """The HTML, or what kept it from being made."""
    try:
        return str(show())
    except PicletsError as error:
        return said(error.message, bad=True)
