"""Tools for assistants beside the five endpoints: the things of the day, and sets (contract, part 10).

A player's token is optional: with one, each also says what the player has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from mcp.types import Tool, ToolAnnotations
from starlette.requests import Request

from piclets.api.schemas import output_schema
from piclets.domain.collecting.sets import SETS
from piclets.domain.records import Record
from piclets.errors import InvalidRequest
from piclets.play.collecting import Collecting
from piclets.play.collecting_answers import DailyAnswer, OwnDailyAnswer, SetAnswer, SetsAnswer

Json = dict[str, Any]


@dataclass(frozen=True)
class CollectingTools:
    """`sub_of` gives the verified player of a token, `refusal` raises what keeps the game from being read now."""

    collecting: Collecting
    sub_of: Callable[[str], str]
    refusal: Callable[[], None]
    base_url: Callable[[Request], str]

    def answer(self, name: str, arguments: Json, token: str, request: Request) -> Json:
        """What a tool of `TOOLS` answers. Blocks. Raises what the game does."""
        self.refusal()
        sub, base_url = self.sub_of(token) if token else None, self.base_url(request)
        return self._read(name, arguments, sub, base_url).wire()

    def _read(self, name: str, arguments: Json, sub: str | None, base_url: str) -> Record:
        if name == "get_daily_things":
            return self.collecting.daily(sub, base_url)
        if name == "get_sets":
            return self.collecting.sets(sub)
        set_id = arguments.get("set_id")
        if not isinstance(set_id, str):
            raise InvalidRequest("Say which set: its id, as get_sets has it.")
        return self.collecting.one_set(set_id, sub, base_url)


def _tool(name: str, title: str, about: str, *answers: type[Record], **properties: Json) -> Tool:
    return Tool(
        name=name,
        title=title,
        description=f"{about} With the player's token in the header also what the player has (`have` of `goal`).",
        inputSchema={"type": "object", "properties": properties, "required": list(properties)},
        outputSchema=output_schema(*answers),
        annotations=ToolAnnotations(
            title=title, readOnlyHint=True, destructiveHint=False, idempotentHint=True, openWorldHint=False
        ),
    )


TOOLS: Final = (
    _tool(
        "get_daily_things",
        "Today's three things",
        "What is today's thing? An easy, a medium and a hard thing to photograph, the same for every player, from "
        "midnight to midnight UTC; any one of them counts. `found` says whether anyone in the world has discovered "
        "it yet, `endsAt` when the next three come. For a player also `rhythm`, the weeks in a row with a photo of "
        "their own, and `share`, a line that does not name the things.",
        OwnDailyAnswer,
        DailyAnswer,
    ),
    _tool(
        "get_sets",
        "Sets of things to find",
        "All sets of things that belong together (a kitchen, instruments, fruit), with how many of each the world "
        "has found.",
        SetsAnswer,
    ),
    _tool(
        "get_set",
        "One set, thing by thing",
        "The things of a set, in order. What no one has found yet has a number and no name.",
        SetAnswer,
        set_id={
            "type": "string",
            "description": "The id of a set, as get_sets has it.",
            "enum": [each.id for each in SETS],
        },
    ),
)
NAMES: Final = frozenset(tool.name for tool in TOOLS)
