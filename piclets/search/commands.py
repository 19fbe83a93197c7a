"""`python -m piclets catalogue`: make catalogues, take over an index, publish one."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from piclets.search.building import build, check_name
from piclets.search.eyes import PlainEye
from piclets.search.importing import import_index
from piclets.search.publishing import publish
from piclets.settings import BadSetting, Settings

Say = Callable[[str], None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's actions."""
    actions = parser.add_subparsers(required=True, metavar="action", dest="action")
    making = actions.add_parser("build", help="make a catalogue of pictures and their metadata, or go on making it")
    _common(making)
    making.add_argument(
        "--template", help='what an entry is called as a thing, e.g. "{album_name}, album by {artist}"'
    )
    taking = actions.add_parser("import", help="make a catalogue of a FAISS index and its metadata")
    _common(taking)
    taking.add_argument("--index", type=Path, required=True, help="the FAISS index file")
    taking.add_argument("--model", default=PlainEye.model, help="the model that made its vectors")
    giving = actions.add_parser("publish", help="put a catalogue on the Hub as Parquet shards with the pictures")
    giving.add_argument("name")
    giving.add_argument("repo", help="the dataset repo, owner/name")


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name")
    parser.add_argument("--images", type=Path, required=True, help="the folder with the pictures")
    parser.add_argument("--metadata", type=Path, required=True, help="JSON, JSON lines, CSV or Parquet")


def run(settings: Settings, options: argparse.Namespace, say: Say) -> int:
    """Returns the exit status. Raises BadCatalogue, BadSetting, ServiceUnavailable."""
    check_name(options.name)
    folder = settings.catalogues_folder / options.name
    if options.action == "build":
        build(folder, options.name, options.images, options.metadata, PlainEye(), say, template=options.template)
    elif options.action == "import":
        eye = PlainEye() if options.model == PlainEye.model else None
        import_index(folder, options.name, options.index, options.metadata, options.images, options.model, eye, say)
    else:
        if settings.hf_token is None:
            raise BadSetting("HF_TOKEN has to be set: publishing writes to the Hub.")
        publish(folder, options.repo, settings.hub, settings.hf_token.get_secret_value(), say)
    return 0
