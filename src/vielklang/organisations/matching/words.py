"""Words in names and streets that mean the same, that say little, or that tell two units of one house apart."""

from __future__ import annotations

import re

LEGAL_FORMS = re.compile(
    r"\b(?:e\s*\.?\s*v\b\.?|eingetragener verein|(?:gemeinnuetzige\s+)?g?gmbh|gemeinnuetzige gesellschaft mbh|mbh"
    r"|g?ug(?:\s+haftungsbeschraenkt)?|haftungsbeschraenkt|ag|kg|kgaa|gbr|e\s*g\b|aoer|kdoer|koer|a\.oe\.r\.|k\.d\.oe\.r\."
    r"|stiftung des oeffentlichen rechts|koerperschaft des oeffentlichen rechts|i\.\s?g\.|gem(?:ein)?\.?\s?v\.)(?=\W|$)"
)

LONG_FORMS = {
    "awo": "arbeiterwohlfahrt",
    "drk": "deutsches rotes kreuz",
    "rotes kreuz": "rotes kreuz",
    "asb": "arbeiter samariter bund",
    "vhs": "volkshochschule",
    "skf": "sozialdienst katholischer frauen",
    "skm": "katholischer verein soziale dienste",
    "ifd": "integrationsfachdienst",
    "jmd": "jugendmigrationsdienst",
    "mbe": "migrationsberatung",
    "ogs": "offene ganztagsschule",
    "ki": "kommunales integrationszentrum",
    "cvjm": "christlicher verein junger menschen",
    "kath": "katholisch",
    "ev": "evangelisch",
    "evgl": "evangelisch",
    "dt": "deutsch",
    "tuerk": "tuerkisch",
    "islam": "islamisch",
    "kv": "kreisverband",
    "ov": "ortsverein",
    "gs": "grundschule",
    "st": "sankt",
    "u": "und",
    "verb": "verband",
    "ver": "verein",
    "beratungsst": "beratungsstelle",
    "ges": "gesellschaft",
    "zentr": "zentrum",
    "komm": "kommunales",
    "int": "international",
}
"""Abbreviations of whole words; written out before two names are compared."""

SAME = {
    "begegnungszentrum": "begegnungsstaette",
    "ortsverband": "ortsverein",
    "ortsgruppe": "ortsverein",
    "kirchgemeinde": "kirchengemeinde",
    "gemeinde": "gemeinde",
    "kindergarten": "kita",
    "kindertagesstaette": "kita",
    "kindertageseinrichtung": "kita",
    "migrations": "migration",
    "migranten": "migrant",
    "fluechtlings": "fluechtling",
    "internationaler": "international",
    "interkulturelles": "interkulturell",
    "interkultureller": "interkulturell",
}
"""Words taken for the same in a name."""

SMALL = frozenset((
    "der", "die", "das", "des", "dem", "den", "und", "fuer", "in", "im", "am", "an", "auf", "bei", "zu", "zum",
    "zur", "von", "vom", "mit", "e", "v", "ein", "eine", "eines", "the", "of", "for",
))  # fmt: skip
"""Words that say nothing."""

COMMON = frozenset((
    "verein", "verband", "kreis", "stadt", "gemeinde", "initiative", "hilfe", "beratung", "zentrum",
    "beratungsstelle", "foerderverein", "freunde", "kultur", "integration", "integrationsverein",
    "kulturverein", "bildung", "soziales", "sozial", "dienst", "dienste", "haus", "treff", "gruppe",
    "kreisverband", "ortsverein", "arbeitskreis", "netzwerk", "bund", "deutsch", "deutsches", "international",
    "interkulturell", "migrant", "nrw", "nordrhein", "westfalen", "region", "niederrhein", "offene",
    "katholisch", "katholische", "evangelisch", "evangelische", "jugend", "frauen", "familie",
    "regionalverband", "landesverband", "bezirk", "bezirksverband", "unterbezirk",
))  # fmt: skip
"""Words that many names have: they count, but little."""

