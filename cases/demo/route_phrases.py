"""What people of the demo office write on the way through Halt, kader, straf, absoluut verzuim and meldcode."""

from collections.abc import Mapping

ROUTE_PHRASES: Mapping[str, tuple[str, ...]] = {
    "advies": (
        "Proces-verbaal past; houd rekening met de leeftijd.",
        "Bel Veilig Thuis voor advies en leg het vast.",
        "Een hulpverleningsvariant heeft de voorkeur.",
    ),
    "afweging": (
        "De veiligheid is nu voldoende; de hulp is gestart en wordt gevolgd.",
        "De signalen zijn ernstig en hulp vrijwillig lukt niet.",
    ),
    "besluit_vt": ("Veilig Thuis doet zelf onderzoek.", "Overgedragen aan het wijkteam met veiligheidsafspraken."),
    "bewijs_oproep": ("Oproep per aangetekende brief en per e-mail; ontvangst bevestigd.",),
    "boa_nummer": ("BOA-DEMO-001",),
    "geprobeerde_hulp": ("Wijkteam, schoolmaatschappelijk werk en een afspraak met de jeugdarts.",),
    "gi": ("GI De Vliet", "GI Noorderlicht"),
    "hulp": ("Het wijkteam start ambulante hulp.",),
    "nieuwe_school": ("Duincollege vmbo", "VSO De Branding"),
    "pv_nummer": ("PV-2026-0104", "PV-2026-0217", "PV-2026-0388"),
    "reactie": (
        "Ouders sturen een bewijs van inschrijving op een particuliere school.",
        "Ouders laten weten dat de jongere na de verhuizing nog geen school heeft.",
    ),
    "school": ("Duincollege havo/vwo", "ROC Kustland", "Basisschool De Zeester"),
    "signalen": ("De jongere vertelt dat er thuis vaak geslagen wordt.", "School ziet herhaald letsel."),
    "voorwaarden": ("Elke dag naar school en meewerken met de hulp.",),
    "zorgen": ("De jongere komt al weken de deur niet uit en krijgt geen hulp.",),
    "reactie_ontvangen.oorzaak": ("Verhuisd; de oude school heeft uitgeschreven.",),
    "halt_geweigerd.reden": ("De jongere wil niet bekennen.", "De ouders stemmen niet in."),
    "halt_retour.reden": ("De jongere verschijnt niet bij Halt.", "Halt vindt de zaak niet passend."),
    "halt_negatief.reden": ("De jongere rondt de opdrachten niet af.",),
    "zie_af_van_pv.reden": ("De hulp is intussen gestart en werkt.",),
}
