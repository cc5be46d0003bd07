-- Stories are made week by week: each week's articles join the parts of stories of the week before, or make new ones. So
-- only weeks whose articles changed are grouped again, and those after them as long as something changes.
create table news.story_parts (
    part_id uuid primary key,
    week date not null,
    follows uuid references news.story_parts on delete set null,
    story_id uuid not null
);
create index story_parts_by_week on news.story_parts (week);
create index story_parts_followed on news.story_parts (follows) where follows is not null;
comment on table news.story_parts is 'What a week adds to a story: the links of its chain.';
comment on column news.story_parts.part_id is 'Made from its first article.';
comment on column news.story_parts.week is 'Monday of the week.';
comment on column news.story_parts.follows is 'Part of the week before that it goes on from; null for the first of a story.';
comment on column news.story_parts.story_id is 'The story; its id is that of its first part.';

create table news.weeks_to_group (
    week date primary key
);
comment on table news.weeks_to_group is 'Weeks of which something changed since their articles were grouped.';
comment on column news.weeks_to_group.week is 'Monday of the week.';

alter table news.story_articles
add column part_id uuid references news.story_parts on delete set null;
comment on column news.story_articles.part_id is 'Part of the story that it makes with others; null for a copy, which is where its original is.';
create index story_articles_by_part on news.story_articles (part_id) where part_id is not null;

create function news.find_week(day date) returns date
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
return day - (extract(isodow from day)::integer - 1);
comment on function news.find_week(date) is 'Monday of a day''s week.';

create function news.find_original(copy uuid) returns uuid
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with recursive steps as (
        select
            articles.article_id,
            coalesce(articles.merged_into, articles.duplicate_of) as next_id,
            articles.taken_down_at is null as is_alive
        from news.articles
        where articles.article_id = copy and articles.duplicate_of is not null and articles.merged_into is null
        union all
        select
            articles.article_id,
            coalesce(articles.merged_into, articles.duplicate_of) as next_id,
            articles.taken_down_at is null as is_alive
        from steps
        inner join news.articles on steps.next_id = articles.article_id
    ) cycle article_id set is_cycle using path

    select article_id
    from steps
    where
        next_id is null and is_alive and article_id <> copy
        and not exists (
            select 1
            from steps as circle
            where circle.is_cycle
        )
$$;
comment on function news.find_original(uuid) is 'The article that a copy goes back to; null for what is no copy, and for copies in a circle.';

-- All of them are grouped anew, next time.
update news.story_articles set version_no = 0;
