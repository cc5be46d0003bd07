-- Every derived row says how it was made, and no text can keep a source from being published.

-- A text of many distinct words can be too long for a search vector: then less of it is searched, and the row stands.
create function news.make_search(title text, body text, language text) returns tsvector
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    configuration regconfig := news.search_configuration(language);
    titled tsvector := setweight(to_tsvector(configuration, left(coalesce(title, ''), 2000)), 'A');
begin
    return titled || setweight(to_tsvector(configuration, left(body, 200000)), 'C');
exception
    when program_limit_exceeded then
        return titled || setweight(to_tsvector(configuration, left(body, 20000)), 'C');
end
$$;
comment on function news.make_search(text, text, text) is 'Search vector of an article; of a text that is too rich in words only the beginning.';

drop index news.articles_by_search;
alter table news.articles drop column search;
alter table news.articles
add column search tsvector generated always as (news.make_search(title, body, language)) stored;
create index articles_by_search on news.articles using gin (search);
comment on column news.articles.search is 'Title and text for full-text search, in the article''s language.';

alter table news.articles
add column duplicate_method text,
add column duplicate_run_id text,
add column merged_because text,
add column merged_run_id text;
comment on column news.articles.duplicate_method is 'How it was found to be a syndicated copy.';
comment on column news.articles.duplicate_run_id is 'Run that found it.';
comment on column news.articles.merged_because is 'Why it proved to be another article.';
comment on column news.articles.merged_run_id is 'Run that merged it.';

alter table news.article_versions
add column published_raw text,
add column published_precision text,
add column published_problem text,
add column modified_at timestamptz,
add column methods jsonb not null default '{}';
comment on column news.article_versions.published_raw is 'The date as it stood on the page or in the listing.';
comment on column news.article_versions.published_precision is 'second, minute, hour or day.';
comment on column news.article_versions.published_problem is 'Why there is no date, or which one was not believed.';
comment on column news.article_versions.modified_at is 'When the source says that it changed it.';
comment on column news.article_versions.methods is 'Which method found each field.';

alter table news.entities
add column method text,
add column run_id text;
comment on column news.entities.method is 'How it was resolved.';
comment on column news.entities.run_id is 'Run that first saw it.';

alter table news.places
add column model_name text,
add column model_version text;
comment on column news.places.model_name is 'Model that found it.';
comment on column news.places.model_version is 'Its version.';

alter table news.quotes
add column model_name text,
add column model_version text;
comment on column news.quotes.model_name is 'Model that found it.';
comment on column news.quotes.model_version is 'Its version.';

alter table news.figures
add column model_name text,
add column model_version text,
add column affected_span int4range,
add column claimant_span int4range,
add column place_span int4range;
comment on column news.figures.model_name is 'Model that found it.';
comment on column news.figures.model_version is 'Its version.';
comment on column news.figures.affected_span is 'Span that names the group.';
comment on column news.figures.claimant_span is 'Span that names who says so.';
comment on column news.figures.place_span is 'Span that names the place.';

alter table news.stories
add column method text,
add column run_id text;
comment on column news.stories.method is 'How it was grouped, with the version of the method.';
comment on column news.stories.run_id is 'Run that last wrote it.';

alter table news.story_articles add column run_id text;
comment on column news.story_articles.run_id is 'Run that put it there.';
