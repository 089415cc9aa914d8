"""What may be chosen on a form: the lists of process.md sections 5, 8 and 17."""

UITKOMSTEN = (
    "waarschuwing",
    "afspraken",
    "hulpverlening",
    "halt",
    "verplicht_kader",
    "maatregel",
    "proces_verbaal",
    "geen_actie_na_overleg_school",
    "geoorloofd",
    "onterecht_administratief",
    "ingeschreven",
    "wacht_op_inschrijving",
    "herplaatsing_andere_school",
    "teruggekeerd",
    "vrijstelling",
    "hoogst_haalbare",
    "startkwalificatie_of_pro",
    "verhuisd",
    "achttien_geworden",
    "overdracht_doorstroompunt",
    "overleden",
    "ingetrokken",
    "ter_kennisgeving",
    "doorgezet",
)
EINDE_REDEN = (
    "overleden",
    "verhuisd",
    "achttien_geworden",
    "vrijstelling",
    "startkwalificatie_of_pro",
    "inschrijving_beeindigd_andere_opleiding",
    "inschrijving_beeindigd_werk",
    "inschrijving_beeindigd_overig",
)
DUO_REDEN = (
    "terug_naar_school",
    "andere_opleiding",
    "werk",
    "overige_redenen",
    "overleden",
    "langdurig_ziek",
    "legitiem_afwezig",
)
DUO_TOELICHTING = ("gezien_door_gemeente", "actie_loopt", "geen_actie_meer")
PARTIJEN = ("ouders", "jongere", "school", "hulpverlener", "jeugdarts", "wijkteam", "samenwerkingsverband", "anders")
GRONDEN = ("wachtlijst", "capaciteit", "schoolvakantie", "ziekte", "op_verzoek", "anders")
SOORT_HULP = (
    "jeugd_en_gezinscoach",
    "wijkteam",
    "schoolmaatschappelijk_werk",
    "jeugdarts",
    "samenwerkingsverband",
    "Forza",
    "Educatiemeter",
    "jeugdreclassering",
    "anders",
)
PV_GRONDEN = (
    "hulp_geweigerd",
    "hulp_mislukt",
    "niet_verschenen",
    "halt_negatief",
    "halt_geweigerd",
    "advies_beschermingstafel",
    "luxeverzuim",
    "verlof_geweigerd",
    "verlof_overschreden",
    "niet_ingeschreven",
    "herhaling",
    "anders",
)
SANCTIES = (
    "geldboete",
    "werkstraf",
    "leerstraf",
    "hulp_en_steun",
    "hechtenis_voorwaardelijk",
    "hechtenis",
    "geen",
)
UITSPRAKEN = ("veroordeling", "vrijspraak", "schuldig_zonder_straf", "ontslag")
