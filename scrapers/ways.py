"""The ways into a source: what each discovery strategy can be told in a catalog entry."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from scrapers.fields import (
    ArchivePageTemplate,
    ArchiveTemplate,
    Checked,
    PageTemplate,
    Pattern,
    Selector,
    Slug,
    Text,
    WebAddress,
    list_fields,
)


class WordPressStrategy(Checked):
    """The posts collection of a WordPress REST interface.

    `types` names further collections beside it (custom post types); `lang` asks for one language after another.
    """

    strategy: Literal["wordpress"]
    url: WebAddress
    types: Annotated[list[Slug], Field(max_length=20)] = Field(default_factory=list)
    lang: Annotated[list[Slug], Field(max_length=20)] = Field(default_factory=list)


class FeedStrategy(Checked):
    """A feed: RSS, Atom or JSON Feed.

    `paged: wordpress` when older entries are behind `?paged=2`, `paged: next` when each page links the next.
    """

    strategy: Literal["feed"]
    url: WebAddress
    paged: Literal["none", "wordpress", "next"] = "none"


class SitemapStrategy(Checked):
    """A sitemap, an index of sitemaps, or the robots.txt that names them.

    `children` says which sitemaps of an index are read, `article` which addresses may be articles (regular
    expressions, searched in the whole address); `depth` is how many indexes may lie inside each other.
    """

    strategy: Literal["sitemap"]
    url: WebAddress
    children: Pattern | None = None
    article: Pattern | None = None
    depth: int = Field(default=3, ge=1, le=5)


class PageStrategy(Checked):
    """What listing pages and dated archive pages share: which links are articles, and how pages follow.

    `article` is a regular expression, searched in a link's whole address. `entry` selects the box of one
    article, `date` the date within it; without them the nearest date is taken. `next` selects the link to
    the next page; `pages` is its address with `{page}` instead.
    """

    article: Pattern
    entry: Selector | None = None
    date: Selector | None = None
    next: Selector | None = None
    pages: PageTemplate | None = None
    most_pages: int = Field(default=50, ge=1, le=2000)

    @model_validator(mode="after")
    def check_paging(self) -> Self:
        """Refuse two ways of paging."""
        if self.next is not None and self.pages is not None:
            raise ValueError("`next` and `pages` both say how pages follow: choose one")
        return self


class ListingStrategy(PageStrategy):
    """Pages that list articles, the newest first."""

    strategy: Literal["listing"]
    url: WebAddress


class ArchivePagesStrategy(PageStrategy):
    """One page a day, month or year: an address with `{yyyy}`, `{mm}` or `{m}`, `{dd}` or `{d}`.

    The same stand in `pages`, beside `{page}`.
    """

    strategy: Literal["archive_pages"]
    url: ArchiveTemplate
    pages: ArchivePageTemplate | None = None

    @model_validator(mode="after")
    def check_periods(self) -> Self:
        """Refuse further pages of another period than the first."""
        named = {name[0] for name in list_fields(self.url)}
        if self.pages is not None and {name[0] for name in list_fields(self.pages)} != {*named, "p"}:
            raise ValueError(
                "`pages` and `url` name different periods: write the same of {yyyy}, {mm} and {dd} in both"
            )
        return self


class WarcStrategy(Checked):
    """A WARC file that lies somewhere, or a list of many; `dates: any` takes every page, whatever the window.

    `content: paths` says that the address is that of a list, one file a line below `base`; the address may hold
    `{yyyy}`, `{mm}` and `{dd}`. `hosts: own` takes the pages of the source's own hosts, `any` those of all. Left
    out, a list gives its own hosts' pages of the window; a file those of any date, and of any host for a source
    that is nothing but archives and names no `hosts`: the archive is the source then.
    """

    strategy: Literal["warc"]
    url: Text
    content: Literal["records", "paths"] = "records"
    base: Text | None = None
    dates: Literal["any", "window"] | None = None
    hosts: Literal["own", "any"] | None = None

    @model_validator(mode="after")
    def check_list(self) -> Self:
        """Refuse what only a list can have, and fields of an address that mean nothing."""
        if self.content == "records" and (self.base is not None or "{" in self.url):
            raise ValueError("`base` and {yyyy} are for lists of files: write `content: paths` beside them")
        if unknown := list_fields(self.url) - {"yyyy", "mm", "m", "dd", "d"}:
            raise ValueError(f"{{{min(unknown)}}} is unknown here: use {{yyyy}}, {{mm}} and {{dd}}")
        if self.dates == "any" and "{" in self.url:
            raise ValueError("`dates: any` would ask for the list of every day: name one list, without {yyyy}")
        return self


AnyStrategy = Annotated[
    WordPressStrategy | FeedStrategy | SitemapStrategy | ListingStrategy | ArchivePagesStrategy | WarcStrategy,
    Field(discriminator="strategy"),
]
STRATEGIES: Final = ("archive_pages", "feed", "listing", "sitemap", "warc", "wordpress")
