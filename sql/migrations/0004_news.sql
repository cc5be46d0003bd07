-- What is published. Keys are deterministic: the same input gives the same rows, whichever run wrote them.
create function news.search_configuration(language text) returns regconfig
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
return case language
    when 'ar' then 'pg_catalog.arabic'::regconfig
    when 'ca' then 'pg_catalog.catalan'::regconfig
    when 'da' then 'pg_catalog.danish'::regconfig
    when 'de' then 'pg_catalog.german'::regconfig
    when 'el' then 'pg_catalog.greek'::regconfig
    when 'en' then 'pg_catalog.english'::regconfig
    when 'es' then 'pg_catalog.spanish'::regconfig
    when 'eu' then 'pg_catalog.basque'::regconfig
    when 'fi' then 'pg_catalog.finnish'::regconfig
    when 'fr' then 'pg_catalog.french'::regconfig
    when 'ga' then 'pg_catalog.irish'::regconfig
    when 'hi' then 'pg_catalog.hindi'::regconfig
    when 'hu' then 'pg_catalog.hungarian'::regconfig
    when 'hy' then 'pg_catalog.armenian'::regconfig
    when 'id' then 'pg_catalog.indonesian'::regconfig
    when 'it' then 'pg_catalog.italian'::regconfig
    when 'lt' then 'pg_catalog.lithuanian'::regconfig
    when 'ne' then 'pg_catalog.nepali'::regconfig
    when 'nl' then 'pg_catalog.dutch'::regconfig
    when 'no' then 'pg_catalog.norwegian'::regconfig
    when 'pt' then 'pg_catalog.portuguese'::regconfig
    when 'ro' then 'pg_catalog.romanian'::regconfig
    when 'ru' then 'pg_catalog.russian'::regconfig
    when 'sr' then 'pg_catalog.serbian'::regconfig
    when 'sv' then 'pg_catalog.swedish'::regconfig
    when 'ta' then 'pg_catalog.tamil'::regconfig
    when 'tr' then 'pg_catalog.turkish'::regconfig
    when 'yi' then 'pg_catalog.yiddish'::regconfig
    else 'pg_catalog.simple'::regconfig
end;
comment on function news.search_configuration(text) is 'Text search configuration of an ISO 639-1 language, else simple.';

