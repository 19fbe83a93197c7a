"""What an operator watches, as Prometheus text. No player's name is in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

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

    def watch(
        self, name: str, help_text: str, value: Callable[[], float], away: tuple[type[Exception], ...] = ()
    ) -> None:
        """A figure that is read when the metrics are; not a number where reading it raises one of `away`."""

        def known() -> float:
            try:
                return value()
            except away:
                return math.nan

        Gauge(f"piclets_{name}", help_text, registry=self._registry).set_function(known)

    def watch_services(self, status: Callable[[], dict[str, Any]]) -> None:
        """The AI services' own figures, read from what /ready tells of them."""
        self._registry.register(_Services(status))

    def text(self) -> bytes:
        """Prometheus' text format."""
        return generate_latest(self._registry)


class _Services(Collector):
    """`status` as `AiChain.status` gives it; empty where no services are asked."""

    def __init__(self, status: Callable[[], dict[str, Any]]) -> None:
        self._status = status

    def collect(self) -> Iterator[Metric]:
        status = self._status()
        closed = GaugeMetricFamily("piclets_service_up", "1 while its breaker is closed", labels=["step", "service"])
        latency = GaugeMetricFamily(
            "piclets_service_seconds", "Latency of its latest answers", labels=["step", "service", "quantile"]
        )
        answered = CounterMetricFamily("piclets_service_answers", "Its answers", labels=["step", "service"])
        errors = CounterMetricFamily("piclets_service_errors", "Its failures", labels=["step", "service", "kind"])
        hits = CounterMetricFamily("piclets_cache_lookups", "Looks into the cache", labels=["step", "outcome"])
        for step, services in status.get("services", {}).items():
            for service in services:
                name = service["service"]
                closed.add_metric([step, name], float(service["breaker"] == "closed"))
                answered.add_metric([step, name], service["answered"])
                for quantile, seconds in service["latency"].items():
                    latency.add_metric([step, name, quantile], seconds)
                for kind, count in service["errors"].items():
                    errors.add_metric([step, name, kind], count)
        for step, looks in status.get("cache", {}).items():
            for outcome, count in looks.items():
                hits.add_metric([step, outcome], count)
        yield from (closed, latency, answered, errors, hits)
