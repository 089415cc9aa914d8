"""Everything: who and where, what comes in, the dossiers, and what people are told."""

import sqlalchemy as sa
from alembic import op

from cases.columns import Instant, Json

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "access_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("gemeenten", Json, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "heartbeats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("real_at", Instant(), nullable=False),
        sa.Column("effective_at", Instant(), nullable=False),
        sa.Column("counts", Json, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_heartbeats_name", "heartbeats", ["name", "real_at"])

    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("gemeenten", Json, nullable=False),
        sa.Column("stored", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("notes", Json, nullable=False),
        sa.Column("officer_id", sa.Uuid()),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant()),
        sa.Column("lease_until", Instant()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256"),
    )
    op.create_table(
        "municipalities",
        sa.Column("code", sa.String(4), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("closing_days", Json, nullable=False),
        sa.Column("policy", Json, nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "officers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("akte_number", sa.String(), nullable=False),
        sa.Column("akte_from", sa.Date()),
        sa.Column("akte_until", sa.Date()),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("failed_logins", sa.Integer(), nullable=False),
        sa.Column("locked_until", Instant()),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_officers_username", "officers", ["username"], unique=True)

    op.create_table(
        "schools",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("brin", sa.String(4), nullable=False),
        sa.Column("vestiging", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("brin", "vestiging"),
    )
    op.create_table(
        "login_sessions",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("csrf", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"]),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("ix_login_sessions_officer_id", "login_sessions", ["officer_id"])

    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("for_date", sa.Date(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("earliest_on", sa.Date()),
        sa.Column("data", Json, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("lease_until", Instant()),
        sa.Column("next_try_at", Instant(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant()),
        sa.ForeignKeyConstraint(["recipient_id"], ["officers.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id"),
        sa.UniqueConstraint("recipient_id", "kind", "for_date", "batch"),
    )
    op.create_index(
        "ix_notices_pending",
        "notices",
        ["next_try_at"],
        sqlite_where=sa.text("state IN ('new', 'leased', 'uncertain')"),
        postgresql_where=sa.text("state IN ('new', 'leased', 'uncertain')"),
    )

    op.create_table(
        "officer_municipalities",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["gemeente"], ["municipalities.code"]),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"]),
        sa.PrimaryKeyConstraint("officer_id", "gemeente"),
    )
    op.create_index("ix_officer_municipalities_gemeente", "officer_municipalities", ["gemeente"])

    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("pgn_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("pgn_index", sa.String(), nullable=False),
        sa.Column("voornamen", sa.String(), nullable=False),
        sa.Column("voorvoegsel", sa.String(), nullable=False),
        sa.Column("geslachtsnaam", sa.String(), nullable=False),
        sa.Column("geboortedatum", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["gemeente"], ["municipalities.code"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("gemeente", "pgn_index"),
    )
    op.create_index("ix_persons_pgn_index", "persons", ["pgn_index"])

    op.create_table(
        "quarantined_rows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("raw_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("problems", Json, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("resolved_at", Instant()),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("fingerprint"),
    )
    op.create_index("ix_quarantine_open", "quarantined_rows", ["gemeente", "state"])
    op.create_index("ix_quarantined_rows_import_id", "quarantined_rows", ["import_id"])

    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid()),
        sa.Column("previous_id", sa.Uuid()),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("proces", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid()),
        sa.Column("officer_id", sa.Uuid()),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("uitkomst", sa.String(), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.ForeignKeyConstraint(["gemeente"], ["municipalities.code"]),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"]),
        sa.ForeignKeyConstraint(["parent_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
        sa.ForeignKeyConstraint(["previous_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["root_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_cases_list", "cases", ["gemeente", "number"])
    op.create_index("ix_cases_officer", "cases", ["officer_id", "closed_on"])
    op.create_index("ix_cases_person", "cases", ["person_id"])
    op.create_index("ix_cases_root_id", "cases", ["root_id"])
    op.create_index(
        "ux_cases_open_root",
        "cases",
        ["person_id", "gemeente", "proces"],
        unique=True,
        sqlite_where=sa.text("closed_on IS NULL AND id = root_id"),
        postgresql_where=sa.text("closed_on IS NULL AND id = root_id"),
    )

    op.create_table(
        "deadlines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("proces", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("waits", sa.String(), nullable=False),
        sa.Column("officer_id", sa.Uuid()),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("policy_key", sa.String(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("anchor_on", sa.Date()),
        sa.Column("vh_from", sa.Date()),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("next_rung", sa.String(), nullable=False),
        sa.Column("next_on", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        sa.Column("ended_how", sa.String(), nullable=False),
        sa.Column("set_aside", sa.Boolean(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_deadlines_aside",
        "deadlines",
        ["set_aside"],
        sqlite_where=sa.text("ended_on IS NULL AND set_aside = 1"),
        postgresql_where=sa.text("ended_on IS NULL AND set_aside"),
    )
    op.create_index("ix_deadlines_case_id", "deadlines", ["case_id"])
    op.create_index(
        "ix_deadlines_case_open",
        "deadlines",
        ["case_id"],
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_index(
        "ix_deadlines_gemeente_open",
        "deadlines",
        ["gemeente", "due_on"],
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_index(
        "ix_deadlines_officer_open",
        "deadlines",
        ["officer_id", "due_on"],
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_index(
        "ix_deadlines_sweep",
        "deadlines",
        ["next_on", "id"],
        sqlite_where=sa.text("ended_on IS NULL AND next_on IS NOT NULL AND set_aside = 0"),
        postgresql_where=sa.text("ended_on IS NULL AND next_on IS NOT NULL AND set_aside = false"),
    )

    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("officer_id", sa.Uuid()),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("answers", Json, nullable=False),
        sa.Column("deviations", Json, nullable=False),
        sa.Column("deviates", sa.Boolean(), nullable=False),
        sa.Column("motivation", sa.String(), nullable=False),
        sa.Column("uitkomst", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String()),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "idempotency_key"),
        sa.UniqueConstraint("case_id", "seq"),
    )
    op.create_index(
        "ix_events_deviations",
        "events",
        ["gemeente", "at"],
        sqlite_where=sa.text("deviates = 1"),
        postgresql_where=sa.text("deviates = true"),
    )
    op.create_index("ix_events_root", "events", ["root_id", "at"])

    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kenmerk", sa.String(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("onderwijssoort", sa.String(), nullable=False),
        sa.Column("begindatum", sa.Date(), nullable=False),
        sa.Column("einddatum", sa.Date()),
        sa.Column("reden", sa.String(), nullable=False),
        sa.Column("actie_school", sa.String(), nullable=False),
        sa.Column("toelichting_geen_actie", sa.String(), nullable=False),
        sa.Column("alle_lessen_gemist", sa.Boolean(), nullable=False),
        sa.Column("actie_gewenst", sa.Boolean(), nullable=False),
        sa.Column("melder", Json, nullable=False),
        sa.Column("telefoon_contact", sa.String(), nullable=False),
        sa.Column("verblijf", Json, nullable=False),
        sa.Column("specificatie", Json, nullable=False),
        sa.Column("te_laat", sa.Integer()),
        sa.Column("flags", Json, nullable=False),
        sa.Column("uitkomst", sa.String(), nullable=False),
        sa.Column("gemeld_op", Instant(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("import_id", sa.Uuid()),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["gemeente"], ["municipalities.code"]),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kenmerk"),
    )
    op.create_index("ix_reports_case_id", "reports", ["case_id"])
    op.create_index("ix_reports_person", "reports", ["person_id"])

    op.create_table(
        "clock_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("officer_id", sa.Uuid()),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("deadline_id", "seq"),
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("recipients", Json, nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_letters_case_id", "letters", ["case_id"])

    op.create_table(
        "rungs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("recipients", Json, nullable=False),
        sa.Column("child_id", sa.Uuid()),
        sa.Column("reached_at", Instant(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("deadline_id", "round", "name"),
    )
    op.create_index("ix_rungs_root", "rungs", ["root_id", "on"])
    op.create_index("ix_rungs_reached", "rungs", ["gemeente", "reached_at"])

    op.create_table(
        "rung_mails",
        sa.Column("rung_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"]),
        sa.ForeignKeyConstraint(["recipient_id"], ["officers.id"]),
        sa.ForeignKeyConstraint(["rung_id"], ["rungs.id"]),
        sa.PrimaryKeyConstraint("rung_id", "recipient_id"),
    )
    op.create_index("ix_rung_mails_notice_id", "rung_mails", ["notice_id"])


def downgrade() -> None:
    for table in (
        "rung_mails",
        "rungs",
        "letters",
        "clock_entries",
        "reports",
        "events",
        "deadlines",
        "cases",
        "quarantined_rows",
        "persons",
        "officer_municipalities",
        "notices",
        "login_sessions",
        "schools",
        "officers",
        "municipalities",
        "imports",
        "heartbeats",
        "counters",
        "access_tokens",
    ):
        op.drop_table(table)
