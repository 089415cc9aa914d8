"""Settings of the record: where it lives and with which keys it is locked."""

import json
import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class WrongSetting(Exception):
    """A setting that cannot be used. The message is one Dutch sentence for the beheerder."""


class Settings(BaseSettings):
    """`MAS_*` variables that the record needs; `.env.example` lists them all."""

    model_config = SettingsConfigDict(env_prefix="MAS_", env_file=".env", extra="ignore")

    home: Path = Path("var")
    mode: Literal["demo", "productie"] = "demo"
    database_url: str = ""
    pgn_key: str = ""
    pgn_index_key: str = ""
    upload_max_mb: int = 64
    upload_max_rows: int = 100_000
    attachment_max_mb: int = 10

    @property
    def url(self) -> str:
        """The database URL: the one given, or an SQLite file under `home`."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'mas.db'}"

    @property
    def deliveries(self) -> Path:
        """The watched folder: whoever delivers meldingbestanden puts them here."""
        return self.home / "aanlevering"

    @property
    def status_folder(self) -> Path:
        """Where files with register statuses are put."""
        return self.home / "registerstatus"

    @cached_property
    def secrets(self) -> dict[str, str]:
        """Keys for pgn and its index, hexadecimal.

        In demo mode a missing key is made once and kept under `home`; production refuses instead.
        """
        given = {"pgn_key": self.pgn_key, "pgn_index_key": self.pgn_index_key}
        if all(given.values()):
            return given
        if self.mode == "productie":
            raise WrongSetting("Zet MAS_PGN_KEY en MAS_PGN_INDEX_KEY: zonder sleutels start productie niet.")
        path = self.home / "sleutels.json"
        if not path.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(json.dumps({name: secrets.token_hex(32) for name in given}))
        kept: dict[str, str] = json.loads(path.read_text())
        return {name: value or kept[name] for name, value in given.items()}
