-- A reprocess reads pages by what the catalog says now; whether nightly collects the source is none of its business.
update crawl.sources
set
    name = %(name)s,
    kind = %(kind)s,
    country = %(country)s,
    languages = %(languages)s,
    timezone = %(timezone)s,
    homepage = %(homepage)s,
    tags = %(tags)s,
    expected_minimum = %(expected_minimum)s,
    expected_maximum = %(expected_maximum)s,
    expected_days = %(expected_days)s,
    entry = %(entry)s,
    updated_at = now()
where source_id = %(source_id)s;
