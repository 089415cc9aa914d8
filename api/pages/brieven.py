"""The letters and attachments of a zaak: what each letter says, what it lacks, and what to do with it."""

from collections.abc import Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from sqlmodel import Session
from starlette.exceptions import HTTPException

from api import auth, bijlagen, brieven
from api.deps import ActorDep, Now, Place, Reading
from api.pages.forms import page_number, text, texts
from api.pages.shell import page
from api.pages.typed import lines
from api.problems import refusal_of
from cases import letterdrafts, letters, store
from cases.attachments import attach, attachments_of
from cases.choices import Asked
from cases.clock import dutch_date
from cases.errors import Conflict, Invalid
from cases.letterdocuments import documents_of
from cases.letterdrafts import Draft
from cases.paging import Page
from cases.rights import Actor, may
from cases.titles import words
from cases.view import case_view
from notifications.letters import check, faults, seen_of, send
from notifications.lettertexts import texts as texts_of
from states.fields import Field
from states.letters import BY_HAND, fact

router = APIRouter(prefix="/zaken/{zaak_id}")
receiving = asynccontextmanager(bijlagen.received)
REFUSED = (Conflict, Invalid)


@router.get("/brieven")
def listing(
    request: Request, zaak_id: UUID, actor: ActorDep, session: Reading, now: Now, pagina: str = "", gedaan: str = ""
) -> Response:
    """The letters of the zaak, newest first, and its attachments."""
    return _listing(request, session, actor, zaak_id, now, number=page_number(pagina), done=gedaan == "bijlage")


@router.post("/brieven")
def start(request: Request, zaak_id: UUID, form: auth.Form, actor: ActorDep, now: Now, _: Place) -> Response:
    """Begin a letter that no step makes, and go on to fill it in."""
    engine = request.app.state.engine
    try:
        with store.writing(engine) as session:
            letter_id = letters.start(session, actor, zaak_id, text(form, "code"), at=now)
    except REFUSED as error:
        with store.reading(engine) as session:
            return _listing(request, session, actor, zaak_id, now, error=error)
    return RedirectResponse(f"/zaken/{zaak_id}/brieven/{letter_id}", 303)


@router.get("/brieven/{brief_id}")
def show(
    request: Request, zaak_id: UUID, brief_id: UUID, actor: ActorDep, session: Reading, now: Now, gedaan: str = ""
) -> Response:
    """One letter: the text of each copy, what it lacks, and what was sent."""
    return _letter(request, session, actor, zaak_id, brief_id, now, done=gedaan)


@router.post("/brieven/{brief_id}")
def change(
    request: Request, zaak_id: UUID, brief_id: UUID, form: auth.Form, actor: ActorDep, now: Now, _: Place
) -> Response:
    """Fill in, check, send or drop a letter; `actie` says which."""
    engine, action = request.app.state.engine, text(form, "actie")
    try:
        with store.writing(engine) as session:
            if action == "controleer":
                check(session, actor, brief_id, at=now, seen=text(form, "versie")[:64])
            elif action == "verzend":
                send(session, actor, brief_id, at=now)
            elif action == "vervalt":
                letters.drop(session, actor, brief_id, at=now)
            else:
                action = "vul"
                _fill(session, actor, brief_id, form, now)
    except REFUSED as error:
        with store.reading(engine) as session:
            return _letter(request, session, actor, zaak_id, brief_id, now, error=error, form=form)
    return RedirectResponse(f"/zaken/{zaak_id}/brieven/{brief_id}?gedaan={action}", 303)


def _fill(session: Session, actor: Actor, brief_id: UUID, form: auth.Form, now: datetime) -> None:
    draft = letterdrafts.draft(session, actor, brief_id, today=dutch_date(now), right="brieven")
    facts = {name: lines(form, name) or None for name in _fillable(draft) if name in form}
    changed = {name: value for name, value in facts.items() if value != (_shown(draft, name) or None)}
    addresses = {each.key: lines(form, f"adres-{place}") for place, each in enumerate(draft.possible)}
    to = texts(form, "aan")
    # All ticked is no choice, unless there is nobody else to choose: then it says that this is right.
    chosen = [] if len(to) == len(draft.possible) > 1 else to
    letterdrafts.fill(
        session, actor, brief_id, at=now, facts=changed, to=chosen if "kiest" in form else None, addresses=addresses
    )


@router.get("/brieven/{brief_id}/concept")
def concept(zaak_id: UUID, brief_id: UUID, actor: ActorDep, session: Reading, now: Now, exemplaar: int = 0) -> Response:
    """The PDF of one copy as it would be now."""
    return brieven.concept(brief_id, actor, session, now, max(exemplaar, 0))


@router.get("/brieven/{brief_id}/documenten/{document_id}")
def sent(zaak_id: UUID, brief_id: UUID, document_id: UUID, actor: ActorDep, session: Reading, now: Now) -> Response:
    """The PDF of one copy as it was sent."""
    return brieven.download(document_id, actor, session, now)


