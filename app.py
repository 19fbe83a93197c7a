"""The Space: settings -> build_game -> serve."""

from __future__ import annotations

import gc
import sys

from piclets.settings import BadSetting, Settings, prepare_environment


def main() -> int:
    """Serve until stopped. Returns the exit status; what keeps it from starting is one line on standard error."""
    try:
        settings = Settings.from_environment()
    except BadSetting as error:
        return _refuse(error)
    prepare_environment(settings)
    # What is imported and built now stays (see `leave_what_stays`): to look for garbage in it is a fifth of a start.
    gc.disable()
    # Only now: gradio and huggingface_hub read the environment when they are imported.
    from piclets.server import running

    try:
        running.serve(settings)
    except running.REFUSALS as error:
        return _refuse(error)
    return 0


def _refuse(error: Exception) -> int:
    print(f"Piclets cannot start: {error}", file=sys.stderr)  # noqa: T201 - there is no log yet
    return 2


if __name__ == "__main__":
    sys.exit(main())
