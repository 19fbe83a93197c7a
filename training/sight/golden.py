"""What `transformers`' CLIPImageProcessor makes of pictures, for tests/models/test_clip.py.

    python training/sight/golden.py > tests/models/clip_golden.json

Needs transformers, and the Pillow of requirements.txt: its versions resize a few pixels differently. Each picture is
drawn from its numbers, and told by the SHA-256 of its float32 pixels.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import PIL
import transformers
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.models.clip_pictures import SHAPES, drawn

if __name__ == "__main__":
    processor = CLIPImageProcessorPil()
    small = CLIPImageProcessorPil(size={"shortest_edge": 72}, crop_size={"height": 64, "width": 64})
    golden = []
    for shape in SHAPES:
        made = [np.asarray(each(drawn(shape), return_tensors="np")["pixel_values"]) for each in (processor, small)]
        golden.append(
            {
                "shape": shape,
                "sha256": [hashlib.sha256(each.astype("<f4").tobytes()).hexdigest() for each in made],
                "first": made[0].ravel()[:3].tolist(),
            }
        )
    json.dump(
        {"transformers": transformers.__version__, "pillow": PIL.__version__, "pictures": golden},
        sys.stdout,
        indent=1,
    )