@router.post("/bijlagen")
async def upload(request: Request, zaak_id: UUID, actor: ActorDep, now: Now) -> Response:
    """Put a file with the zaak. One that cannot be kept is told beside the form."""
    try:
        async with receiving(request, actor) as file, request.app.state.places:
            await run_in_threadpool(_attach, request, actor, zaak_id, file, now)
    except (*REFUSED, HTTPException) as error:
        return await run_in_threadpool(_again, request, actor, zaak_id, now, error)
    return RedirectResponse(f"/zaken/{zaak_id}/brieven?gedaan=bijlage#bijlagen", 303)


@router.get("/bijlagen/{bijlage_id}")
def download(zaak_id: UUID, bijlage_id: UUID, actor: ActorDep, session: Reading, now: Now) -> Response:
    """One attachment, to be saved."""
    return bijlagen.download(bijlage_id, actor, session, now)


def _attach(request: Request, actor: Actor, zaak_id: UUID, file: bijlagen.Received, now: datetime) -> None:
    state = request.app.state
    with store.writing(state.engine) as session:
        most = state.record.attachment_max_mb
        attach(session, actor, zaak_id, file.name, file.content, at=now, max_mb=most)


def _again(request: Request, actor: Actor, zaak_id: UUID, now: datetime, error: Exception) -> Response:
    with store.reading(request.app.state.engine) as session:
        return _listing(request, session, actor, zaak_id, now, upload_error=error)


def _listing(
    request: Request, session: Session, actor: Actor, zaak_id: UUID, now: datetime, *, number: int = 1,
    error: Exception | None = None, upload_error: Exception | None = None, done: bool = False,
) -> Response:  # fmt: skip
    today, path = dutch_date(now), f"/zaken/{zaak_id}/brieven"
    view = case_view(session, actor, zaak_id, today=today)
    found = letters.letters_of(session, actor, zaak_id, today=today, page=Page(number))
    wrong = error or upload_error
    return page(
        request, "brieven.html", status=refusal_of(wrong).status if wrong else 200, view=view, rows=found.rows,
        files=attachments_of(session, actor, zaak_id, today=today), may_write=may(actor, "brieven"),
        may_attach=may(actor, "bijlagen"), by_hand=_by_hand(view.case, actor, now),
        error=refusal_of(error).sentence if error else "", done=done,
        upload_error=refusal_of(upload_error).sentence if upload_error else "",
        most_mb=request.app.state.record.attachment_max_mb,
        earlier=f"{path}?pagina={number - 1}" if number > 1 else "",
        later=f"{path}?pagina={number + 1}" if found.more else "",
    )  # fmt: skip


def _by_hand(case: Mapping[str, Any], actor: Actor, now: datetime) -> list[tuple[str, str]]:
    fitting = [letter for letter in BY_HAND if ("verdachte" in letter.to) == (case["proces"] == "straf")]
    open_to = [each for each in fitting if each.regime_in(case["regime"]) == "avg" or actor.sees_wpg(dutch_date(now))]
    return [(letter.code, letter.titel) for letter in open_to]


def _letter(
    request: Request, session: Session, actor: Actor, zaak_id: UUID, brief_id: UUID, now: datetime, *,
    error: Exception | None = None, form: auth.Form | None = None, done: str = "",
) -> Response:  # fmt: skip
    draft = letterdrafts.draft(session, actor, brief_id, today=dutch_date(now))
    documents = documents_of(session, draft.row)
    made = [] if documents else texts_of(draft)
    problems = getattr(error, "problems", ())
    typed = {name: lines(form, name) for name in _fillable(draft) if name in form} if form is not None else {}
    return page(
        request, "brief.html", status=refusal_of(error).status if error else 200, letter=draft.row, kind=draft.kind,
        view=case_view(session, actor, draft.row["case_id"], today=dutch_date(now)), documents=documents, copies=made,
        faults=faults(draft, made) if made or not documents else {}, seen=seen_of(draft, made), draft=draft,
        asked=[_asked(draft, name) for name in _fillable(draft)], addresses=_addresses(draft),
        values={name: _shown(draft, name) for name in _fillable(draft)} | typed, done=done,
        errors={each.field: each.text for each in problems}, error=refusal_of(error).sentence if error else "",
        may_write=may(actor, "brieven") and draft.row["state"] in (letters.CONCEPT, letters.CHECKED),
        of_dossier=zaak_id,
    )  # fmt: skip


def _fillable(draft: Draft) -> Sequence[str]:
    names = (*draft.kind.needs, *draft.kind.may)
    return [name for name in names if fact(name).type not in ("afspraken", "choices", "persons")]


def _asked(draft: Draft, name: str) -> Asked:
    spec = fact(name)
    return Asked(spec, name in draft.kind.needs, [(each, words(each)) for each in spec.options])


def _addresses(draft: Draft) -> list[tuple[Asked, str]]:
    """A question for the address of each organisation, and what is known of it."""
    help_ = "Elke regel op een eigen regel. Leerrecht onthoudt het voor volgende brieven."
    return [
        (Asked(Field(f"adres-{place}", "longtext", f"Adres van {each.name}", help_), True), "\n".join(each.lines))
        for place, each in enumerate(draft.possible)
        if each.soort == "organisatie"
    ]


def _shown(draft: Draft, name: str) -> str:
    value = draft.facts.get(name)
    return "" if value is None else str(value)
