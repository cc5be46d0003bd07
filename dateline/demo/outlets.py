"""The four outlets: who they are and in which time zone they live."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One fictional site."""

    source_id: str
    name: str
    kind: str
    tagline: str
    about: str
    city: str
    country: str
    timezone: str
    languages: tuple[str, ...]
    sections: tuple[str, ...]

    @property
    def zone(self) -> ZoneInfo:
        """The zone that the site's own dates are in."""
        return ZoneInfo(self.timezone)


MERIDIAN = Outlet(
    source_id="meridian",
    name="Scheldt Meridian Institute",
    kind="think_tank",
    tagline="Borders, armies and the law between them",
    about="The Scheldt Meridian Institute is an independent research body on borders, armed forces and the"
    " law of war. It takes no money from arms makers and publishes everything that it is paid to find out.",
    city="Brussels",
    country="BE",
    timezone="Europe/Brussels",
    languages=("en", "fr"),
    sections=("Commentary", "Analysis", "Briefings", "Analyses"),
)
NORTHWIRE = Outlet(
    source_id="northwire",
    name="Northwire",
    kind="agency",
    tagline="The report before the reports",
    about="Northwire is a news agency owned by its subscribers. Its reporters file from forty cities.",
    city="Helsinki",
    country="FI",
    timezone="Europe/Helsinki",
    languages=("en",),
    sections=("World", "Conflict", "Diplomacy", "Shipping"),
)
HARBOURPOST = Outlet(
    source_id="harbourpost",
    name="The Harbour Post",
    kind="news",
    tagline="Halifax and the sea beyond it",
    about="The Harbour Post has been printed on Lower Water Street since 1871 and is owned by its staff.",
    city="Halifax",
    country="CA",
    timezone="America/Halifax",
    languages=("en",),
    sections=("World", "Shipping", "Local", "Opinion"),
)
FOURTHQUARTER = Outlet(
    source_id="fourthquarter",
    name="Fourth Quarter",
    kind="magazine",
    tagline="A magazine on war, law and what comes after",
    about="Fourth Quarter appears four times a year on paper and most days on this site.",
    city="Tbilisi",
    country="GE",
    timezone="Asia/Tbilisi",
    languages=("en",),
    sections=("Essays", "Reportage", "Interviews"),
)

OUTLETS: Mapping[str, Outlet] = MappingProxyType(
    {outlet.source_id: outlet for outlet in (MERIDIAN, NORTHWIRE, HARBOURPOST, FOURTHQUARTER)}
)
