"""Words by which names of organisations, places and persons are told apart."""

from typing import Final

ORGANISATION_WORDS: Final = frozenset(
    """academy administration agency alliance army assembly association authority authorities bank battalion board brigade
    broadcasting bureau cabinet center centre chamber church club coalition college command commission committee company
    confederation conference congress consortium convention cooperative corp corporation council court department
    directorate division embassy enterprise enterprises exchange federation fleet force forces foundation front fund
    government group guard guards inc institute institution intelligence international league ltd legislature limited
    ministry movement museum navy network newspaper office opera orchestra organisation organization panel parliament
    partners partnership party patrol police politburo press records regiment regime school secretariat senate service
    services society squad squadron studio studios subcommittee syndicate team telegraph times tribunal tribune troops union
    university watch airlines airways airline motors railway railways brothers communications pharmaceuticals systems
    technologies industries holdings hospital post journal gazette herald daily weekly magazine radio television tv
    channel news democrats republicans conservatives laborites taliban""".split()
)
"""Last words of organisations' names, or first ones before `of` or `for`."""
PLACE_WORDS: Final = frozenset(
    """avenue bay beach boulevard bridge canal canyon cape city coast county creek desert district falls forest gulf
    harbor harbour heights highlands hill hills island islands isle isles kingdom lake lakes land mountain mountains
    ocean oblast park pass peninsula plain plains plateau plaza port prefecture province ranges reef region republic
    ridge river road sea square state states station strait straits street suburb territories territory town township
    valley village airport basin glacier peak gorge archipelago municipality neighborhood neighbourhood region gate
    checkpoint camp junction""".split()
)
PLACE_STARTS: Final = frozenset("lake mount mt river gulf cape fort port san santa st saint bay isle isles strait".split())
HONORIFICS: Final = frozenset(
    """mr mrs ms miss dr sir dame lord lady prof professor president vice-president premier chancellor minister
    prime secretary senator sen rep representative congressman congresswoman governor gov mayor ambassador general gen
    colonel col lieutenant lt captain capt major maj sergeant sgt admiral adm commander marshal private pvt corporal king
    queen prince princess emperor pope bishop archbishop cardinal rev reverend father sister brother imam sheikh ayatollah
    rabbi judge justice chairman chairwoman spokesman spokeswoman spokesperson director coach foreign defense defence
    inspector officer detective constable deputy chief envoy lawmaker analyst pastor saint""".split()
)
"""Titles before a person's name."""
TRIMMED: Final = frozenset(
    """mr mrs ms miss dr sir dame lord lady prof professor president premier chancellor minister secretary senator sen rep
    representative congressman congresswoman governor gov mayor ambassador general gen colonel col lieutenant lt captain
    capt major maj sergeant sgt admiral adm commander marshal king queen prince princess emperor pope bishop archbishop
    cardinal rev reverend sheikh ayatollah rabbi judge justice fr""".split()
)
"""Titles that a person's span leaves out."""
PLACE_LEADS: Final = frozenset("in near from at into around outside inside across throughout towards toward".split())
PERSON_LEADS: Final = frozenset("mr mrs ms dr sir mr. mrs. ms. dr. president minister".split())
SMALL: Final = frozenset("of the and for in on at de la le du des del der von van al bin ibn & el da di".split())
NAMELESS: Final = frozenset(
    """i we he she they it you the a an monday tuesday wednesday thursday friday saturday sunday january february march
    april may june july august september october november december mr mrs ms dr god internet web english""".split()
)
"""Capitalised words that are no names by themselves."""
KNOWN_ORGANISATIONS: Final = frozenset(
    """nato|un|u.n.|united nations|eu|e.u.|european union|european commission|european parliament|european council|osce
    |csto|opec|asean|african union|au|arab league|imf|world bank|wto|who|unicef|unhcr|unesco|iaea|icc|interpol|red cross
    |red crescent|amnesty international|human rights watch|greenpeace|hamas|hezbollah|hizbollah|fatah|plo|islamic jihad
    |taliban|al-qaeda|al-qaida|al qaeda|isis|isil|islamic state|daesh|boko haram|al-shabab|al-shabaab|al shabaab|pkk|ypg
    |farc|eta|ira|houthis|wagner|wagner group|fbi|cia|nsa|nypd|mi5|mi6|fsb|kgb|mossad|shin bet|idf|pentagon|kremlin
    |white house|congress|senate|house of representatives|parliament|knesset|duma|bundestag|reuters|associated press|ap
    |afp|agence france-presse|bbc|cnn|nbc|abc|cbs|fox news|msnbc|npr|al jazeera|tass|itar-tass|interfax|ria novosti|xinhua
    |kyodo|dpa|anadolu|irna|sana|new york times|washington post|wall street journal|guardian|financial times|economist
    |twitter|facebook|google|youtube|whatsapp|telegram|instagram|tiktok|microsoft|apple|amazon|tesla|boeing|airbus
    |lockheed martin|raytheon|gazprom|rosneft|exxon|shell|bp|total|siemens|samsung|huawei|sony|toyota|volkswagen|bmw|ford
    |general motors|supreme court|state department|treasury|federal reserve|republican party|democratic party
    |labour party|conservative party|likud|european central bank|security council|general assembly""".replace("\n", "")
    .replace("  ", "")
    .split("|")
)
"""Organisations that news names without saying what they are."""
