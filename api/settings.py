"""Settings of the door: where it listens and how long a login lasts."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """`MAS_*` variables of the API, its pages and the Prefect server beside it."""

    model_config = SettingsConfigDict(env_prefix="MAS_", env_file=".env", extra="ignore")

    port: Port = 8000
    prefect_port: Port = 4200
    session_idle_minutes: int = Field(default=60, ge=1)
    session_max_hours: int = Field(default=10, ge=1)
