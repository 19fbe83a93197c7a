"""The server's configuration: its variables (see `variables`), and what follows from them.

Nothing else reads the environment.
"""

from __future__ import annotations

import os
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from pydantic import ValidationError, model_validator

from piclets.imports import leave_out_matplotlib, leave_out_type_stubs
from piclets.variables import Variables

HUB = "https://huggingface.co"


class BadSetting(Exception):
    """A variable cannot be used; the message is one line that names it, its value and what is allowed."""


class Settings(Variables):
    """The server's configuration. Build it with `Settings.from_environment()`, or by variable name in tests."""

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the environment, then take the server's secrets out of it.

        Raises BadSetting.
        """
        try:
            settings = cls()
        except ValidationError as error:
            raise BadSetting(_one_line(error)) from None
        for secret in ("HF_TOKEN", "PICLETS_ALERT_WEBHOOK", "PICLETS_DISCOVERY_WEBHOOK", "PICLETS_AI_KEY"):
            os.environ.pop(secret, None)
        return settings

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        if self.identity_choice == "local" and (self.hf_token or self.on_space):
            raise ValueError("PICLETS_IDENTITY=local lets everyone in; it is refused with HF_TOKEN or on a Space")
        if self.identity_choice is None and not self._connected and not self.on_loopback:
            raise ValueError(
                f"GRADIO_SERVER_NAME={self.host!r} can be reached by others, and without HF_TOKEN they could play as "
                "anyone: set HF_TOKEN, or PICLETS_IDENTITY=hub, or PICLETS_IDENTITY=local if you want that"
            )
        if self.durability_choice == "published" and not self.hf_token:
            raise ValueError("PICLETS_DURABILITY=published needs HF_TOKEN: without it nothing is published")
        if self.ai_choice == "server" and not (self.ai_url and self.ai_vision_model):
            missing = "PICLETS_AI_VISION_MODEL" if self.ai_url else "PICLETS_AI_URL"
            raise ValueError(f"PICLETS_AI=server needs {missing}: the server's address and a model that sees")
        if self.mirror and self.hf_token:
            raise ValueError("PICLETS_MIRROR=1 only reads, and HF_TOKEN is for publishing: unset one of them")
        url = self.database_url_choice.get_secret_value() if self.database_url_choice else "sqlite:"
        if not url.startswith(("sqlite:", "postgresql+psycopg:")):
            raise ValueError("DATABASE_URL must be a SQLAlchemy URL that starts with sqlite: or postgresql+psycopg:")
        return self

    @property
    def space_hosts(self) -> tuple[str, ...]:
        """The Space's host names, in small letters; the first is the one that addresses are built on."""
        names = (self.space_host_names or "").split(",")
        return tuple(name.strip().rstrip("/").lower() for name in names if name.strip())

    @property
    def public_url(self) -> str | None:
        """The server's address where the platform tells it."""
        return f"https://{self.space_hosts[0]}" if self.space_hosts else None

    @property
    def on_space(self) -> bool:
        return self.space_id is not None

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine reaches the server."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"

    @property
    def _connected(self) -> bool:
        return self.hf_token is not None or self.on_space

    @property
    def ai(self) -> Literal["spaces", "local", "server"]:
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
        file = (self.data_dir / f"ledger-{dataset}-{self.identity}.sqlite3").resolve()
        return f"sqlite:///{quote(str(file))}"

    @property
    def upload_folder(self) -> Path:
        """Where Gradio keeps uploaded photos until they are swept."""
        return (self.data_dir / "uploads").resolve()

    @property
    def wheel_models(self) -> tuple[str, ...]:
        return self.wheel_models_choice or (("piclets", "gpt2") if self.on_space else ("piclets",))

    @property
    def models_folder(self) -> Path:
        """Where local models are kept."""
        return (self.data_dir / "models").resolve()

    @property
    def catalogues_folder(self) -> Path:
        """Where catalogues are made."""
        return (self.data_dir / "catalogues").resolve()

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
    leave_out_matplotlib()
    os.environ.update(
        GRADIO_TEMP_DIR=str(settings.upload_folder),
        GRADIO_ANALYTICS_ENABLED="False",
        HF_HUB_DISABLE_TELEMETRY="1",
        HF_XET_CLIENT_RETRY_MAX_ATTEMPTS="2",  # the publisher has its own patience, and looks before it repeats
        RUST_LOG="warn",  # what hf_xet else writes of each picture fills the disk
        OPENBLAS_NUM_THREADS="1",  # its threads wait for work spinning: on two cores they cost what the game needs
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
