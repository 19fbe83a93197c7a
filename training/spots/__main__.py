"""The command line of the training."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

HOME = Path("cache/spots")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.spots", description=__doc__)
    parser.add_argument("--folder", type=Path, default=HOME, help=f"where sets and checkpoints are (default: {HOME})")
    commands = parser.add_subparsers(required=True, dest="command")
    sets = commands.add_parser("sets", help="make the clean and the augmented set")
    sets.add_argument("--force", action="store_true", help="over those that are there")
    train = commands.add_parser("train", help="train, or go on training")
    train.add_argument("--epochs", type=int, default=25)
    train.add_argument("--backbone", choices=("ours", "large"), default="ours")
    finish = commands.add_parser("finish", help="go on from an exported network, more slowly, into finished.pt")
    finish.add_argument("--model", type=Path, help="an ONNX file of ours in 8 bits (default: the game's own)")
    export = commands.add_parser(
        "export", help="write the best checkpoint as ONNX, in 8 bits where that reads as well"
    )
    export.add_argument("--backbone", choices=("ours", "large"), default="ours")
    export.add_argument("--checkpoint", choices=("best", "finished"), default="best")
    export.add_argument("--to", type=Path, help="default: the game's own model")
    evaluate = commands.add_parser("evaluate", help="read both sets")
    evaluate.add_argument("--model", type=Path, help="an ONNX file (default: the game's own)")
    sample = commands.add_parser("sample", help="draw one view of a PID")
    sample.add_argument("pid")
    sample.add_argument("--seed", type=int, default=0)
    sample.add_argument("--to", type=Path, default=Path("sample.png"))
    infer = commands.add_parser("infer", help="read a picture file that is one window of 96 x 96, without a registry")
    infer.add_argument("picture", type=Path)
    infer.add_argument("--model", type=Path)
    options = parser.parse_args()
    globals()[f"_{options.command}"](options)


def _sets(options: argparse.Namespace) -> None:
    from training.spots.sets import make_sets

    try:
        make_sets(options.folder / "sets", force=options.force)
    except FileExistsError as error:
        raise SystemExit(str(error)) from None


def _train(options: argparse.Namespace) -> None:
    from training.spots.train import train

    train(
        options.folder / options.backbone, options.folder / "sets", epochs=options.epochs, backbone=options.backbone
    )


def _finish(options: argparse.Namespace) -> None:
    from piclets.prints.inference import MODEL
    from training.spots.finish import finish

    finish(options.model or MODEL, options.folder / "ours" / "finished.pt")


def _export(options: argparse.Namespace) -> None:
    from piclets.prints.inference import MODEL
    from training.spots.export import export

    print(
        json.dumps(
            export(options.folder / options.backbone / f"{options.checkpoint}.pt", options.to or MODEL), indent=1
        )
    )


def _evaluate(options: argparse.Namespace) -> None:
    from training.spots.evaluate import evaluate

    try:
        figures = evaluate(options.model, options.folder / "sets")
    except FileNotFoundError as error:
        raise SystemExit(f"{error.filename} is not there: `python -m training.spots sets` makes the sets") from None
    print(json.dumps(figures, indent=1))


def _sample(options: argparse.Namespace) -> None:
    import cv2
    import numpy as np

    from piclets.domain.spots import pid_of
    from piclets.errors import InvalidRequest
    from training.spots.camera import view

    try:
        pid = pid_of(options.pid)
    except InvalidRequest as error:
        raise SystemExit(error.message) from None
    drawn = view(pid, np.random.default_rng(options.seed))
    cv2.imwrite(str(options.to), drawn.window)
    print(f"{options.to}: coordinates {drawn.target}, seen {drawn.seen}")


def _infer(options: argparse.Namespace) -> None:
    import numpy as np

    from piclets.domain.spots import hex_of, pid_at
    from piclets.errors import InvalidImage
    from piclets.prints.inference import SpotsReader

    try:
        [logs] = SpotsReader(options.model).read([options.picture])
    except InvalidImage as error:
        raise SystemExit(error.message) from None
    read = [int(value) for value in logs.argmax(1)]
    print(f"{hex_of(pid_at(read))} with {np.exp(logs.max(1).sum()):.4f}: coordinates {read}")


if __name__ == "__main__":
    main()
