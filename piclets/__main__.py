"""The command line, `python -m piclets --help`.

What changes the game needs the data folder for itself, as a server does.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from pathlib import Path

from piclets.clock import utc_now
from piclets.errors import PicletsError
from piclets.settings import BadSetting, Settings, prepare_environment

DATASET_COMMANDS = {
    "publish": "publish what is not in the dataset yet",
    "restore": "bring an empty or older ledger to where the dataset is",
    "verify": "say whether a dataset's documents, totals and leaderboard follow from its log",
    "squash": "shorten the dataset's history to one commit",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 the game said no, 2 it could not start."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.from_environment()
        prepare_environment(settings)
        return int(options.run(settings, options))
    except BadSetting as error:
        print(error, file=sys.stderr)
        return 2
    except PicletsError as error:
        print(f"{error.code}: {error.message}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m piclets", description="The discovery game, without its server.")
    commands = parser.add_subparsers(required=True, metavar="command")

    scan = commands.add_parser("scan", help="scan one photo, print the answer, and save the picture")
    scan.add_argument("photo", type=Path)
    scan.add_argument("--player", default="ada", help="a player of the local game (default: ada)")
    scan.add_argument("--picture", type=Path, help="where to save the picture (default: <typeId>.webp)")
    scan.set_defaults(run=_scan)

    identify = commands.add_parser("identify", help="say which prints' cards a photo shows")
    identify.add_argument("photo", type=Path)
    identify.add_argument(
        "--no-registry", action="store_true", help="stop at the PIDs, whether or not prints have them"
    )
    identify.add_argument("--order", choices=("normal", "reversed"), default="normal", help="of a PID's bytes")
    identify.set_defaults(run=_identify)

    for name, help_text in DATASET_COMMANDS.items():
        command = commands.add_parser(name, help=help_text)
        command.set_defaults(run=_dataset, command=name)

    _add_catalogues(commands.add_parser("catalogue", help="make catalogues of pictures to search, or publish one"))
    _add_models(commands.add_parser("models", help="get local models for later use offline, or list them"))

    rebuild = commands.add_parser(
        "rebuild", help="fold the log of events anew, and say whether that changed anything"
    )
    rebuild.set_defaults(run=_rebuild)
    return parser


def _add_catalogues(parser: argparse.ArgumentParser) -> None:
    from piclets.search import commands

    commands.add_arguments(parser)
    parser.set_defaults(run=lambda settings, options: commands.run(settings, options, print))


def _add_models(models: argparse.ArgumentParser) -> None:
    actions = models.add_subparsers(required=True, metavar="action")
    fetch = actions.add_parser("fetch", help="fetch models and verify them")
    fetch.add_argument("names", nargs="+", metavar="NAME")
    fetch.set_defaults(run=_models)
    actions.add_parser("list", help="say which are here").set_defaults(run=_models, names=[])


def _models(settings: Settings, options: argparse.Namespace) -> int:
    from piclets.models import commands
    from piclets.models.store import ModelStore

    store = ModelStore(settings.models_folder, settings.hub)
    return commands.fetch(store, options.names, print) if options.names else commands.show(store, print)


def _scan(settings: Settings, options: argparse.Namespace) -> int:
    from piclets.images.intake import read_photo
    from piclets.play.discovery import Journey, Sighting
    from piclets.server.wiring import build_game

    if settings.identity != "local":
        raise BadSetting("PICLETS_IDENTITY has to be local for this command: it plays without a server.")
    photo_file: Path = options.photo
    if not photo_file.is_file():
        raise BadSetting(f"There is no photo {str(photo_file)!r}.")
    game = build_game(settings)
    try:
        token = f"local_{options.player}"
        player = game.identity.verify(token)
        journey = Journey(
            lambda step, _words: print(step.words, file=sys.stderr), time.monotonic() + settings.scan_deadline
        )
        sighting = Sighting(player, token, read_photo(photo_file, photo_file.name), journey, utc_now())
        recorded = game.discovery.recall(sighting) or game.discovery.scan(sighting)
        answer = {"success": True, **game.browsing.scanned(recorded, "")}
        print(json.dumps(answer, indent=2, ensure_ascii=False))
        picture = game.find_image(answer["piclet"]["image"])
        if picture is not None:
            target = options.picture or Path(f"{recorded.type_id}.webp")
            shutil.copyfile(picture, target)
            print(f"The picture is in {target}", file=sys.stderr)
    finally:
        game.close()
    return 0


def _identify(settings: Settings, options: argparse.Namespace) -> int:
    from piclets.images.intake import bytes_of
    from piclets.play.identifying import read_cards
    from piclets.server.cards import identifying_beside

    photo_file: Path = options.photo
    if not photo_file.is_file():
        raise BadSetting(f"There is no photo {str(photo_file)!r}.")
    data = bytes_of(photo_file)

    def told(words: str) -> None:
        print(words, file=sys.stderr)

    if options.no_registry:
        found = read_cards(data, options.order, told)
    else:
        with identifying_beside(settings) as identifying:
            found = identifying.identify(data, "", options.order, told)
    print(json.dumps({"success": True, **found.wire()}, indent=2, ensure_ascii=False))
    return 0


def _dataset(settings: Settings, options: argparse.Namespace) -> int:
    from piclets.dataset import commands
    from piclets.server.wiring import build_game

    if options.command == "verify":
        return commands.verify(settings, print)
    run = {"publish": commands.publish, "restore": commands.restore, "squash": commands.squash}[options.command]
    game = build_game(settings)
    try:
        return run(settings, game.ledger, game.images, print)
    finally:
        game.close()


def _rebuild(settings: Settings, _options: argparse.Namespace) -> int:
    from piclets.server.wiring import build_game

    game = build_game(settings)
    try:
        tables = game.ledger.rebuild()
    finally:
        game.close()
    for name, same in sorted(tables.items()):
        print(f"{name}: {'as it was' if same else 'DIFFERENT from what was there'}")
    print("The tables equal the log." if all(tables.values()) else "The tables differed; now they equal the log.")
    return 0 if all(tables.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
