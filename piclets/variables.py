"""Every variable of the server's environment, declared once, with its help text. `settings` reads them.

The tables of `docs/operating.md` are checked against these declarations by a test.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, IPvAnyNetwork, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from piclets.values import (
    OptionalText,
    Secret,
    SpaceList,
    Token,
    a_plain_web_address,
    a_repo,
    a_secret_web_address,
    a_web_address,
    catalogues_with_sureness,
    split,
    unset_if_blank,
)


def _var(name: str, default: Any, description: str, allowed: str, **limits: Any) -> Any:
    """A field read from the variable `name`; `allowed` ends the error line of a bad value."""
    return Field(
        default=default,
        validation_alias=name,
        description=description,
        json_schema_extra={"allowed": allowed},
        **limits,
    )


class Variables(BaseSettings):
    """The fields of `Settings`."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True, case_sensitive=True)

    server_name: OptionalText = _var(
        "GRADIO_SERVER_NAME", None, "address to serve on; `127.0.0.1`, or `0.0.0.0` on a Space", "a host name or IP"
    )
    server_port: int = _var(
        "GRADIO_SERVER_PORT", 7860, "port to serve on", "a whole number from 0 to 65535", ge=0, le=65535
    )
    hf_token: Token = _var(
        "HF_TOKEN",
        None,
        "the server's write token. Set: publish to the dataset. Unset: everything stays in `PICLETS_DATA_DIR`",
        "a Hugging Face token",
    )
    dataset_repo: Annotated[str, AfterValidator(a_repo)] = _var(
        "DATASET_REPO", "Fraser/piclets", "the dataset repo", "owner/name"
    )
    hf_endpoint: Annotated[str | None, BeforeValidator(unset_if_blank), AfterValidator(a_web_address)] = _var(
        "HF_ENDPOINT", None, "the Hub; userinfo and whoami are asked there too", "an http(s) address"
    )
    admin_password: Secret = _var(
        "ADMIN_PASSWORD",
        None,
        "password of user `admin` for `/admin`. Unset: `/admin` is closed, except on loopback, never on a Space, "
        "through a one-time link that is printed at start",
        "any text",
    )
    ai_choice: Literal["spaces", "local", "server"] | None = _var(
        "PICLETS_AI",
        None,
        "`spaces`: the AI Spaces. `local`: the embedded studio. `server`: an OpenAI-compatible server. "
        "Unset: `spaces` with `HF_TOKEN` or on a Space, else `local`",
        "spaces, local or server (server needs PICLETS_AI_URL and PICLETS_AI_VISION_MODEL)",
    )
    ai_url: Annotated[str | None, BeforeValidator(unset_if_blank), AfterValidator(a_plain_web_address)] = _var(
        "PICLETS_AI_URL",
        None,
        "with `server`: its address, such as `http://127.0.0.1:11434/v1`",
        "an http(s) address without a user or a query",
    )
    ai_key: Token = _var(
        "PICLETS_AI_KEY", None, "with `server`: the key that it asks for, if any", "a key: letters, digits and signs"
    )
    ai_vision_model: OptionalText = _var(
        "PICLETS_AI_VISION_MODEL", None, "with `server`: the model that looks at photos", "a model's name"
    )
    ai_text_model: OptionalText = _var(
        "PICLETS_AI_TEXT_MODEL",
        None,
        "with `server`: the model that invents Piclets. Unset: the one that looks at photos",
        "a model's name",
    )
    ai_image_model: OptionalText = _var(
        "PICLETS_AI_IMAGE_MODEL",
        None,
        "with `server`: the model that draws them. Unset: the embedded studio draws",
        "a model's name",
    )
    identity_choice: Literal["hub", "local"] | None = _var(
        "PICLETS_IDENTITY",
        None,
        "`hub`: verify tokens at the Hub. `local`: the token `local_<name>` is the player `<name>`. "
        "Unset: `hub` with `HF_TOKEN` or on a Space, else `local`, on loopback only: on another address it has to be "
        "set then",
        "hub or local (local never with HF_TOKEN or on a Space)",
    )
    caption_spaces: SpaceList = _var(
        "PICLETS_CAPTION_SPACES",
        ("fancyfeast/joy-caption-alpha-two", "fancyfeast/joy-caption-beta-one"),
        "Space ids or URLs that caption the photo, in order of preference",
        "comma-separated Space ids or URLs",
    )
    concept_spaces: SpaceList = _var(
        "PICLETS_CONCEPT_SPACES",
        ("amd/gpt-oss-120b-chatbot",),
        "Spaces that invent the creature, likewise",
        "comma-separated Space ids or URLs",
    )
    image_spaces: SpaceList = _var(
        "PICLETS_IMAGE_SPACES",
        ("black-forest-labs/FLUX.1-schnell",),
        "Spaces that draw it, likewise",
        "comma-separated Space ids or URLs",
    )
    providers: OptionalText = _var(
        "PICLETS_PROVIDERS",
        None,
        "Inference Providers as the last candidates, e.g. `auto`. Empty: off (it spends the player's credits)",
        "a provider's name, or auto",
    )
    matting_model: OptionalText = _var(
        "PICLETS_MATTING_MODEL",
        None,
        "an ONNX model that cuts creatures out where their picture's ground is not plain: a file of a Hub repo, "
        "`owner/name@revision/file.onnx`, or one on disk; `:half` at its end for ISNet and RMBG 1.4. Unset: such "
        "pictures stay as they are",
        "owner/name@revision/file.onnx, or a file",
    )
    mirror: bool = _var(
        "PICLETS_MIRROR",
        False,
        "`1`: a read-only mirror of the public dataset `DATASET_REPO`, for trying things out: it follows the game, "
        "takes no scans and changes nothing",
        "0 or 1 (1 never with HF_TOKEN)",
    )
    data_dir: Path = _var(
        "PICLETS_DATA_DIR",
        Path("cache"),
        "database, images, caches; locked by one server at a time",
        "a folder",
    )
    database_url_choice: Annotated[SecretStr | None, BeforeValidator(unset_if_blank)] = _var(
        "DATABASE_URL",
        None,
        "the game ledger, a SQLAlchemy URL. Unset: an SQLite file in `PICLETS_DATA_DIR`, "
        "one per dataset and identity mode",
        "a SQLAlchemy URL of sqlite or postgresql+psycopg",
    )
    durability_choice: Literal["published", "local"] | None = _var(
        "PICLETS_DURABILITY",
        None,
        "when a scan is acknowledged: `published`, after the dataset commit that holds it; `local`, after the "
        "ledger's fsync. Unset: `published` on a Space with SQLite and `HF_TOKEN`, else `local`",
        "published (needs HF_TOKEN) or local",
    )
    commits_per_hour: int = _var(
        "PICLETS_COMMITS_PER_HOUR",
        100,
        "the most dataset commits in any hour (the Hub allows 128)",
        "a whole number from 5 to 100000",
        ge=5,
        le=100_000,
    )
    packed: bool = _var(
        "PICLETS_PACKED",
        False,
        "`1`: move what is old in the dataset into packs, bit by bit: for a game that nears the 100,000 files that "
        "the Hub recommends at most",
        "0 or 1",
    )
    wheel_models_choice: Annotated[tuple[str, ...] | None, NoDecode, BeforeValidator(split)] = _var(
        "PICLETS_WHEEL_MODELS",
        None,
        "the wheel's language models that are fetched where they are not here, and loaded at start: `piclets` (the "
        "game's own, always here), `gpt2`, `gpt2-medium`. Unset: `piclets`, on a Space `piclets,gpt2`",
        "comma-separated names of piclets, gpt2 and gpt2-medium",
    )
    max_scans: int = _var(
        "PICLETS_MAX_SCANS",
        64,
        "scans whose AI work is in flight at once; more wait and are told their place",
        "a whole number from 1 to 1024",
        ge=1,
        le=1024,
    )
    scan_deadline: float = _var(
        "PICLETS_SCAN_DEADLINE", 180, "seconds for one scan's AI work", "seconds from 1 to 3600", ge=1, le=3600
    )
    scans_per_hour: int = _var(
        "PICLETS_SCANS_PER_HOUR",
        60,
        "accepted scans per player and hour; `0` = no limit",
        "a whole number from 0 to 100000",
        ge=0,
        le=100_000,
    )
    anonymous_per_minute: int = _var(
        "PICLETS_ANONYMOUS_PER_MINUTE",
        60,
        "calls under `/api` that cost CPU, per minute and client address without a verified player; `0` = no limit",
        "a whole number from 0 to 100000",
        ge=0,
        le=100_000,
    )
    sight: Literal["auto", "clip", "plain", "off"] = _var(
        "PICLETS_SIGHT",
        "auto",
        "finding by a picture or by words. `clip`: the CLIP model. `plain`: embedded descriptors, no model. "
        "`off`. `auto`: CLIP where it is on disk or can be had (on a Space it is fetched in the background), `plain` "
        "until then",
        "auto, clip, plain or off",
    )
    sight_model: str = _var(
        "PICLETS_SIGHT_MODEL",
        "Xenova/clip-vit-base-patch32@main",
        "the CLIP model: a Hub repo with two ONNX models, `owner/name@revision`, or a folder; `:int8` at its end "
        "chooses quantised files",
        "owner/name@revision, or a folder",
    )
    catalogues: SpaceList = _var(
        "PICLETS_CATALOGUES",
        (),
        "further catalogues to search, beside those in `PICLETS_DATA_DIR/catalogues`: folders, or Hub datasets",
        "comma-separated folders, or Hub datasets as owner/name",
    )
    default_catalogue: str = _var(
        "PICLETS_DEFAULT_CATALOGUE",
        "piclets",
        "what is searched where no catalogue is named",
        "the name of a catalogue",
    )
    recognise: Annotated[tuple[tuple[str, float], ...], NoDecode, BeforeValidator(catalogues_with_sureness)] = _var(
        "PICLETS_RECOGNISE",
        (),
        "catalogues whose entries name what a photo shows, each with how sure that has to be (`albums:0.9`, which is "
        "the default): a sure match goes into the concept as the exact object",
        "comma-separated names of catalogues, each with a number from 0.5 to 1 behind a colon or without",
    )
    alert_webhook: Annotated[Secret, AfterValidator(a_secret_web_address)] = _var(
        "PICLETS_ALERT_WEBHOOK",
        None,
        "where to post an alert when publication stalls, and when it resumes: a Slack or Discord webhook, or a "
        "compatible one",
        "an http(s) address",
    )
    discovery_webhook: Annotated[Secret, AfterValidator(a_secret_web_address)] = _var(
        "PICLETS_DISCOVERY_WEBHOOK",
        None,
        "where to post what was discovered, at most once a minute: a webhook like that of `PICLETS_ALERT_WEBHOOK`",
        "an http(s) address",
    )
    space_id: OptionalText = _var("SPACE_ID", None, "set by the platform on a Space", "owner/name")
    trusted_proxies: Annotated[tuple[IPvAnyNetwork, ...], NoDecode, BeforeValidator(split)] = _var(
        "PICLETS_TRUSTED_PROXIES",
        (),
        "proxies in front of this server, as addresses or networks: the last hop in their `X-Forwarded-For` is the "
        "client. Empty: none, but for the platform's own on a Space",
        "comma-separated IP addresses or networks, such as 10.0.0.7,192.168.0.0/16",
    )
    space_host_names: OptionalText = _var(
        "SPACE_HOST",
        None,
        "set by the platform: the Space's host name, or several, comma-separated, the first one its main one",
        "host names",
    )
    oauth_client_id: OptionalText = _var(
        "OAUTH_CLIENT_ID", None, "set by the platform where sign-in is on", "any text"
    )