create table news.articles (
    article_id uuid primary key,
    source_id text not null,
    url text not null,
    canonical_url text,
    title text,
    authors text[] not null default '{}',
    published_at timestamptz,
    published_day date,
    published_raw text,
    published_precision text,
    published_problem text,
    modified_at timestamptz,
    language text,
    section text,
    tags text[] not null default '{}',
    image_url text,
    body text not null,
    words integer not null,
    truncated boolean not null default false,
    version_no integer not null,
    methods jsonb not null,
    extractor text not null,
    model_name text,
    model_version text,
    analysis_note text,
    capture_id bigint not null,
    duplicate_of uuid references news.articles,
    merged_into uuid references news.articles,
    first_published_run_id text not null,
    run_id text not null,
    first_stored_at timestamptz not null default now(),
    fetched_at timestamptz not null,
    updated_at timestamptz not null default now(),
    gone_at timestamptz,
    taken_down_at timestamptz,
    search tsvector generated always as (
        setweight(to_tsvector(news.search_configuration(language), coalesce(title, '')), 'A')
        || setweight(to_tsvector(news.search_configuration(language), left(body, 200000)), 'C')
    ) stored
);
create index articles_by_source_day on news.articles (source_id, published_day);
create index articles_by_arrival on news.articles (source_id, first_stored_at desc);
create index articles_by_day on news.articles (published_day desc);
create index articles_by_search on news.articles using gin (search);
create index articles_merged on news.articles (merged_into) where merged_into is not null;
create index articles_copied on news.articles (duplicate_of) where duplicate_of is not null;
comment on table news.articles is 'One row an article: its current version, what it says and how that was found.';
comment on column news.articles.article_id is 'Made once from the first accepted address; never changes.';
comment on column news.articles.source_id is 'The source.';
comment on column news.articles.url is 'Address to cite.';
comment on column news.articles.canonical_url is 'Canonical link as the page gives it; on another site''s host it marks a syndicated copy.';
comment on column news.articles.title is 'Title.';
comment on column news.articles.authors is 'Authors'' names.';
comment on column news.articles.published_at is 'When it was published (UTC); null if unknown or only a day is known.';
comment on column news.articles.published_day is 'Source''s local date if only a day is known, else the UTC day; null if unknown.';
comment on column news.articles.published_raw is 'The date as it stood on the page or in the listing.';
comment on column news.articles.published_precision is 'second, minute, hour or day.';
comment on column news.articles.published_problem is 'Why there is no date, or which one was not believed.';
comment on column news.articles.modified_at is 'When the source says that it changed it.';
comment on column news.articles.language is 'ISO 639-1 code.';
comment on column news.articles.section is 'Section of the site.';
comment on column news.articles.tags is 'The site''s tags.';
comment on column news.articles.image_url is 'Lead image.';
comment on column news.articles.body is 'Main text: paragraphs parted by an empty line; spans point into it.';
comment on column news.articles.words is 'Words in the main text.';
comment on column news.articles.truncated is 'Whether the text is a stub before a paywall.';
comment on column news.articles.version_no is 'Number of the current version.';
comment on column news.articles.methods is 'Which method found each field.';
comment on column news.articles.extractor is 'Extractor and version.';
comment on column news.articles.model_name is 'Model of the mentions; null if none was run.';
comment on column news.articles.model_version is 'Its version.';
comment on column news.articles.analysis_note is 'Why there are no mentions, in words.';
comment on column news.articles.capture_id is 'Latest capture that shows the current version; this row is derived from it.';
comment on column news.articles.duplicate_of is 'Article that this one is a syndicated copy of.';
comment on column news.articles.merged_into is 'Article that this one proved to be; reports show that one.';
comment on column news.articles.first_published_run_id is 'Run that first published it.';
comment on column news.articles.run_id is 'Run that last wrote it.';
comment on column news.articles.first_stored_at is 'When it was first published here.';
comment on column news.articles.fetched_at is 'When that capture was fetched; a page fetched earlier never changes this row.';
comment on column news.articles.updated_at is 'When the row was last written.';
comment on column news.articles.gone_at is 'When its address first answered 404 or 410.';
comment on column news.articles.taken_down_at is 'When it was taken down; its text is erased.';
comment on column news.articles.search is 'Title and text for full-text search, in the article''s language.';

create table news.article_urls (
    url text primary key,
    article_id uuid not null references news.articles,
    kind text not null check (kind in ('requested', 'redirected', 'canonical')),
    first_seen_at timestamptz not null default now()
);
create index article_urls_by_article on news.article_urls (article_id);
comment on table news.article_urls is 'Every address of an article: an address belongs to one article.';
comment on column news.article_urls.url is 'The address, normalised.';
comment on column news.article_urls.article_id is 'The article.';
comment on column news.article_urls.kind is 'requested, redirected or canonical.';
comment on column news.article_urls.first_seen_at is 'When it was first seen.';

create table news.article_versions (
    article_id uuid not null references news.articles,
    version_no integer not null,
    title text,
    authors text[] not null default '{}',
    published_at timestamptz,
    published_day date,
    body text not null,
    content_digest text not null,
    changed text[] not null default '{}',
    capture_id bigint not null references crawl.captures,
    fetched_at timestamptz not null,
    extractor text not null,
    run_id text not null,
    derived_at timestamptz not null default now(),
    primary key (article_id, version_no)
);
create index article_versions_by_capture on news.article_versions (capture_id);
create index article_versions_by_digest on news.article_versions (content_digest);
comment on table news.article_versions is 'Every version that the source published; old ones stay.';
comment on column news.article_versions.article_id is 'The article.';
comment on column news.article_versions.version_no is 'From 1, in the order of fetching; a page that turns up late goes between.';
comment on column news.article_versions.title is 'Title.';
comment on column news.article_versions.authors is 'Authors'' names.';
comment on column news.article_versions.published_at is 'When it was published (UTC).';
comment on column news.article_versions.published_day is 'Source''s local date if only a day is known, else the UTC day.';
comment on column news.article_versions.body is 'Main text.';
comment on column news.article_versions.content_digest is 'Digest of title, authors, published date and text.';
comment on column news.article_versions.changed is 'Which of title, authors, published_at and text changed against the version before.';
comment on column news.article_versions.capture_id is 'First capture that shows it: its raw page in the archive.';
comment on column news.article_versions.fetched_at is 'When that page was fetched.';
comment on column news.article_versions.extractor is 'Extractor and version.';
comment on column news.article_versions.run_id is 'Run that wrote it.';
comment on column news.article_versions.derived_at is 'When it was derived.';

