-- Keep what a run knows of a catalog entry, so that reports and later runs can name it without the catalog.
insert into crawl.sources (
    source_id, name, kind, country, languages, timezone, homepage, tags,
    expected_minimum, expected_maximum, expected_days, entry, enabled
) values (
    %(source_id)s, %(name)s, %(kind)s, %(country)s, %(languages)s, %(timezone)s, %(homepage)s, %(tags)s,
    %(expected_minimum)s, %(expected_maximum)s, %(expected_days)s, %(entry)s, true
)
on conflict (source_id) do update set
    name = excluded.name,
    kind = excluded.kind,
    country = excluded.country,
    languages = excluded.languages,
    timezone = excluded.timezone,
    homepage = excluded.homepage,
    tags = excluded.tags,
    expected_minimum = excluded.expected_minimum,
    expected_maximum = excluded.expected_maximum,
    expected_days = excluded.expected_days,
    entry = excluded.entry,
    enabled = true,
    updated_at = now();
