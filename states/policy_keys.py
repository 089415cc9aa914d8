"""The table of policy keys: every figure and choice a gemeente may set, as `process.md` gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

WET, OM, PRAKTIJK, AANNAME = "wet", "OM/Halt-regel", "praktijk", "aanname"
JA_NEE = ("ja", "nee")


@dataclass(frozen=True, slots=True)
class Key:
    """One policy key: default, unit (wd, d, wk, mnd, lw, uur, keer, jaar or none), basis and Dutch label."""

    name: str
    default: int | str
    unit: str
    basis: str
    label: str
    options: tuple[str, ...] = ()


# fmt: off
TABLE = (
    # name                        default  unit   basis     label

    # relatief_verzuim en luxeverzuim
    Key("intake.oppakken",              5, "wd",  AANNAME,  "Een melding oppakken"),
    Key("intake.uitnodigen",           10, "wd",  AANNAME,  "Uitnodigen of een route kiezen"),
    Key("informatie",                  10, "wd",  AANNAME,  "Wachten op gevraagde informatie"),
    Key("gesprek.verslag",              2, "wd",  AANNAME,  "Het gesprek vastleggen, na de datum"),
    Key("gesprek.opnieuw",              5, "wd",  AANNAME,  "Opnieuw uitnodigen na niet verschijnen"),
    Key("gesprek.uiterlijk",           15, "wd",  AANNAME,  "Uiterlijk een gesprek, na het oppakken"),
    Key("gesprek.noshow_max",           2, "keer", AANNAME, "Zo vaak niet verschenen is genoeg uitgenodigd"),
    Key("oproep.min_dagen",             5, "d",   AANNAME,  "Zo lang tevoren wordt uitgenodigd"),
    Key("school.terugkoppeling",        5, "wd",  AANNAME,  "Terugkoppeling aan school, na het oppakken"),
    Key("routekeuze",                   5, "wd",  AANNAME,  "Een route kiezen"),
    Key("monitoring.duur",              6, "lw",  AANNAME,  "De schoolgang volgen"),
    Key("luxe.onderzoek",              15, "wd",  AANNAME,  "Luxeverzuim onderzoeken"),
    Key("luxe.waarschuwing_dagen",      1, "d",   OM,       "Schooldagen waarbij waarschuwen volstaat"),
    Key("luxe.verdachte_vanaf",        16, "jaar", PRAKTIJK, "Leeftijd waarop de jongere verdachte kan zijn"),

    # absoluut_verzuim
    Key("absoluut.aanschrijven",       10, "wd",  AANNAME,  "Ouders aanschrijven"),
    Key("absoluut.reactie",             0, "d",   AANNAME,  "Reactie van ouders, na de gevraagde datum"),
    Key("absoluut.reactie2",            5, "wd",  AANNAME,  "Reactie van ouders na de herinnering"),
    Key("absoluut.onderzoek",          10, "wd",  AANNAME,  "Absoluut verzuim onderzoeken"),
    Key("absoluut.begeleiding",         6, "wk",  AANNAME,  "Begeleiding naar inschrijving evalueren"),
    Key("absoluut.start",               3, "wd",  AANNAME,  "Nagaan of de jongere gestart is, na de datum"),
    Key("absoluut.telt_vanaf", "geen_reactie", "", PRAKTIJK, "Vanaf wanneer het als absoluut verzuim telt",
        ("signaal", "geen_reactie")),
    Key("absoluut.controles_per_jaar",  2, "keer", PRAKTIJK, "Controles van de inschrijving per jaar"),

    # hulp
    Key("hulp.antwoord",               10, "wd",  AANNAME,  "Antwoord op aangeboden hulp"),
    Key("hulp.start",                   4, "wk",  AANNAME,  "Start van aangevraagde hulp"),
    Key("hulp.evaluatie",               6, "wk",  AANNAME,  "Hulp evalueren"),
    Key("hulp.maximum",                26, "wk",  AANNAME,  "Hulp duurt ten hoogste"),

    # halt
    Key("halt.instemming",             10, "wd",  AANNAME,  "Instemming met Halt"),
    Key("halt.verwijzen",               7, "d",   OM,       "Verwijzing bij Halt, na het verhoor"),
    Key("halt.start",                  30, "d",   OM,       "Eerste gesprek bij Halt"),
    Key("halt.afloop",                 14, "wk",  AANNAME,  "Afloopbericht van Halt"),
    Key("halt.negatief_pv",            14, "d",   OM,       "Proces-verbaal na een negatief afloopbericht"),
    Key("halt.min_uren",                9, "uur", OM,       "Halt vanaf zoveel uren verzuim"),
    Key("halt.min_telaat",             12, "keer", OM,      "Halt vanaf zo vaak te laat"),
    Key("halt.max_uren",               60, "uur", OM,       "Halt tot en met zoveel uren verzuim"),
    Key("halt.max_telaat",             60, "keer", OM,      "Halt tot en met zo vaak te laat"),
    Key("halt.waarschuwing",         "ja", "",    PRAKTIJK, "Vóór Halt is een waarschuwing nodig", JA_NEE),
    Key("halt.ouders_tot",             16, "jaar", OM,      "Tot deze leeftijd stemmen ook ouders in"),

    # kader
    Key("kader.vtb",                   10, "wd",  AANNAME,  "Verzoek tot bespreking indienen"),
    Key("kader.tafel",                 15, "wd",  AANNAME,  "Datum voor de beschermingstafel"),
    Key("kader.verslag",                2, "wd",  AANNAME,  "Besluit van de tafel vastleggen, na de datum"),
    Key("kader.drang",                 26, "wk",  AANNAME,  "Afspraken van de tafel lopen"),
    Key("kader.raadsonderzoek",        26, "wk",  AANNAME,  "Onderzoek door de Raad"),
    Key("kader.maatregel",             26, "wk",  AANNAME,  "Maatregel evalueren"),
    Key("kader.indiener",            "ja", "",    PRAKTIJK, "De leerplichtambtenaar dient zelf in", JA_NEE),

    # straf
    Key("straf.voorbereiding",         10, "wd",  AANNAME,  "Strafrecht voorbereiden"),
    Key("straf.consult",               10, "wd",  AANNAME,  "Advies van Raad of OM"),
    Key("straf.verhoor",                1, "wd",  AANNAME,  "Het verhoor vastleggen, na de datum"),
    Key("straf.tafel_vereist",      "nee", "",    PRAKTIJK, "Eerst langs de beschermingstafel", JA_NEE),
    Key("straf.consult_vereist",     "ja", "",    OM,       "Eerst advies van Raad of OM", JA_NEE),
    Key("verhoor.noshow_max",           2, "keer", AANNAME, "Zo vaak niet verschenen is genoeg opgeroepen"),
    Key("pv.na_verhoor",               30, "d",   OM,       "Proces-verbaal, na het verhoor"),
    Key("pv.na_start",                 60, "d",   OM,       "Proces-verbaal, na de start van de route"),
    Key("rvdk.strafadvies",            42, "d",   OM,       "Strafadvies van de Raad, na het eerste verhoor"),
    Key("om.beslissing",               90, "d",   OM,       "Beslissing van het OM"),
    Key("om.verzet",                    4, "wk",  AANNAME,  "Strafbeschikking onherroepelijk"),
    Key("om.zitting",                   5, "wd",  AANNAME,  "Uitspraak vastleggen, na de zitting"),
    Key("om.proeftijd",                 0, "d",   AANNAME,  "Einde van de proeftijd"),
    Key("om.vonnis",                  180, "d",   OM,       "Vonnis, na het eerste verhoor"),

    # mdo, veiligheidshuis, meldcode en afspraak
    Key("mdo.bevestigen",               3, "wd",  AANNAME,  "Een voorgesteld overleg bevestigen"),
    Key("mdo.plannen",                 10, "wd",  AANNAME,  "Een overleg plannen"),
    Key("mdo.verslag",                  2, "wd",  AANNAME,  "Het besluit vastleggen, na de datum"),
    Key("mdo.naar_veiligheidshuis",    15, "wd",  AANNAME,  "Veiligheidshuis bij late afspraak, na het mdo"),
    Key("vh.bevestigen",                3, "wd",  AANNAME,  "Een voorgesteld Veiligheidshuis bevestigen"),
    Key("vh.agenderen",                10, "wd",  AANNAME,  "Op de agenda van het Veiligheidshuis"),
    Key("vh.verslag",                   2, "wd",  AANNAME,  "Het besluit vastleggen, na de datum"),
    Key("vh.evaluatie",                 6, "wk",  AANNAME,  "Plan van aanpak evalueren"),
    Key("meldcode.stap",                5, "wd",  AANNAME,  "Eén stap van de meldcode"),
    Key("meldcode.gesprek",            10, "wd",  AANNAME,  "Gesprek met betrokkenen"),
    Key("meldcode.veilig_thuis",        5, "wd",  PRAKTIJK, "Terugkoppeling van Veilig Thuis"),
    Key("meldcode.totaal",              6, "wk",  AANNAME,  "De hele meldcode"),
    Key("afspraak",                     0, "d",   AANNAME,  "Een afspraak nakomen, na de afgesproken datum"),

    # thuiszitters en leeftijd
    Key("thuiszitter.langdurig",       28, "d",   PRAKTIJK, "Langdurig verzuim, na de eerste dag"),
    Key("thuiszitter.dreigt",           8, "wk",  AANNAME,  "Drie maanden thuis dreigt"),
    Key("thuiszitter.pact",             3, "mnd", PRAKTIJK, "Grens van het Thuiszitterspact"),
    Key("thuiszitter.definitie",     "T2", "",    PRAKTIJK, "Wie als thuiszitter telt", ("T1", "T2", "T3")),
    Key("leeftijd",                     0, "d",   WET,      "De verjaardag waarop de regels veranderen"),
    Key("achttienplus.behandeling", "doorzetten", "", PRAKTIJK, "Wat met een jongere van 18 of ouder gebeurt",
        ("doorzetten", "behandelen")),

    # ladder
    Key("ladder.herinnering",          -3, "wd",  AANNAME,  "Herinnering vóór de einddatum"),
    Key("ladder.herinnering_kort",     -1, "wd",  AANNAME,  "Herinnering vóór het einde, korte termijn"),
    Key("ladder.kort",                  5, "wd",  AANNAME,  "Tot en met deze duur is een termijn kort"),
    Key("ladder.verlopen",              1, "wd",  AANNAME,  "Verlopen, na de einddatum"),
    Key("ladder.teamleider",            3, "wd",  AANNAME,  "Naar teamleider als het op ons wacht"),
    Key("ladder.teamleider_anderen",   10, "wd",  AANNAME,  "Naar teamleider als het op anderen wacht"),

    # overig
    Key("termijn.doorschuiven",      "ja", "",    AANNAME,  "Van een vrije dag door naar werkdag", JA_NEE),
    Key("duo.doorzetten",             "K", "",    AANNAME,  "Registerstatus bij doorzetten", ("B", "G", "K")),
    Key("wpg.startmoment", "halt_voorstel", "",   PRAKTIJK, "Vanaf waar de Wpg geldt",
        ("halt_voorstel", "oproep_verhoor", "melding")),
    Key("vir.actief",               "nee", "",    AANNAME,  "Signalen aan de verwijsindex", JA_NEE),
    Key("mail.venster", "werkdagen 07:00-19:00", "", AANNAME, "Wanneer mail wordt verstuurd"),
)
# fmt: on

KEYS: Mapping[str, Key] = MappingProxyType({key.name: key for key in TABLE})
