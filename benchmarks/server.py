"""The real server on a given ledger, with one thing more: endpoints that do nothing, to measure against.

python -m benchmarks.server DATABASE_URL DATA_DIR     (prints its address)
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Any

from piclets.settings import Settings, prepare_environment

NOTHING = "/nothing"
"""Where the endpoints that do nothing are mounted; the name of the first is `nothing` too."""


class Constant:
    """An endpoint that does nothing either, but answers at length: what it was told to say."""

    def __init__(self) -> None:
        self._answer: dict[str, Any] = {}

    def tell(self, answer: dict[str, Any]) -> dict[str, Any]:
        self._answer = answer
        return nothing()

    def constant(self) -> dict[str, Any]:
        return self._answer


def nothing() -> dict[str, Any]:
    return {"success": True}


def main(url: str, data_dir: str) -> None:
    os.environ.update(DATABASE_URL=url, PICLETS_DATA_DIR=data_dir, PICLETS_AI="local", PICLETS_IDENTITY="local")
    os.environ.pop("HF_TOKEN", None)
    settings = Settings.from_environment()
    prepare_environment(settings)
    # Only now: gradio reads the environment when it is imported.
    import gradio as gr
    import uvicorn
    from gradio.events import api

    from piclets.api.surface.routes import AllowList
    from piclets.server.serving import build_server
    from piclets.server.wiring import build_game

    with gr.Blocks() as blocks:
        constant = Constant()
        for endpoint in (nothing, constant.tell, constant.constant):
            api(endpoint, api_name=endpoint.__name__, queue=False)
    app = gr.mount_gradio_app(build_server(build_game(settings)), blocks, path=NOTHING)
    routes = app.router.routes
    routes.insert(0, routes.pop())  # in front of the game, which is mounted at the root and takes all there is
    for middleware in app.user_middleware:
        if "served" in middleware.kwargs:
            middleware.kwargs["served"] = AllowList(blocks_at=("", NOTHING), sign_in=False)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as the game's own server does
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_keep_alive=600)).run(
            sockets=[listener]
        )


if __name__ == "__main__":
    main(*sys.argv[1:3]) if Path(sys.argv[2]).is_dir() else sys.exit("the data folder does not exist")
