"""Every variable the server reads from its environment, declared once, with its help text.

README's table is checked against `Settings` by a test. Nothing else in the project reads the environment.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from piclets.imports import leave_out_type_stubs

HUB = "https://huggingface.co"


class BadSetting(Exception):
    """A variable cannot be used; the message is one line that names it, its value and what is allowed."""


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _unset_if_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _a_repo(value: str) -> str:
    owner, slash, name = value.partition("/")
    if not (slash and owner and name) or "/" in name or ".." in value or any(c.isspace() for c in value):
        raise ValueError("not a repo id")
    return value


def _a_web_address(value: str | None) -> str | None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise ValueError("not an address")
    return value.rstrip("/") if value else None


def _a_secret_web_address(value: SecretStr | None) -> SecretStr | None:
    _a_web_address(value.get_secret_value() if value else None)
    return value


SpaceList = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
Secret = Annotated[SecretStr | None, BeforeValidator(_unset_if_blank)]
OptionalText = Annotated[str | None, BeforeValidator(_unset_if_blank)]


def _var(name: str, default: Any, description: str, allowed: str, **limits: Any) -> Any:
    """A field read from the variable `name`; `allowed` ends the error line of a bad value."""
    return Field(
        default=default,
        validation_alias=name,
        description=description,
        json_schema_extra={"allowed": allowed},
        **limits,
    )


class Settings(BaseSettings):
    """The server's configuration. Build it with `Settings.from_environment()`, or by variable name in tests."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True, case_sensitive=True)

    server_name: OptionalText = _var(
        "GRADIO_SERVER_NAME", None, "address to serve on; `127.0.0.1`, or `0.0.0.0` on a Space", "a host name or IP"
    )
    server_port: int = _var(
        "GRADIO_SERVER_PORT", 7860, "port to serve on", "a whole number from 0 to 65535", ge=0, le=65535
    )
    hf_token: Secret = _var(
        "HF_TOKEN",
        None,
        "the server's write token. Set: publish to the dataset. Unset: everything stays in `PICLETS_DATA_DIR`",
        "a Hugging Face token",
    )
    dataset_repo: Annotated[str, AfterValidator(_a_repo)] = _var(
        "DATASET_REPO", "Fraser/piclets", "the dataset repo", "owner/name"
    )
    hf_endpoint: Annotated[str | None, BeforeValidator(_unset_if_blank), AfterValidator(_a_web_address)] = _var(
        "HF_ENDPOINT", None, "the Hub; userinfo and whoami are asked there too", "an http(s) address"
    )
    admin_password: Secret = _var(
        "ADMIN_PASSWORD",
        None,
        "password of user `admin` for `/admin`. Unset: `/admin` answers on loopback only, and never on a Space",
        "any text",
    )
    ai_choice: Literal["spaces", "local"] | None = _var(
        "PICLETS_AI",
        None,
        "`spaces`: the AI Spaces. `local`: the embedded studio. "
        "Unset: `spaces` with `HF_TOKEN` or on a Space, else `local`",
        "spaces or local",
    )
    identity_choice: Literal["hub", "local"] | None = _var(
        "PICLETS_IDENTITY",
        None,
        "`hub`: verify tokens at the Hub. `local`: the token `local_<name>` is the player `<name>`. "
        "Unset: `hub` with `HF_TOKEN` or on a Space, else `local`",
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
    database_url_choice: Annotated[SecretStr | None, BeforeValidator(_unset_if_blank)] = _var(
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
    alert_webhook: Annotated[Secret, AfterValidator(_a_secret_web_address)] = _var(
        "PICLETS_ALERT_WEBHOOK",
        None,
        "where to post a word when publication stalls, and when it goes on: a Slack or Discord webhook or alike",
        "an http(s) address",
    )
    space_id: OptionalText = _var("SPACE_ID", None, "set by the platform on a Space", "owner/name")
    space_host: OptionalText = _var("SPACE_HOST", None, "set by the platform: the Space's host name", "a host name")
    oauth_client_id: OptionalText = _var(
        "OAUTH_CLIENT_ID", None, "set by the platform where sign-in is on", "any text"
    )

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the environment, then take the server's secrets out of it.

        Raises BadSetting.
        """
        try:
            settings = cls()
        except ValidationError as error:
            raise BadSetting(_one_line(error)) from None
        for secret in ("HF_TOKEN", "PICLETS_ALERT_WEBHOOK"):
            os.environ.pop(secret, None)
        return settings

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        if self.identity_choice == "local" and (self.hf_token or self.on_space):
            raise ValueError("PICLETS_IDENTITY=local lets anybody in; it is refused with HF_TOKEN or on a Space")
        if self.durability_choice == "published" and not self.hf_token:
            raise ValueError("PICLETS_DURABILITY=published needs HF_TOKEN: without it nothing is published")
        if self.mirror and self.hf_token:
            raise ValueError("PICLETS_MIRROR=1 only reads, and HF_TOKEN is for publishing: unset one of them")
        url = self.database_url_choice.get_secret_value() if self.database_url_choice else "sqlite:"
        if not url.startswith(("sqlite:", "postgresql+psycopg:")):
            raise ValueError("DATABASE_URL must be a SQLAlchemy URL that starts with sqlite: or postgresql+psycopg:")
        return self

    @property
    def on_space(self) -> bool:
        return self.space_id is not None

    @property
    def _connected(self) -> bool:
        return self.hf_token is not None or self.on_space

    @property
    def ai(self) -> Literal["spaces", "local"]:
        return self.ai_choice or ("spaces" if self._connected else "local")

    @property
    def identity(self) -> Literal["hub", "local"]:
        return self.identity_choice or ("hub" if self._connected else "local")

    @property
    def publishes(self) -> bool:
        """Whether the game lives in the dataset."""
        return self.hf_token is not None

    @property
    def persistent(self) -> bool:
        """Whether the game outlives a restart."""
        return self.publishes or self.mirror or not self.on_space

    @cached_property
    def database_url(self) -> str:
        if self.database_url_choice:
            return self.database_url_choice.get_secret_value()
        repo = self.dataset_repo.replace("/", "--")
        dataset = f"mirror-of-{repo}" if self.mirror else repo if self.publishes else "unpublished"
        return f"sqlite:///{(self.data_dir / f'ledger-{dataset}-{self.identity}.sqlite3').resolve()}"

    @property
    def upload_folder(self) -> Path:
        """Where Gradio keeps uploaded photos until they are swept."""
        return (self.data_dir / "uploads").resolve()

    @property
    def made_for(self) -> str:
        """What a ledger belongs to: a dataset (or none) and a way of knowing players."""
        mirrored = f"a mirror of {self.dataset_repo}" if self.mirror else "no dataset"
        return f"{self.dataset_repo if self.publishes else mirrored}, identity {self.identity}"

    @property
    def durability(self) -> Literal["published", "local"]:
        ephemeral = self.on_space and self.publishes and self.database_url.startswith("sqlite")
        return self.durability_choice or ("published" if ephemeral else "local")

    @property
    def hub(self) -> str:
        """The Hub's address, without a slash at its end."""
        return self.hf_endpoint or HUB

    @property
    def host(self) -> str:
        return self.server_name or ("0.0.0.0" if self.on_space else "127.0.0.1")  # noqa: S104 - a Space's proxy


def prepare_environment(settings: Settings) -> None:
    """Tell the libraries what they read from the environment, before they are imported."""
    leave_out_type_stubs()
    os.environ.update(
        GRADIO_TEMP_DIR=str(settings.upload_folder),
        GRADIO_ANALYTICS_ENABLED="False",
        HF_HUB_DISABLE_TELEMETRY="1",
        HF_XET_CLIENT_RETRY_MAX_ATTEMPTS="2",  # the publisher has its own patience, and looks before it repeats
        RUST_LOG="warn",  # what hf_xet else writes of each picture fills the disk
        HF_HUB_DISABLE_IMPLICIT_TOKEN="1",  # noqa: S106 - a switch: tokens are arguments here, never found around
    )


def _one_line(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    if not first["loc"]:
        return str(first["msg"]).removeprefix("Value error, ")
    name = str(first["loc"][0])
    field = next(f for f in Settings.model_fields.values() if f.validation_alias == name)
    allowed = field.json_schema_extra["allowed"] if isinstance(field.json_schema_extra, dict) else ""
    secret = "SecretStr" in str(field.annotation)
    value = "(hidden)" if secret else repr(first["input"])
    return f"{name}={value} cannot be used: it has to be {allowed}."
