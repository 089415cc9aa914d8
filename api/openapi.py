"""The description of the API: OpenAPI 3.1 with one shape for every refusal."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.guards import API_VERSION
from api.problems import MEDIA_TYPE

REFUSAL = {
    "description": "Geweigerd; de reden staat in het antwoord",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Probleem"}}},
}
_TEXT = {"type": "string"}


def _rows(*names: str) -> dict[str, Any]:
    fields = dict.fromkeys(names, _TEXT)
    return {"type": "array", "items": {"type": "object", "properties": fields, "required": list(names)}}


PROBLEM = {
    "type": "object",
    "title": "Probleem",
    "description": "Problem details (RFC 9457). Teksten zijn Nederlands en noemen geen ingevulde waarden.",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "fouten": _rows("veld", "uitleg"),
        "redenen": _rows("soort", "naam", "uitleg"),
        "versie": {"type": "integer", "description": "De versie die de zaak nu heeft"},
        "toestand": {"type": "string", "description": "De toestand waarin de zaak nu is"},
        "wijzigingen": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["type", "title", "status", "detail"],
}


def description(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of this app, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title="Leerrecht", version=API_VERSION, routes=app.routes, openapi_version="3.1.0",
            summary="Zaken, stappen en termijnen van de leerplicht",
            description="Meldingen, zaken, stappen en termijnen volgens de methodische aanpak schoolverzuim.",
            license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            contact={"name": "De beheerder van deze installatie"},
            servers=[{"url": "/"}],
        )  # fmt: skip
        parts = document.setdefault("components", {})
        parts.setdefault("schemas", {})["Probleem"] = PROBLEM
        parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"token": []}]
        app.openapi_schema = document
    return app.openapi_schema
