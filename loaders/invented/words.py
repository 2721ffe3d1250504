"""The words that `loaders.invented` makes its names and sentences of: Swedish and English side by side.

Every place is made up, and sounds so: Låtsas-, Påhitt- and Sagoplaces that are on no map.
"""

from typing import Final

Pair = tuple[str, str]

CITY: Final[Pair] = ("Exempelstad", "Exampletown")

# 240 places: beginnings × ends; no end in -s, which would take no genitive -s
PLACE_BEGINNINGS: Final = (
    "Låtsas", "Påhitts", "Sago", "Fabel", "Dröm", "Exempel", "Sken", "Fantasi", "Hitte", "Luft",
    "Skrönar", "Tänk", "Gissnings", "Ungefär", "Mönster", "Prov", "Kuliss", "Visions", "Lek", "Dikt",
)  # fmt: skip
PLACE_ENDS: Final = (
    "torp", "vik", "valla", "by", "holm", "lund", "berga", "hult", "sund", "ryd", "dal", "tuna",
)  # fmt: skip
SPOTS: Final[tuple[Pair, ...]] = (
    ("torget", "torg"),
    ("parken", "park"),
    ("gatan", "gata"),
    ("kajen", "kaj"),
    ("backen", "kvarter"),
    ("stationen", "station"),
    ("ängen", "park"),
    ("porten", "kvarter"),
)
"""The end of a spot's name, and what kind of place it is."""

SECTORS: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("police", "Polis", "Police", "#6a7ee4"),
    ("municipality", "Kommun", "Municipality", "#0f426a"),
    ("rescue-service", "Räddningstjänst", "Rescue service", "#8f5048"),
    ("civil-society", "Civilsamhälle", "Civil society", "#bad7ad"),
    ("faith-community", "Trossamfund", "Faith community", "#6f5d9c"),
    ("business", "Näringsliv", "Business", "#523710"),
    ("property-owner", "Fastighetsägare", "Property owner", "#fa9550"),
    ("housing-association", "Bostadsrättsförening", "Housing association", "#f4d753"),
    ("transport", "Kollektivtrafik", "Transport", "#59ecfe"),
    ("health", "Vård", "Health", "#c57688"),
    ("school", "Skola", "School", "#858717"),
    ("culture", "Kultur och fritid", "Culture", "#acaad8"),
)
"""Id, name, English name and colour."""

KINDS: Final[dict[str, tuple[Pair, ...]]] = {
    "police": (("polisstation", "police station"), ("områdespolis", "neighbourhood police")),
    "municipality": (
        ("stadsdelsförvaltning", "district administration"),
        ("parkförvaltning", "parks administration"),
        ("socialförvaltning", "social services"),
        ("gatukontor", "streets office"),
    ),
    "rescue-service": (("brandstation", "fire station"), ("räddningstjänst", "rescue service")),
    "civil-society": (
        ("nattvandrare", "night walkers"),
        ("idrottsförening", "sports club"),
        ("kvinnojour", "women's shelter"),
        ("byalag", "village association"),
    ),
    "faith-community": (("församling", "parish"), ("moské", "mosque"), ("kapell", "chapel")),
    "business": (
        ("bageri", "bakery"),
        ("köpcentrum", "shopping centre"),
        ("hotell", "hotel"),
        ("företagarförening", "business association"),
        ("krog", "tavern"),
    ),
    "property-owner": (("fastigheter", "properties"), ("bostadsbolag", "housing company")),
    "housing-association": (("bostadsrättsförening", "housing association"),),
    "transport": (("spårväg", "tramway"), ("bussbolag", "bus company")),
    "health": (("vårdcentral", "health centre"), ("sjukhus", "hospital")),
    "school": (("grundskola", "compulsory school"), ("gymnasium", "upper secondary school")),
    "culture": (("bibliotek", "library"), ("fritidsgård", "youth centre"), ("teater", "theatre")),
}

UNITS: Final[tuple[Pair, ...]] = (
    ("enheten för service", "service unit"),
    ("utvecklingsenheten", "development unit"),
    ("fältgruppen", "outreach team"),
    ("driftavdelningen", "operations division"),
)

