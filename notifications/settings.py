"""Settings of the mail: which server, from whom, and where its links lead."""

from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from cases.settings import WrongSetting


class Settings(BaseSettings):
    """`MAS_*` variables that the mail needs; `.env.example` lists them all."""

    model_config = SettingsConfigDict(env_prefix="MAS_", env_file=".env", extra="ignore")

    home: Path = Path("var")
    mode: Literal["demo", "productie"] = "demo"
    port: int = 8000
    smtp_port: int = 1025
    """of the development inbox"""
    smtp_url: str = ""
    """smtp://, smtp+starttls:// or smtps://, with user:password@ when the server asks for it"""
    mail_from: str = ""
    base_url: str = ""

    @property
    def server(self) -> str:
        """The mail server; in demo mode the development inbox when none is given."""
        return self._given("smtp_url", f"smtp://127.0.0.1:{self.smtp_port}")

    @property
    def sender(self) -> str:
        """The address that all mail comes from."""
        return self._given("mail_from", "leerrecht@voorbeeld.invalid")

    @property
    def site(self) -> str:
        """The address of the pages, without a slash at the end."""
        return self._given("base_url", f"http://127.0.0.1:{self.port}").rstrip("/")

    def _given(self, name: str, in_demo: str) -> str:
        value: str = getattr(self, name)
        if not value and self.mode == "productie":
            raise WrongSetting(f"Zet MAS_{name.upper()}: zonder die instelling kan productie geen mail sturen.")
        return value or in_demo
