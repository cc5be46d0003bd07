"""Words by which names of organisations, places and persons are told apart."""

from typing import Final

ORGANISATION_WORDS: Final = frozenset(
    {"academy", "administration", "agency", "airline", "airlines", "airways", "alliance", "army", "assembly",
     "association", "authorities", "authority", "bank", "battalion", "board", "brigade", "broadcasting",
     "brothers", "bureau", "cabinet", "center", "centre", "chamber", "channel", "church", "club", "coalition",
     "college", "command", "commission", "committee", "communications", "company", "confederation",
     "conference", "congress", "conservatives", "consortium", "convention", "cooperative", "corp",
     "corporation", "council", "court", "daily", "democrats", "department", "directorate", "division",
     "embassy", "enterprise", "enterprises", "exchange", "federation", "fleet", "force", "forces", "foundation",
     "front", "fund", "gazette", "government", "group", "guard", "guards", "herald", "holdings", "hospital",
     "inc", "industries", "institute", "institution", "intelligence", "international", "journal", "laborites",
     "league", "legislature", "limited", "ltd", "magazine", "ministry", "motors", "movement", "museum", "navy",
     "network", "news", "newspaper", "office", "opera", "orchestra", "organisation", "organization", "panel",
     "parliament", "partners", "partnership", "party", "patrol", "pharmaceuticals", "police", "politburo",
     "post", "press", "radio", "railway", "railways", "records", "regime", "regiment", "republicans", "school",
     "secretariat", "senate", "service", "services", "society", "squad", "squadron", "studio", "studios",
     "subcommittee", "syndicate", "systems", "taliban", "team", "technologies", "telegraph", "television",
     "times", "tribunal", "tribune", "troops", "tv", "union", "university", "watch", "weekly"}
)  # fmt: skip
"""Last words of organisations' names, or first ones before `of` or `for`."""
PLACE_WORDS: Final = frozenset(
    {"airport", "archipelago", "arena", "avenue", "basin", "bay", "beach", "boulevard", "bridge", "camp",
     "canal", "canyon", "cape", "checkpoint", "city", "coast", "county", "creek", "desert", "district", "falls",
     "forest", "gate", "glacier", "gorge", "gulf", "harbor", "harbour", "heights", "highlands", "hill", "hills",
     "island", "islands", "isle", "isles", "junction", "kingdom", "lake", "lakes", "land", "mountain",
     "mountains", "municipality", "neighborhood", "neighbourhood", "oblast", "ocean", "park", "pass", "peak",
     "peninsula", "plain", "plains", "plateau", "plaza", "port", "prefecture", "province", "ranges", "reef",
     "region", "republic", "ridge", "river", "road", "sea", "square", "stadium", "state", "states", "station",
     "strait", "straits", "street", "suburb", "territories", "territory", "town", "township", "valley",
     "village"}
)  # fmt: skip
PLACE_STARTS: Final = frozenset(
    {"bay", "camp", "cape", "fort", "gulf", "isle", "isles", "lake", "mount", "mt", "port", "raf", "river",
     "saint", "san", "santa", "st", "strait"}
)  # fmt: skip
TRIMMED: Final = frozenset(
    {"adm", "admiral", "ambassador", "archbishop", "ayatollah", "bishop", "capt", "captain", "cardinal",
     "chancellor", "col", "colonel", "commander", "congressman", "congresswoman", "dame", "dr", "emperor", "fr",
     "gen", "general", "gov", "governor", "judge", "justice", "king", "lady", "lieutenant", "lord", "lt", "maj",
     "major", "marshal", "mayor", "minister", "miss", "mr", "mrs", "ms", "pope", "premier", "president",
     "prince", "princess", "prof", "professor", "queen", "rabbi", "rep", "representative", "rev", "reverend",
     "secretary", "sen", "senator", "sergeant", "sgt", "sheikh", "sir"}
)  # fmt: skip
"""Titles that a person's span leaves out."""
BEGINNINGS: Final = frozenset(
    {"general", "justice", "king", "lady", "lord", "lt", "major", "marshal", "minister", "miss", "prince",
     "queen", "secretary"}
)  # fmt: skip
"""Titles with which other names begin too: General Motors, King County, Justice Department."""
PERSONAL_TITLES: Final = (TRIMMED - BEGINNINGS) | frozenset(
    {"attorney", "brig", "cmdr", "commissioner", "commodore", "comrade", "constable", "corporal", "cpl",
     "detective", "inspector", "prosecutor", "sheriff"}
)  # fmt: skip
"""Titles before a person's name that begin no other names, or hardly any."""
TITLES: Final = TRIMMED | PERSONAL_TITLES
"""All titles that a person's span leaves out."""
HONORIFICS: Final = TRIMMED | frozenset(
    {"analyst", "brother", "chairman", "chairwoman", "chief", "coach", "constable", "corporal", "defence",
     "defense", "deputy", "detective", "director", "envoy", "father", "foreign", "imam", "inspector",
     "lawmaker", "officer", "pastor", "prime", "private", "pvt", "saint", "sister", "spokesman", "spokesperson",
     "spokeswoman", "vice-president"}
)  # fmt: skip
"""Titles before a person's name."""
PLACE_LEADS: Final = frozenset(
    {"across", "around", "at", "from", "in", "inside", "into", "near", "outside", "throughout", "toward",
     "towards"}
)  # fmt: skip
BARE: Final = TRIMMED | {"interior", "defence", "defense", "foreign", "human rights", "inspector", "sheriff"}
"""Words that are no name if nothing else stands beside them."""
NAMELESS: Final = frozenset(
    {"a", "an", "april", "august", "december", "dr", "english", "february", "friday", "god", "he", "i",
     "internet", "it", "january", "july", "june", "march", "may", "monday", "mr", "mrs", "ms", "november",
     "october", "saturday", "september", "she", "sunday", "the", "they", "thursday", "tuesday", "we", "web",
     "wednesday", "you"}
)  # fmt: skip
"""Capitalised words that are no names by themselves."""
KNOWN_ORGANISATIONS: Final = frozenset(
    {"abc", "afp", "african union", "agence france-presse", "airbus", "al jazeera", "al qaeda", "al shabaab",
     "al-qaeda", "al-qaida", "al-shabaab", "al-shabab", "amazon", "amnesty international", "anadolu", "ap",
     "apple", "arab league", "asean", "associated press", "au", "bbc", "bmw", "boeing", "boko haram", "bp",
     "bundestag", "cbs", "cia", "cnn", "congress", "conservative party", "csto", "daesh", "democratic party",
     "dod", "dpa", "duma", "e.u.", "economist", "eta", "eu", "european central bank", "european commission",
     "european council", "european parliament", "european union", "exxon", "facebook", "farc", "fatah", "fbi",
     "federal reserve", "financial times", "ford", "fox news", "fsb", "gazprom", "general assembly",
     "general motors", "google", "greenpeace", "guardian", "hamas", "hezbollah", "hizbollah",
     "house of representatives", "houthis", "huawei", "human rights watch", "iaea", "icc", "idf", "imf",
     "instagram", "interfax", "interpol", "ira", "irna", "isil", "isis", "islamic jihad", "islamic state",
     "itar-tass", "kgb", "knesset", "kremlin", "kyodo", "labour party", "likud", "line", "lines",
     "lockheed martin", "maritime", "mi5", "mi6", "microsoft", "mission", "mod", "monitor", "mossad", "msnbc",
     "nato", "nbc", "new york times", "npr", "nsa", "nypd", "observatory", "opec", "osce", "parliament",
     "pentagon", "pkk", "plo", "raytheon", "red crescent", "red cross", "republican party", "reuters",
     "ria novosti", "rosneft", "samsung", "sana", "security council", "senate", "shell", "shin bet", "shipping",
     "siemens", "sony", "state department", "supreme court", "taliban", "tass", "telegram", "tesla", "tiktok",
     "total", "toyota", "treasury", "twitter", "u.n.", "un", "unesco", "unhcr", "unicef", "united nations",
     "volkswagen", "wagner", "wagner group", "wall street journal", "washington post", "watchdog", "whatsapp",
     "white house", "who", "world bank", "wto", "xinhua", "youtube", "ypg"}
)  # fmt: skip
"""Organisations that news names without saying what they are, in lower case."""
KNOWN_BY_WORDS: Final = ("Doctors Without Borders",)
"""Organisations whose words no pattern of names covers."""
STARTERS: Final = frozenset(
    {"about", "above", "across", "after", "against", "all", "also", "although", "among", "an", "and", "another",
     "any", "around", "as", "at", "because", "been", "before", "behind", "being", "below", "between", "both",
     "but", "by", "can", "could", "despite", "did", "do", "does", "during", "each", "either", "even", "every",
     "few", "first", "five", "for", "four", "from", "had", "has", "have", "her", "here", "his", "how",
     "however", "if", "in", "instead", "into", "is", "it", "its", "just", "last", "later", "like", "many",
     "may", "meanwhile", "more", "most", "much", "my", "near", "neither", "never", "next", "no", "nor", "not",
     "now", "of", "off", "on", "once", "one", "only", "or", "other", "our", "out", "over", "own", "per",
     "perhaps", "several", "she", "should", "since", "so", "some", "still", "such", "than", "that", "the",
     "their", "them", "then", "there", "these", "they", "this", "those", "though", "three", "through", "thus",
     "to", "today", "tomorrow", "too", "two", "under", "until", "up", "upon", "us", "was", "we", "were", "what",
     "when", "where", "whether", "which", "while", "who", "whose", "why", "will", "with", "within", "without",
     "would", "yes", "yesterday", "yet", "you", "your"}
)  # fmt: skip
"""Words that have a capital letter only because they begin a sentence."""
