"""What is wpg: wherever somebody looks, without a valid akte he sees that it is there, its number and its dates."""

import html
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from cases import access, letterdrafts, places
from cases.attachments import attach
from cases.rows import table_of
from cases.settings import Settings as RecordSettings
from cases.store import writing
from cases.tables import Attachment, Case, Deadline, Event, Letter, Officer, OfficerMunicipality, WpgAttachment
from states.processes import PROCESSEN
from tests.apps import app_for, client_of
from tests.databases import SQLITE, dump
from tests.office import HERE, Day, Office

CANARY = "kanariegeel"
WITHOUT_AKTE = ("anna", "adam", "tess", "bea", "piet")


def boa(day: Day, case: UUID, *steps: str, **answers: Any) -> None:
    """Steps by somebody with an akte, who writes the canary wherever a form lets him write."""
    for name in steps:
        row = day.office.case(case)
        fields = [field for field, _ in PROCESSEN[row["proces"]].rows[row["state"], name].fields]
        told = {field.name: CANARY for field in fields if field.type in ("text", "longtext")}
        mine = {name: value for name, value in answers.items() if name in {field.name for field in fields}}
        day.step(case, name, by="bram", motivation=f"Want {CANARY}.", **told | mine)


def prosecuted(office: Office, start: date) -> UUID:
    """A dossier with a Halt that failed, and two parts straf: one far on, one before its hearing. Its root."""
    day = office.on(start)
    root = day.report(geboortedatum="2010-02-18")
    day.steps(root, "oppakken", "hoor_betrokkenen")
    day.step(root, "kies_route", motivation="Er is al gesproken op school.")
    suspects = [str(office.case(root)["person_id"]), str(day.parent(root, geslachtsnaam="Verdachtmaker"))]
    boa(day, root, "start_halt", uren="20", te_laat="0")
    [halt] = [row["id"] for row in office.children(root, "halt")]
    boa(day, halt, "halt_ingestemd", "verwijs_naar_halt", "halt_gestart", ingestemd_ouders="ja", uren="20", te_laat="0")
    boa(office.on(start + timedelta(days=7)), halt, "halt_negatief")
    day = office.on(start + timedelta(days=8))
    boa(day, root, "start_straf", verdachten=suspects)
    one, two = (row["id"] for row in office.children(root, "straf"))
    boa(day, one, "vraag_advies", "advies_ontvangen", "roep_op_voor_verhoor")
    boa(day, two, "roep_op_voor_verhoor")
    office.on(start + timedelta(days=9)).extend(office.term(two)["id"], 1, by="bram", explanation=CANARY)
    day = office.on(start + timedelta(days=16))
    boa(day, one, "verdachte_verhoord")
    boa(day, two, "verdachte_niet_verschenen", "roep_op_voor_verhoor")
    boa(office.on(start + timedelta(days=17)), one, "zend_pv_in", "om_dagvaarding")
    return root
