-- Where the news is: places with coordinates, the most named first; adjectives such as French are no places.
-- A capital that stands for its government is a row of its own, apart from the city and from the country as a place.
create or replace view report.places as
select
    places.name,
    places.country,
    places.latitude,
    places.longitude,
    places.geonames_id,
    count(distinct places.article_id) as articles,
    count(*) as mentions,
    count(distinct articles.source_id) as sources,
    min(articles.published_day) as first_day,
    max(articles.published_day) as last_day,
    mode() within group (order by places.method) as method
from news.places
inner join news.articles on places.article_id = articles.article_id
where
    articles.merged_into is null
    and articles.taken_down_at is null
    and articles.duplicate_of is null
    and places.latitude is not null
    and places.method <> 'demonym'
group by
    places.name,
    places.country,
    places.latitude,
    places.longitude,
    places.geonames_id,
    places.method = 'metonym'
order by articles desc, mentions desc, places.name asc;

comment on view report.places is 'Places that articles name, with coordinates; copies do not count.';
comment on column report.places.name is 'The place''s name.';
comment on column report.places.country is 'ISO 3166-1 alpha-2 code; null for seas, continents and places between countries.';
comment on column report.places.latitude is 'Degrees north.';
comment on column report.places.longitude is 'Degrees east.';
comment on column report.places.geonames_id is 'GeoNames id, where one is known.';
comment on column report.places.articles is 'Articles that name it.';
comment on column report.places.mentions is 'Mentions of it.';
comment on column report.places.sources is 'Sources that name it.';
comment on column report.places.first_day is 'Published day of the first article.';
comment on column report.places.last_day is 'Published day of the last article.';
comment on column report.places.method is
'How it was mostly resolved; metonym: a capital or seat that stands for the government (Moscow denied it), at its country''s middle.';
