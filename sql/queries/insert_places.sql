-- Places of the current version's text.
insert into news.places (
    article_id,
    place_no,
    start_at,
    end_at,
    surface,
    geonames_id,
    name,
    country,
    latitude,
    longitude,
    method,
    model_name,
    model_version,
    run_id
)
select
    item.article_id,
    row_number() over (partition by item.article_id order by found.start, found."end", found.name) as place_no,
    found.start,
    found."end",
    found.text,
    found.geonames_id,
    found.name,
    found.country,
    found.latitude,
    found.longitude,
    found.method,
    analyses.model_name,
    analyses.model_version,
    analyses.run_id
from jsonb_to_recordset(%(items)s) as item (article_id uuid, capture_id bigint)
inner join staging.analyses on item.capture_id = analyses.capture_id and analyses.run_id = %(run_id)s
cross join
    lateral jsonb_to_recordset(analyses.places)
        as found (
            start integer, "end" integer, text text, geonames_id bigint, name text, country text,
            latitude double precision, longitude double precision, method text
        )
order by item.article_id, place_no;
