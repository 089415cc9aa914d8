"""On what each condition rests: the word of its basis, and where it comes from in one Dutch line.

The kind of a condition (wet, orde, norm, ovj) says whether it may be departed from; its basis says where it
comes from. `docs/sources.md` names the sources and how sure they are.
"""

from collections.abc import Mapping

from states.policy_keys import AANNAME, OM, PRAKTIJK, WET

ORDE = "dossier"
"""it keeps the file sound; no law or agreement is behind it"""

# fmt: off
BASIS: Mapping[str, tuple[str, str]] = {
    # gesprek
    "geen_actie_gewenst":   (AANNAME,  "Het Besluit verzuimmelding kent het veld en de status; dat de status alleen dan past, is onze lezing."),
    "hoort_elders":         (WET,      "Leerplichtwet, artikel 21a: de woongemeente is bevoegd. Doorzetten vanaf 18 jaar is praktijk."),
    "tijdig_uitgenodigd":   (AANNAME,  "Een redelijke tijd vooraf. Dat een jongere vanaf 12 jaar zelf wordt gehoord, staat in artikel 22 van de Leerplichtwet."),
    "meldcode_afgewogen":   (WET,      "Leerplichtwet, artikel 16, vierde lid, onder e: burgemeester en wethouders schrijven de meldcode voor."),
    "genoeg_uitgenodigd":   (AANNAME,  "Wanneer uitnodigen genoeg is geweest, staat nergens."),
    "al_gesproken":         (PRAKTIJK, "De MAS: eerst spreken, dan een route kiezen."),
    "deelgrond_genoemd":    (WET,      "Algemene verordening gegevensbescherming, artikelen 6 en 9: delen kan alleen op een grond."),
    # orde van het dossier
    "route_loopt":          (ORDE,     "Een zaak kan alleen in route zijn als er een route loopt."),
    "nog_geen_open":        (ORDE,     "Twee dezelfde onderdelen naast elkaar maken het dossier onleesbaar."),
    "geen_andere_zaak":     (ORDE,     "Eén open zaak per jongere, gemeente en soort verzuim."),
    "laatste_route_klaar":  (ORDE,     "De zaak gaat verder als de laatste route is afgelopen."),
    "geen_open_traject":    (ORDE,     "Een zaak sluit niet over een lopend traject heen."),
    "laatste_melding":      (ORDE,     "Een intrekking sluit de zaak alleen als er niets anders is gebeurd."),
    # routes
    "binnen_hulp_maximum":  (AANNAME,  "Hulp mag het kiezen van een andere route niet eindeloos uitstellen."),
    "hulp_geprobeerd":      (PRAKTIJK, "De MAS: licht waar het kan, zwaarder waar nodig."),
    "mag_indienen":         (PRAKTIJK, "Wie een verzoek tot bespreking mag indienen, verschilt per regio."),
    "besproken_met_ouders": (PRAKTIJK, "Werkwijze van een beschermingstafel: ouders krijgen het verzoek eerst zelf."),
    "tafel_gehad":          (PRAKTIJK, "In sommige gemeenten komt een zaak eerst aan de beschermingstafel."),
    # Halt
    "leeftijd_halt":        (OM,       "Halt: jongeren van 12 tot 18 jaar."),
    "eerste_halt":          (OM,       "Halt: één keer voor schoolverzuim."),
    "genoeg_verzuim":       (OM,       "Halt: de ondergrens in uren en in keren te laat."),
    "niet_te_veel_verzuim": (OM,       "Halt: boven de bovengrens kiest u samen met de officier van justitie."),
    "verwijtbaar_jongere":  (OM,       "Halt: de jongere blijft uit eigen beweging weg."),
    "geen_contra_indicatie": (OM,      "Halt: niet bij ernstige problemen zonder passende hulp."),
    "eerder_gewaarschuwd":  (PRAKTIJK, "Afspraken in de regio: eerst een officiële waarschuwing."),
    "cautie_gegeven":       (WET,      "Wetboek van Strafvordering, artikel 29."),
    "instemming_halt":      (OM,       "OM-richtlijn jeugd en Halt: bekennen en instemmen; onder de 16 jaar stemmen ook de ouders in."),
    # luxeverzuim
    "hooguit_een_dag":      (OM,       "OM-richtlijn schoolverzuim 2017: bij ten hoogste één dag een waarschuwing."),
    "eerste_keer_luxe":     (OM,       "OM-richtlijn schoolverzuim 2017: waarschuwen kan de eerste keer."),
    "meer_dan_een_dag_of_herhaling": (OM, "OM-richtlijn schoolverzuim 2017: bij meer dan één dag, herhaling, of geweigerd of overschreden verlof."),
    # strafrecht
    "boa_bevoegd":          (WET,      "Leerplichtwet, artikel 16, en de regels voor buitengewoon opsporingsambtenaren: een geldige akte."),
    "verdachte_jongere":    (OM,       "Halt is er voor de jongere zelf."),
    "advies_ingewonnen":    (OM,       "Aanwijzing schoolverzuim van het OM en advies van de inspecties: eerst overleg met Raad of OM."),
    "ouders_gehoord":       (WET,      "Leerplichtwet, artikel 22, eerste lid."),
    "jongere_gehoord":      (WET,      "Leerplichtwet, artikel 22, derde lid: vanaf 12 jaar."),
    "ouders_ingelicht":     (WET,      "Wetboek van Strafvordering, regels voor minderjarige verdachten (niet opnieuw nagelezen)."),
    "genoeg_opgeroepen":    (AANNAME,  "Wanneer oproepen genoeg is geweest, staat nergens."),
    "niet_te_oud":          (OM,       "OM-richtlijn jeugd: een zaak ouder dan drie maanden na het verhoor alleen met toestemming."),
}
# fmt: on