create table news.entities (
    entity_id uuid primary key,
    kind text not null,
    name text not null,
    aliases text[] not null default '{}',
    country text,
    role text,
    evidence jsonb not null default '{}',
    merged_into uuid references news.entities,
    first_seen_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index entities_by_name on news.entities (lower(left(name, 200)), kind);
comment on table news.entities is 'Resolved persons, organisations, countries and places, stable across documents.';
comment on column news.entities.entity_id is 'Made from normalised name and kind.';
comment on column news.entities.kind is 'PER, ORG, LOC or MISC.';
comment on column news.entities.name is 'Canonical name.';
comment on column news.entities.aliases is 'Other names.';
comment on column news.entities.country is 'ISO 3166-1 alpha-2 code.';
comment on column news.entities.role is 'Role or title.';
comment on column news.entities.evidence is 'What the resolution rests on.';
comment on column news.entities.merged_into is 'Entity that this one was merged into.';
comment on column news.entities.first_seen_at is 'When it was first seen.';
comment on column news.entities.updated_at is 'When the row was last written.';

create table news.entity_merges (
    merge_id bigint generated always as identity primary key,
    entity_id uuid not null references news.entities,
    into_entity_id uuid not null references news.entities,
    because text not null,
    decided_by text not null default current_user,
    decided_at timestamptz not null default now(),
    undone_at timestamptz
);
comment on table news.entity_merges is 'Merges of entities, each recorded and reversible.';
comment on column news.entity_merges.merge_id is 'Number of the merge.';
comment on column news.entity_merges.entity_id is 'Entity that was merged.';
comment on column news.entity_merges.into_entity_id is 'Entity that it was merged into.';
comment on column news.entity_merges.because is 'Why.';
comment on column news.entity_merges.decided_by is 'Who decided.';
comment on column news.entity_merges.decided_at is 'When.';
comment on column news.entity_merges.undone_at is 'When it was undone.';

create table news.mentions (
    article_id uuid not null references news.articles,
    mention_no integer not null,
    start_at integer not null,
    end_at integer not null,
    surface text not null,
    label text not null,
    kind text,
    entity_id uuid references news.entities,
    model_name text not null,
    model_version text not null,
    run_id text not null,
    primary key (article_id, mention_no),
    check (start_at >= 0 and end_at > start_at)
);
create index mentions_by_surface on news.mentions (lower(left(surface, 200)), kind);
create index mentions_by_entity on news.mentions (entity_id) where entity_id is not null;
comment on table news.mentions is 'Named spans in the current version''s text.';
comment on column news.mentions.article_id is 'The article.';
comment on column news.mentions.mention_no is 'From 1, in the order of the text.';
comment on column news.mentions.start_at is 'First code point of the span in the text.';
comment on column news.mentions.end_at is 'Code point after the span.';
comment on column news.mentions.surface is 'The span''s text.';
comment on column news.mentions.label is 'The model''s own label.';
comment on column news.mentions.kind is 'PER, ORG, LOC or MISC; null for other labels.';
comment on column news.mentions.entity_id is 'Entity that it was resolved to.';
comment on column news.mentions.model_name is 'Model that found it.';
comment on column news.mentions.model_version is 'Its version.';
comment on column news.mentions.run_id is 'Run that wrote it.';

create table news.places (
    article_id uuid not null references news.articles,
    place_no integer not null,
    start_at integer not null,
    end_at integer not null,
    surface text not null,
    geonames_id bigint,
    name text not null,
    country text,
    latitude double precision,
    longitude double precision,
    method text not null,
    run_id text not null,
    primary key (article_id, place_no)
);
comment on table news.places is 'Places in the current version''s text, with coordinates.';
comment on column news.places.article_id is 'The article.';
comment on column news.places.place_no is 'From 1, in the order of the text.';
comment on column news.places.start_at is 'First code point of the span.';
comment on column news.places.end_at is 'Code point after the span.';
comment on column news.places.surface is 'The span''s text.';
comment on column news.places.geonames_id is 'GeoNames id.';
comment on column news.places.name is 'The place''s name.';
comment on column news.places.country is 'ISO 3166-1 alpha-2 code.';
comment on column news.places.latitude is 'Degrees north.';
comment on column news.places.longitude is 'Degrees east.';
comment on column news.places.method is 'How it was resolved.';
comment on column news.places.run_id is 'Run that wrote it.';

create table news.quotes (
    article_id uuid not null references news.articles,
    quote_no integer not null,
    kind text not null check (kind in ('direct', 'mixed', 'indirect')),
    content_spans int4range[] not null,
    cue_span int4range,
    speaker_span int4range,
    speaker_name text,
    speaker_entity_id uuid references news.entities,
    method text not null,
    run_id text not null,
    primary key (article_id, quote_no)
);
create index quotes_by_speaker on news.quotes (speaker_entity_id) where speaker_entity_id is not null;
comment on table news.quotes is 'Words attributed to a speaker in the current version''s text.';
comment on column news.quotes.article_id is 'The article.';
comment on column news.quotes.quote_no is 'From 1, in the order of the text.';
comment on column news.quotes.kind is 'direct, mixed or indirect.';
comment on column news.quotes.content_spans is 'Spans of the words, in code points.';
comment on column news.quotes.cue_span is 'Span of the cue (said, according to).';
comment on column news.quotes.speaker_span is 'Span that names the speaker.';
comment on column news.quotes.speaker_name is 'The speaker''s resolved name.';
comment on column news.quotes.speaker_entity_id is 'The speaker''s entity.';
comment on column news.quotes.method is 'How it was found.';
comment on column news.quotes.run_id is 'Run that wrote it.';

create table news.figures (
    article_id uuid not null references news.articles,
    figure_no integer not null,
    low bigint,
    high bigint,
    bound text not null,
    happened text not null,
    affected text,
    claimant text,
    claimant_entity_id uuid references news.entities,
    place text,
    happened_on daterange,
    number_span int4range not null,
    sentence_span int4range not null,
    background boolean not null default false,
    method text not null,
    run_id text not null,
    primary key (article_id, figure_no)
);
create index figures_by_claimant on news.figures (claimant_entity_id) where claimant_entity_id is not null;
comment on table news.figures is 'Attributed numbers in the current version''s text; never averaged.';
comment on column news.figures.article_id is 'The article.';
comment on column news.figures.figure_no is 'From 1, in the order of the text.';
comment on column news.figures.low is 'Lowest number meant.';
comment on column news.figures.high is 'Highest number meant.';
comment on column news.figures.bound is 'exactly, at least, more than, about, up to, fewer than …';
comment on column news.figures.happened is 'killed, wounded, missing, displaced, detained, captured, arrested …';
comment on column news.figures.affected is 'Group that it happened to.';
comment on column news.figures.claimant is 'Who says so.';
comment on column news.figures.claimant_entity_id is 'The claimant''s entity.';
comment on column news.figures.place is 'Where.';
comment on column news.figures.happened_on is 'When.';
comment on column news.figures.number_span is 'Span of the number.';
comment on column news.figures.sentence_span is 'Span of the sentence.';
comment on column news.figures.background is 'Whether it belongs to a past event.';
comment on column news.figures.method is 'How it was found.';
comment on column news.figures.run_id is 'Run that wrote it.';

create table news.stories (
    story_id uuid primary key,
    headline text not null,
    first_day date not null,
    last_day date not null,
    sources integer not null,
    reports integer not null,
    copies integer not null,
    updated_at timestamptz not null default now()
);
comment on table news.stories is 'Articles on one event.';
comment on column news.stories.story_id is 'Made from its first article.';
comment on column news.stories.headline is 'Headline of its most central article.';
comment on column news.stories.first_day is 'Published day of its first article.';
comment on column news.stories.last_day is 'Published day of its last article.';
comment on column news.stories.sources is 'How many sources reported it.';
comment on column news.stories.reports is 'Independent reports.';
comment on column news.stories.copies is 'Syndicated copies.';
comment on column news.stories.updated_at is 'When the row was last written.';

create table news.story_articles (
    article_id uuid primary key references news.articles,
    story_id uuid not null references news.stories,
    similarity double precision,
    method text not null
);
create index story_articles_by_story on news.story_articles (story_id);
comment on table news.story_articles is 'Which story an article belongs to.';
comment on column news.story_articles.article_id is 'The article.';
comment on column news.story_articles.story_id is 'The story.';
comment on column news.story_articles.similarity is 'How near it lies, from 0 to 1.';
comment on column news.story_articles.method is 'How it was grouped.';
