"""What an operator watches, as Prometheus text. No player's name is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.1, 0.3, 1, 3, 10, 30, 60, 120, 180, 300)


class Metrics:
    """One server's measurements, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._scans = Counter("piclets_scans", "Scans by how they ended", ["outcome"], registry=self._registry)
        self._steps = Histogram(
            "piclets_step_seconds", "Seconds per step of a scan", ["step"], buckets=SECONDS, registry=self._registry
        )

    def scanned(self, outcome: str, seconds_by_step: Mapping[str, float]) -> None:
        """Count one scan: the discovery status or the error code it ended in."""
        self._scans.labels(outcome).inc()
        for step, seconds in seconds_by_step.items():
            self._steps.labels(step).observe(seconds)

    def watch(self, name: str, help_text: str, value: Callable[[], float]) -> None:
        """A figure that is asked for when somebody looks."""
        Gauge(f"piclets_{name}", help_text, registry=self._registry).set_function(value)

    def text(self) -> bytes:
        """Prometheus' text format."""
        return generate_latest(self._registry)
