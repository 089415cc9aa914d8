"""The frame of every page: templates, navigation, and refusals as pages."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.pages import words
from api.problems import Refusal
from cases.access import Visit
from cases.rights import ADM, TL, Actor, may

HERE = Path(__file__).parent.parent
STATIC = HERE / "static"

LOGIN = "/inloggen"
API_PATHS = ("/v1", "/livez", "/readyz", "/metrics")


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the navigation."""

    path: str
    text: str


def environment() -> Environment:
    """Templates that escape everything and know no empty names."""
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    templates.globals["static"] = static
    templates.filters |= words.FILTERS
    return templates


@lru_cache(maxsize=100)
def static(name: str) -> str:
    """The address of a file in `static/`, which changes with its content so that browsers may keep it."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"


TEMPLATES = environment()


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page made from a template, in the frame of whoever is logged in."""
    return HTMLResponse(TEMPLATES.get_template(template).render(frame(request) | context), status)


def frame(request: Request) -> dict[str, Any]:
    """What every page shows: who is logged in, the navigation of the role, the secret for its forms."""
    visit: Visit | None = getattr(request.state, "visit", None)
    return {
        "visit": visit,
        "csrf": visit.csrf if visit else "",
        "groups": navigation(visit.actor, demo=request.app.state.demo) if visit else (),
        "path": request.url.path,
        "demo": request.app.state.demo,
    }


def navigation(actor: Actor, *, demo: bool) -> Sequence[tuple[str, Sequence[Link]]]:
    """The groups of links that this actor may follow; a group without links is left out."""
    work = [
        ("zaken.lezen", Link("/werkvoorraad", "Werkvoorraad")),
        ("zaken.lezen", Link("/zaken", "Zaken")),
        ("meldingen.registreren", Link("/meldingen/nieuw", "Melding registreren")),
        ("meldingbestand.lezen", Link("/meldingbestanden", "Meldingbestanden")),
        ("quarantaine", Link("/quarantaine", "Quarantaine")),
    ]
    register = [
        ("registerstatus.lezen", Link("/registerstatus", "Registerstatus")),
        ("inschrijvingen.lezen", Link("/inschrijvingen", "Inschrijvingen")),
    ]
    team = [("achterstand", Link("/achterstand", "Achterstand"))]
    system = [("beheer", Link("/bewaking", "Bewaking"))]
    groups = [
        (name, [link for right, link in links if may(actor, right)])
        for name, links in (("Werk", work), ("Register", register), ("Team", team), ("Systeem", system))
    ]
    if demo:
        groups.append(("Demo", [Link("/inbox", "Postvak")]))
    return [(name, links) for name, links in groups if links]


def start_page(actor: Actor) -> str:
    """Where this actor begins; `/` itself for a role without zaken."""
    if actor.role == TL:
        return "/achterstand"
    if actor.role == ADM:
        return "/meldingbestanden"
    return "/werkvoorraad" if may(actor, "zaken.lezen") else "/"


def answer(request: Request, refusal: Refusal) -> Response:
    """A refusal in the form the asker reads: problem details for the API, a page for people."""
    if request.url.path.startswith(API_PATHS):
        return refusal.as_json()
    if refusal.status == 401:
        return _to_login(request)
    response = page(request, "weigering.html", status=refusal.status, refusal=refusal)
    response.headers.update(refusal.headers)
    return response


def _to_login(request: Request) -> Response:
    # Only a page can be returned to; a form that was sent is gone.
    path = request.url.path if request.method == "GET" else "/"
    if request.url.query and path != "/":
        path += f"?{request.url.query}"
    where = LOGIN if path == "/" else f"{LOGIN}?naar={quote(path, safe='/')}"
    response = RedirectResponse(where, 303)
    if request.headers.get("hx-request"):
        response = RedirectResponse(where, 200)
        response.headers["HX-Redirect"] = where
    return response