UNNAMED: Final[dict[str, Pair]] = {
    "police": ("Polispatruller", "Police patrols"),
    "municipality": ("Fackförvaltningar", "Specialist administrations"),
    "rescue-service": ("Räddningsstyrkor", "Rescue crews"),
    "civil-society": ("Föreningar", "Associations"),
    "faith-community": ("Samfund", "Faith communities"),
    "business": ("Företagare", "Business owners"),
    "property-owner": ("Fastighetsägare", "Property owners"),
    "housing-association": ("Bostadsrättsföreningar", "Housing associations"),
    "transport": ("Trafikbolag", "Transport companies"),
    "health": ("Vårdgivare", "Care providers"),
    "school": ("Skolor", "Schools"),
    "culture": ("Fritidsgårdar", "Youth centres"),
}

TOPICS: Final[tuple[Pair, ...]] = (
    ("Trygga torg", "Safe squares"),
    ("Unga på kvällen", "Young people in the evening"),
    ("Skadegörelse", "Vandalism"),
    ("Gående och cyklister", "Pedestrians and cyclists"),
    ("Våld i nära relationer", "Domestic violence"),
    ("Nedskräpning", "Littering"),
    ("Ensamhet bland äldre", "Loneliness among the old"),
    ("Belysning", "Lighting"),
    ("Besöksnäring", "Visitor trade"),
    ("Beredskap", "Preparedness"),
    ("Narkotika", "Drugs"),
    ("Skolnärvaro", "School attendance"),
    ("Butiksstölder", "Shoplifting"),
    ("Grönområden", "Green spaces"),
    ("Sommarjobb", "Summer jobs"),
    ("Hemlöshet", "Homelessness"),
    ("Buller", "Noise"),
    ("Nattliv", "Night life"),
    ("Integration", "Integration"),
    ("Simkunnighet", "Swimming skills"),
    ("Bedrägerier", "Fraud"),
    ("Klotter", "Graffiti"),
    ("Folkhälsa", "Public health"),
    ("Brandskydd", "Fire safety"),
)

GROUP_NAMES: Final[dict[str, Pair]] = {
    "steering": ("Styrgruppen för {area}", "Steering group for {area}"),
    "coordination": ("Samordningsgruppen i {area}", "Coordination group in {area}"),
    "area": ("Områdesgruppen {area}", "Area group {area}"),
    "topic": ("Nätverket {topic} i {area}", "Network {topic} in {area}"),
    "project": ("Projektet {topic} vid {area}", "Project {topic} at {area}"),
    "temporary": ("Tillfällig grupp om {topic}, {area}", "Temporary group on {topic}, {area}"),
}

RHYTHMS: Final[tuple[Pair, ...]] = (
    ("Varje månad", "Every month"),
    ("Varannan månad", "Every second month"),
    ("En gång i kvartalet", "Once a quarter"),
    ("Vid behov", "When needed"),
)

FUNCTIONS: Final[tuple[Pair, ...]] = (
    ("verksamhetschefen", "the head of operations"),
    ("samordnaren", "the coordinator"),
    ("ordföranden", "the chair of the board"),
    ("föreståndaren", "the manager"),
    ("säkerhetsansvarig", "the security officer"),
)

CONTRIBUTIONS: Final = (
    "lokaler för möten", "personal på plats om kvällarna", "statistik varje månad",
    "kontakt med boende", "pengar till aktiviteter", "kunskap om platsen",
)  # fmt: skip

WISHES: Final = (
    "svar inom en vecka", "en gemensam lägesbild", "att någon är på plats på helgerna",
    "en kontaktväg hos kommunen", "att besluten skrivs ner",
)  # fmt: skip

QUOTES: Final = (
    "Vi är med i gruppen.", "Från oss kommer två personer.", "Vi kallas när det behövs.",
)  # fmt: skip

COLLABORATIONS: Final[tuple[Pair, ...]] = (
    ("gemensamma kvällsvandringar", "evening walks together"),
    ("sommaraktiviteter för unga", "summer activities for young people"),
    ("delad väktare", "a shared guard"),
    ("städdagar", "cleaning days"),
)

AGREEMENTS: Final[tuple[Pair, ...]] = (
    ("vem som ringer vem", "who calls whom"),
    ("hur lokalen delas", "how the premises are shared"),
    ("vem som är på plats på helgerna", "who is there at weekends"),
    ("vad som får berättas för varandra", "what may be told to each other"),
)
"""What two parties have agreed on."""

