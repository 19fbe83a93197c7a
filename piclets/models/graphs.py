"""ONNX files on onnxruntime: opened, or refused in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from onnxruntime import InferenceSession, SessionOptions
from onnxruntime.capi import onnxruntime_pybind11_state as reasons

FAILURES: Final = (
    reasons.EPFail, reasons.EngineError, reasons.Fail, reasons.InvalidArgument, reasons.InvalidGraph,
    reasons.InvalidProtobuf, reasons.NoModel, reasons.NoSuchFile, reasons.NotFound, reasons.NotImplemented,
    reasons.RuntimeException,
)  # fmt: skip
"""What onnxruntime raises: its errors have no common type."""


class ModelUnusable(Exception):
    """A model that cannot be used; the message is one line."""


def open_graph(file: Path, *, threads: int = 1) -> InferenceSession:
    """A session with so many threads. Raises ModelUnusable."""
    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # what it cannot read is told in one line, not in its log
    options.enable_cpu_mem_arena = False  # an arena keeps the greatest it ever needed
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # the cores are a scan's too
    try:
        return InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except (*FAILURES, OSError, ValueError) as error:
        told = one_line(error).replace(str(file), file.name)  # where it lies is nobody's business
        raise ModelUnusable(f"{file.name} cannot be loaded: {told}") from None


def one_line(error: BaseException) -> str:
    """The first line of what an error says."""
    return (str(error).splitlines() or [type(error).__name__])[0][:400]
