"""`/v1/brieven` and the letters of a zaak: read, fill in, check, send, and what was sent as PDF."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.deps import ActorDep, Now, Reading, Writing
from api.schemas import Bladzijde, Paging, bladzijde
from api.schemas_brieven import Aanvulling, Brief, Briefregel, Controle, NieuweBrief
from cases import letterdrafts, letters
from cases.clock import dutch_date
from cases.errors import NotFound
from cases.letterdocuments import document, documents_of
from notifications.letters import check, pdf_of, send
from notifications.lettertexts import texts

router = APIRouter(tags=["brieven"])
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": _BYTES}}}


@router.get("/zaken/{zaak_id}/brieven")
def listing(
    request: Request, zaak_id: UUID, actor: ActorDep, session: Reading, now: Now, vraag: Annotated[Paging, Query()]
) -> Bladzijde[Briefregel]:
    """The letters of a zaak, of a root zaak those of its whole dossier; newest first."""
    found = letters.letters_of(session, actor, zaak_id, today=dutch_date(now), page=vraag.page)
    return bladzijde(request, vraag, found, [Briefregel.of(row) for row in found.rows])


@router.post("/zaken/{zaak_id}/brieven", status_code=201)
def start(zaak_id: UUID, brief: NieuweBrief, response: Response, actor: ActorDep, session: Writing, now: Now) -> Brief:
    """Begin a letter that no step makes (L02 spreekuur, L19 afdoening)."""
    letter_id = letters.start(session, actor, zaak_id, brief.code, at=now)
    response.headers["Location"] = f"/v1/brieven/{letter_id}"
    return _shown(session, actor, letter_id, now)


@router.get("/brieven/{brief_id}")
def show(brief_id: UUID, actor: ActorDep, session: Reading, now: Now) -> Brief:
    """One letter: the text of each copy as it would be now, what it lacks, and what was sent."""
    return _shown(session, actor, brief_id, now)


@router.post("/brieven/{brief_id}/aanvulling")
def fill(brief_id: UUID, aanvulling: Aanvulling, actor: ActorDep, session: Writing, now: Now) -> Brief:
    """Fill in what a letter lacks, and choose among its addressees. It must be checked (again) after this."""
    letterdrafts.fill(
        session, actor, brief_id, at=now, facts=aanvulling.gegevens, to=aanvulling.aan, addresses=aanvulling.adressen
    )
    return _shown(session, actor, brief_id, now)


@router.post("/brieven/{brief_id}/controle")
def checked(brief_id: UUID, controle: Controle, actor: ActorDep, session: Writing, now: Now) -> Brief:
    """Record that you read this letter and that it is right."""
    check(session, actor, brief_id, at=now, seen=controle.gezien)
    return _shown(session, actor, brief_id, now)


@router.post("/brieven/{brief_id}/verzending")
def sent(brief_id: UUID, actor: ActorDep, session: Writing, now: Now) -> Brief:
    """Fix a checked letter: a PDF for each addressee, for you to post. Leerrecht itself mails no letter."""
    send(session, actor, brief_id, at=now)
    return _shown(session, actor, brief_id, now)


@router.post("/brieven/{brief_id}/vervallen")
def dropped(brief_id: UUID, actor: ActorDep, session: Writing, now: Now) -> Brief:
    """This letter is not needed. A letter that was sent cannot be taken back."""
    letters.drop(session, actor, brief_id, at=now)
    return _shown(session, actor, brief_id, now)


@router.get("/brieven/{brief_id}/concept", response_class=Response, responses=_PDF)
def concept(
    brief_id: UUID, actor: ActorDep, session: Reading, now: Now, exemplaar: Annotated[int, Query(ge=0, le=99)] = 0
) -> Response:
    """The PDF of one copy as it would be now, marked as a concept."""
    today = dutch_date(now)
    draft = letterdrafts.draft(session, actor, brief_id, today=today)
    made = texts(draft)
    if exemplaar >= len(made):
        raise NotFound
    return as_file(pdf_of(draft, made[exemplaar], on=today, concept=True), "concept.pdf", "application/pdf")


@router.get("/brieven/documenten/{document_id}", response_class=Response, responses=_PDF)
def download(document_id: UUID, actor: ActorDep, session: Reading, now: Now) -> Response:
    """The PDF of one copy as it was sent. Refused when the bytes are not those of its hash."""
    found = document(session, actor, document_id, today=dutch_date(now))
    return as_file(found["pdf"], f"brief-{found['sent_on']}.pdf", "application/pdf")


def as_file(content: bytes, filename: str, media_type: str) -> Response:
    """Bytes to be saved under this name; no browser shows them on our pages."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename, safe='')}"}
    return Response(content, media_type=media_type, headers=headers)


def _shown(session: Reading, actor: ActorDep, brief_id: UUID, now: Now) -> Brief:
    draft = letterdrafts.draft(session, actor, brief_id, today=dutch_date(now))
    return Brief.of(draft, documents_of(session, draft.row))
