"""From a checkpoint to ONNX: in 8 bits, calibrated on drawn views."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

from piclets.prints.inference import normalized
from piclets.prints.rectify import SIDE
from training.spots.camera import view
from training.spots.net import SpotsNet

CALIBRATED_ON: Final = 192
OPSET: Final = 17
IN_FLOATS: Final = ("/places/",)
"""The last layer says where in a map a spot is: it keeps its precision."""


class _Views(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self) -> None:
        rng = np.random.default_rng(7)
        self._windows: Iterator[np.ndarray] = (
            normalized(view(int(rng.integers(2**32)), rng).window)[None, None] for _ in range(CALIBRATED_ON)
        )

    def get_next(self) -> dict[str, Any] | None:
        window = next(self._windows, None)
        return None if window is None else {"windows": window}


def export(checkpoint: Path, target: Path) -> dict[str, int]:
    """Write the network as `target`, in 8 bits, and as floats beside the checkpoint. Returns the sizes in bytes."""
    state = torch.load(checkpoint, weights_only=True)
    net = SpotsNet(state["backbone"])
    net.load_state_dict(state["net"])
    net.eval()
    floats = checkpoint.with_name("floats.onnx")
    torch.onnx.export(
        net,
        (torch.zeros(1, 1, SIDE, SIDE),),
        str(floats),
        input_names=["windows"],
        output_names=["logs"],
        dynamic_axes={"windows": {0: "n"}, "logs": {0: "n"}},
        opset_version=OPSET,
        dynamo=False,
    )
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready.onnx"
        quant_pre_process(str(floats), str(ready), skip_symbolic_shape=True)
        quantize_static(
            str(ready),
            str(target),
            _Views(),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            calibrate_method=CalibrationMethod.MinMax,
            op_types_to_quantize=["Conv"],
            nodes_to_exclude=_nodes_in_floats(ready),
        )
    return {"floats": floats.stat().st_size, "8 bits": target.stat().st_size}


def _nodes_in_floats(model: Path) -> list[str]:
    import onnx

    return [node.name for node in onnx.load(model).graph.node if node.name.startswith(IN_FLOATS)]
