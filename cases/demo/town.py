"""Who and where of the demo office: three fictional gemeenten, their schools and their medewerkers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlmodel import Session

from cases.letterheads import set_letterhead
from cases.people import DEMO_PASSWORD, actor_of, add_officer
from cases.places import add_gemeente, add_school
from cases.rights import ADM, LPA, TL, Actor

DUINRADE, VEENDRECHT, OOSTERWOLDE = "9001", "9002", "9003"
GEMEENTEN = (
    (DUINRADE, "Duinrade", "noord"),
    (VEENDRECHT, "Veendrecht", "midden"),
    (OOSTERWOLDE, "Oosterwolde aan Zee", "zuid"),
)


@dataclass(frozen=True, slots=True)
class SchoolOf:
    """A school of docs/voorbeeld/meldingen.csv and how many of the demo's meldingen it sends."""

    brin: str
    vestiging: str
    name: str
    kind: str
    ages: tuple[int, int]
    weight: int


# fmt: off
SCHOOLS = (
    SchoolOf("02AB", "00", "Duincollege vmbo",         "WVO", (12, 16), 26),
    SchoolOf("02AB", "01", "Duincollege havo/vwo",     "WVO", (12, 17), 20),
    SchoolOf("14VD", "00", "VSO De Branding",          "WEC", (12, 17), 14),
    SchoolOf("09KT", "00", "Basisschool 't Zwin",      "WPO", (5, 11),  10),
    SchoolOf("17QX", "00", "Basisschool De Zeester",   "WPO", (5, 11),  10),
    SchoolOf("25LR", "03", "ROC Kustland",             "WEB", (16, 19), 20),
)

# username, name, role, gemeenten, BOA akte: days before and after today on which it begins and ends
STAFF = (
    ("s.dewit",        "S. de Wit",          LPA, (DUINRADE, VEENDRECHT),              (-700, 1100)),
    ("m.akkerman",     "M. Akkerman",        LPA, (DUINRADE,),                         (-400, 1400)),
    ("r.bouali",       "R. Bouali",          LPA, (DUINRADE,),                         None),
    ("j.vandersluis",  "J. van der Sluis",   LPA, (VEENDRECHT,),                       (-1200, 600)),
    ("f.oosterhuis",   "F. Oosterhuis",      LPA, (VEENDRECHT,),                       None),
    ("k.yildirim",     "K. Yıldırım",        LPA, (OOSTERWOLDE,),                      (-1850, -25)),
    ("l.terbeek",      "L. ter Beek",        LPA, (OOSTERWOLDE,),                      None),
    ("n.hendrikse",    "N. Hendrikse",       LPA, (VEENDRECHT, OOSTERWOLDE),           (-250, 1550)),
    ("t.vanrijswijk",  "T. van Rijswijk",    TL,  (DUINRADE, VEENDRECHT),              None),
    ("g.postma",       "G. Postma",          TL,  (OOSTERWOLDE,),                      None),
    ("e.smeets",       "E. Smeets",          ADM, (DUINRADE, VEENDRECHT, OOSTERWOLDE), None),
    ("o.jansma",       "O. Jansma",          "beheerder", (DUINRADE, VEENDRECHT, OOSTERWOLDE), None),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Team:
    """The medewerkers as actors, in the order of STAFF."""

    actors: tuple[Actor, ...]

    def of(self, role: str, gemeente: str) -> list[Actor]:
        """Everybody with this role who works for this gemeente."""
        return [actor for actor in self.actors if actor.role == role and gemeente in actor.gemeenten]

    def by_id(self) -> Mapping[object, Actor]:
        """The medewerkers by their id."""
        return {actor.id: actor for actor in self.actors}


def settle(session: Session, today: date) -> Team:
    """Make gemeenten, schools and medewerkers; all log in with the password of the demo."""
    for code, name, region in GEMEENTEN:
        add_gemeente(session, code=code, name=name, region=region)
        set_letterhead(session, code, {
            "afdeling": "Team Leerplicht", "straat": "Raadhuisplein 1", "postcode": "0000 AA", "plaats": name,
            "telefoon": "0800 000 0000", "email": "leerplicht@voorbeeld.invalid",
        })  # fmt: skip
    for school in SCHOOLS:
        add_school(session, brin=school.brin, vestiging=school.vestiging, name=school.name, kind=school.kind)
    actors = []
    for number, (username, name, role, gemeenten, akte) in enumerate(STAFF, 1):
        officer = add_officer(
            session, username=username, name=name, email=f"{username}@leerplicht.example", role=role,
            gemeenten=gemeenten, password=DEMO_PASSWORD, demo=True,
            akte=_akte(number, today, akte) if akte else None,
        )  # fmt: skip
        actors.append(actor_of(session, officer, today))
    return Team(tuple(actors))


def _akte(number: int, today: date, days: tuple[int, int]) -> tuple[str, date, date]:
    first, last = (today + timedelta(days=count) for count in days)
    return f"BOA-DEMO-{number:03d}", first, last


def pick_school(dice: Random) -> SchoolOf:
    """A school, the larger ones more often."""
    return dice.choices(SCHOOLS, [school.weight for school in SCHOOLS])[0]
