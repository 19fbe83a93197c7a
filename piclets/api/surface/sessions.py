"""What Gradio keeps of a browser session: the values of `gr.State`, and nothing that anyone has sent.

Gradio's own keeps each input's last value, tokens included, and 80 kB for each name of a session that is made up.
"""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any, Final

from gradio import Blocks, route_utils
from gradio.blocks import Block
from gradio.components import State
from gradio.routes import App
from gradio.state_holder import SessionState, StateHolder

MAX_SESSIONS: Final = 5000
"""The one that rested longest goes first; its visitor loses the page of a list, and no more."""
KEPT_AFTER_CLOSE_S: Final = 3600


def keep_little(app: App, blocks: Blocks, *, components: bool) -> Sessions:
    """Let a mounted Blocks keep its sessions in `Sessions`."""
    # What a call gets that names no session, for itself alone: Gradio's own describes every component, which costs
    # more than to answer the call.
    route_utils.SessionState = _Session  # type: ignore[attr-defined]  # where Gradio looks
    app.state_holder = sessions = Sessions(components=components)
    sessions.set_blocks(blocks)
    # Both grow by a path with each upload; what is old is swept by its age.
    blocks.upload_file_set = _Nothing()
    for block in blocks.blocks.values():
        block.temp_files = _Nothing()
    return sessions


class _Nothing(set[str]):
    def add(self, _path: str, /) -> None:
        """Kept nowhere."""

    def update(self, *_paths: object) -> None:
        """Kept nowhere."""


class Sessions(StateHolder):
    """`components`: remember how a session's components were changed, such as the choices of a dropdown."""

    def __init__(self, *, components: bool) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Gradio's
        self._components = components

    def set_blocks(self, blocks: Blocks) -> None:
        super().set_blocks(blocks)
        self.capacity = MAX_SESSIONS

    def shown(self, session_id: str | None, block: Block) -> Block:
        """A component as a session has it; no session begins with this."""
        session = self.session_data.get(session_id) if session_id else None
        return block if session is None else session.blocks_config.blocks.get(block._id, block)

    def __getitem__(self, session_id: str) -> SessionState:
        if session_id not in self.session_data:
            self.session_data[session_id] = _Session(self.blocks, components=self._components)
        return super().__getitem__(session_id)


class _Session(SessionState):
    def __init__(self, blocks: Blocks, *, components: bool = False) -> None:
        # Not the base's: it copies the configuration of every component.
        self._default = self.blocks_config = blocks.default_config
        self._components = components
        self._changed: dict[int, Any] = {}
        self.config_values: dict[int, Any] = {}
        self.state_data: dict[int, Any] = {}
        self._state_ttl: dict[int, tuple[float | None, datetime]] = {}
        self.is_closed = False
        self.STATE_TTL_WHEN_CLOSED = KEPT_AFTER_CLOSE_S

    def __getitem__(self, key: int) -> Any:
        return self._changed.pop(key) if key in self._changed else super().__getitem__(key)

    def __setitem__(self, key: int, value: Any) -> None:
        block = self.blocks_config.blocks.get(key)
        if isinstance(block, State):
            self._state_ttl[key] = (block.time_to_live, datetime.now())  # noqa: DTZ005 - as the base compares it
            self.state_data[key] = value
        elif not self._components:
            self._changed = {key: value}  # Gradio reads it once, for the answer under way
        elif value is not block:
            if self.blocks_config is self._default:
                self.blocks_config = copy(self._default)
            self.blocks_config.blocks[key] = value

    def _update_config(self, key: int) -> None:
        """Nothing: links into a session are not served."""

    def _update_value_in_config(self, key: int, value: Any) -> None:
        """Nothing: what was sent is not kept."""