ACTIVITIES: Final[tuple[Pair, ...]] = (
    ("Kvällsvandringar med vuxna på stan.", "Evening walks with adults about town."),
    ("Öppen verksamhet efter skolan.", "Open house after school."),
    ("Rådgivning en gång i veckan.", "Advice once a week."),
    ("Städning och bättre belysning.", "Cleaning and better lighting."),
    ("Kurser för nya ledare.", "Courses for new leaders."),
    ("Uppsökande arbete på kvällar.", "Outreach in the evenings."),
)
"""What an activity is, in a sentence."""

QUANTITIES: Final[tuple[tuple[str, int, int], ...]] = (
    ("personer", 5, 400),
    ("timmar", 2, 200),
    ("tillfällen", 1, 52),
    ("kronor", 5_000, 400_000),
)
"""What the quantity of an activity counts, and from how many to how many."""

GROUP_KINDS: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("styrelse", "Styrelse", "Board", "steering"),
    ("operativ-grupp", "Operativ grupp", "Operative group", "coordination"),
    ("platsrad", "Platsråd", "Place council", "area"),
    ("kluster", "Kluster", "Cluster", "topic"),
    ("arbetsgrupp", "Arbetsgrupp", "Working group", "project"),
    ("temporary", "Insatsgrupp", "Task force", "temporary"),
)
"""The city's own kinds of group: id, name, English name, and the kind of ours that it counts as."""

ROLES: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("chair", "Ordförande", "Chair", "chair"),
    ("vice-ordforande", "Vice ordförande", "Vice chair", "member"),
    ("sekreterare", "Sekreterare", "Secretary", "member"),
    ("kassor", "Kassör", "Treasurer", "member"),
    ("adjungerad", "Adjungerad", "Co-opted", "observer"),
    ("kallas-vid-behov", "Kallas vid behov", "Called when needed", "on_call"),
    ("platsvard", "Platsvärd", "Host of the place", "convener"),
    ("processledare", "Processledare", "Process leader", "coordinator"),
    ("gast", "Gäst", "Guest", "invited"),
)
"""The city's own roles: id, name, English name, and the role of ours that it counts as."""

TEMPLATES: Final[tuple[tuple[str, Pair, str, Pair], ...]] = (
    (
        "stadsdelens-platsrad",
        ("Platsrådet i {area}", "Place council in {area}"),
        "platsrad",
        (
            "Att alla som råder över platserna i stadsdelen ska mötas.",
            "To let all who look after a place meet.",
        ),
    ),
    (
        "platsens-vanner",
        ("Vänner av {area}", "Friends of {area}"),
        "topic",
        ("Att ta hand om platsen tillsammans.", "To take care of the place together."),
    ),
)
"""Groups that there is one of in every district, and in every spot of one kind in a district."""

SCALES: Final[tuple[tuple[str, Pair, Pair, tuple[int, int, int, int, int]], ...]] = (
    ("utsatta", ("Utsatta personer", "People affected"), ("personer", "people"), (0, 5, 25, 100, 400)),
    ("allvar", ("Allvar", "Severity"), ("steg av fem", "steps of five"), (1, 2, 3, 4, 6)),
)
"""The city's own scales of need: what is measured, in what, and the number that each level starts from
(none, some, clear, pressing), with the number that none reaches."""

REASONS: Final[tuple[Pair, ...]] = (
    ("Utan dem stannar besluten vid bordet.", "Without them decisions stay on the table."),
    ("De råder över platsen.", "The place is theirs to decide on."),
    ("De möter målgruppen varje dag.", "They meet the people it is about every day."),
)

NOTES: Final[dict[str, str]] = {
    "open": "Tas upp på nästa möte.",
    "to_invite": "Frågan ställs i januari.",
    "invited": "Svar väntas före jul.",
    "accepted": "Kommer med från och med våren.",
    "declined": "Har inte tid i år.",
    "not_relevant": "Arbetar inte med frågan.",
    "closed": "Avslutat efter samtal.",
}
"""What is noted beside a decision, by its status."""

SOURCES: Final[tuple[Pair, ...]] = (
    ("Verksamhetsplan för {area}", "Plan of operations for {area}"),
    ("Minnesanteckningar från {area}", "Meeting notes from {area}"),
    ("Kartläggning av aktörer i {area}", "Survey of actors in {area}"),
    ("Överenskommelse om samverkan i {area}", "Agreement on collaboration in {area}"),
)

HEADINGS: Final = ("Deltagare", "Bakgrund", "Så arbetar vi", "Plats och tid")
