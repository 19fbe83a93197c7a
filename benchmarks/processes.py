"""What other processes use."""

from __future__ import annotations

import time


def cpu_seconds(pid: int) -> float:
    """That a process has used so far. Raises OSError where there is none."""
    return time.clock_gettime(~pid << 3 | 2)  # Linux's clock of another process
