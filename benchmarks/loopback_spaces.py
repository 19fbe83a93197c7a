"""The loopback Spaces in a process of their own: prints their addresses, and serves until its input closes."""

from __future__ import annotations

import json
import sys

from tests.loopback.ai_spaces import STEPS, start_spaces


def main() -> None:
    spaces = start_spaces()
    print(json.dumps({step: spaces.urls[step] for step in STEPS}), flush=True)
    sys.stdin.read()
    spaces.stop()


if __name__ == "__main__":
    main()