UNITS = re.compile(
    r"amt$|^(?:abteilung|fachbereich|fachdienst|sachgebiet|referat|dezernat|buergerbuero|auslaenderbehoerde|jobcenter"
    r"|standesamt|buero|kita|familienzentrum|grundschule|hauptschule|realschule|gymnasium|gesamtschule|sekundarschule"
    r"|foerderschule|berufskolleg|bibliothek|stadtbuecherei|buecherei|volkshochschule|musikschule|krankenhaus|klinik"
    r"|migrationsberatung|jugendmigrationsdienst|schuldnerberatung|suchtberatung|schwangerschaftsberatung"
    r"|erziehungsberatung|erziehungsberatungsstelle|beratungsstelle|fluechtlingsberatung|integrationsagentur"
    r"|integrationsfachdienst|kleiderkammer|kleiderladen|tafel|jugendzentrum|jugendheim|jugendtreff"
    r"|begegnungsstaette|familienbildungsstaette|fruehfoerderung|sozialstation|pflegedienst|tagespflege"
    r"|seniorenheim|altenheim|wohnheim|frauenhaus|frauenberatung|notunterkunft|akademie|bildungswerk|werkstatt"
    r"|foerderverein|elternverein|schulpflegschaft|ortsverein|kreisverband|stadtverband|bezirksverband"
    r"|landesverband|regionalverband|diakonie|kirchengemeinde|pfarrei|frauengemeinschaft|jugendgruppe|jugend|frauen"
    r"|senioren|tanzgruppe|chor|theater|rat|integrationsrat|sportverein|tennis|fussball|turnverein)$"
)
"""Words that name a part of a house or a kind of place: two names that differ in one of them are two entries."""

STREETS = (
    (re.compile(r"(?:strasse|straat|str\b\.?|st\.(?=\s*\d))"), "str"),
    (re.compile(r"(?:platz|pl\b\.?)"), "pl"),
    (re.compile(r"(?:allee|all\b\.?)"), "allee"),
    (
        re.compile(
            r"\bam\b|\ban der\b|\bauf der\b|\ban dem\b|\bim\b|\bin der\b|\bzum\b|\bzur\b|\bder\b|\bdie\b"
        ),
        " ",
    ),
    (re.compile(r"\bsankt\b|\bst\b\.?"), "st"),
    (re.compile(r"\bdr\b\.?|\bdoktor\b"), "dr"),
    (re.compile(r"\bprof\b\.?|\bprofessor\b"), "prof"),
    (re.compile(r"(?:promenade|prom\b\.?)"), "prom"),
    (re.compile(r"\bbgm\b\.?|\bbuergermeister\b"), "buergermeister"),
)
"""Street words in the one form that is compared: Straße, Str., Strasse are "str"."""

FREE_MAIL = frozenset((
    "gmail.com", "googlemail.com", "gmx.de", "gmx.net", "gmx.at", "web.de", "t-online.de", "hotmail.com",
    "hotmail.de", "outlook.com", "outlook.de", "live.de", "live.com", "msn.com", "yahoo.com", "yahoo.de",
    "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "aol.de", "freenet.de", "arcor.de", "posteo.de",
    "posteo.net", "mailbox.org", "mail.de", "email.de", "online.de", "protonmail.com", "proton.me", "pm.me",
    "mail.ru", "yandex.ru", "ukr.net", "o2online.de", "unitybox.de", "versanet.de", "netcologne.de",
    "vodafonemail.de", "kabelmail.de", "1und1.de",
))  # fmt: skip
"""Houses where anybody has an address: sharing one says nothing."""

SHARED_HOSTS = frozenset((
    "facebook.com", "instagram.com", "wordpress.com", "jimdo.com", "jimdofree.com", "wixsite.com",
    "blogspot.com", "sites.google.com", "linktr.ee", "youtube.com", "x.com", "twitter.com", "t.me",
    "de.wordpress.com", "vereinsportal.de",
))  # fmt: skip
"""Hosts with pages of many; there the path belongs to the address."""
