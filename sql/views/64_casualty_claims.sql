-- Who claims how many: each claim once with where it stood first, so that two tolls of one event stand side by side.
create or replace view report.casualty_claims as
with figures as (
    select
        figures.happened,
        coalesce(merged.name, entities.name, figures.claimant) as claimant,
        coalesce(entities.merged_into, figures.claimant_entity_id) as claimant_entity_id,
        figures.affected,
        figures.low,
        figures.high,
        figures.bound,
        figures.background,
        figures.place,
        figures.figure_no,
        figures.happened_text,
        lower(figures.happened_on) as happened_on,
        coalesce(
            figures.claimant_side,
            -- an organisation in a country need not speak for it
            case when entities.kind in ('PER', 'LOC') then coalesce(merged.country, entities.country) end
        ) as claimant_side,
        figures.affected_side,
        figures.is_part,
        figures.sentence_span,
        articles.article_id,
        articles.source_id,
        articles.published_day,
        articles.published_at,
        articles.duplicate_of,
        story_articles.story_id
    from news.figures
    inner join news.articles on figures.article_id = articles.article_id
    left join news.story_articles on articles.article_id = story_articles.article_id
    left join news.entities on figures.claimant_entity_id = entities.entity_id
    left join news.entities as merged on entities.merged_into = merged.entity_id
    where articles.merged_into is null and articles.taken_down_at is null
),

numbered as (
    select
        figures.*,
        dense_rank() over (
            order by
                figures.story_id, figures.happened, lower(figures.claimant), lower(figures.affected), figures.low,
                figures.high, figures.bound, figures.background
        ) as claim_no
    from figures
),

ranked as (
    select
        numbered.*,
        row_number() over (
            partition by numbered.claim_no
            order by
                numbered.published_day asc nulls last, numbered.published_at asc nulls last,
                numbered.article_id asc, numbered.figure_no asc
        ) as place_in_claim
    from numbered
),

claims as (
    select
        ranked.claim_no,
        min(ranked.published_day) as first_day,
        max(ranked.published_day) as last_day,
        count(distinct ranked.article_id) as articles,
        count(distinct ranked.source_id) as sources,
        count(distinct ranked.article_id) filter (where ranked.duplicate_of is null) as reports,
        array_agg(distinct ranked.source_id order by ranked.source_id) as source_ids,
        array_agg(distinct ranked.article_id order by ranked.article_id) as article_ids,
        min(ranked.claimant_side) as claimant_side,
        min(ranked.affected_side) as group_side
    from ranked
    group by ranked.claim_no
)

select
    stories.headline as event,
    firsts.happened,
    firsts.claimant,
    firsts.affected as "group",
    firsts.low,
    firsts.high,
    firsts.bound,
    claims.first_day,
    claims.last_day,
    claims.sources,
    claims.reports,
    claims.articles,
    substr(
        articles.body,
        lower(firsts.sentence_span) + 1,
        upper(firsts.sentence_span) - lower(firsts.sentence_span)
    ) as sentence,
    articles.url,
    articles.title,
    firsts.source_id,
    firsts.place,
    firsts.background,
    firsts.story_id,
    firsts.claimant_entity_id,
    firsts.article_id,
    firsts.figure_no,
    claims.claimant_side,
    claims.group_side,
    news.write_number(firsts.low, firsts.high, firsts.bound) as number,
    firsts.happened_text as date_said,
    firsts.happened_on,
    firsts.is_part,
    claims.source_ids,
    claims.article_ids
from ranked as firsts
inner join claims on firsts.claim_no = claims.claim_no and firsts.place_in_claim = 1
inner join news.articles on firsts.article_id = articles.article_id
left join news.stories on firsts.story_id = stories.story_id
order by
    claims.last_day desc nulls last,
    event asc,
    firsts.happened asc,
    firsts.claimant asc nulls last,
    firsts.low desc,
    firsts.affected asc nulls last,
    firsts.bound asc,
    articles.url asc,
    firsts.figure_no asc;

comment on view report.casualty_claims is 'How many were killed, wounded, displaced … and who says so: one row a claim, never added up or averaged.';
comment on column report.casualty_claims.event is 'Headline of the story that its articles belong to; null before they were grouped.';
comment on column report.casualty_claims.happened is 'killed, wounded, missing, displaced, detained, captured, abducted, released …';
comment on column report.casualty_claims.claimant is 'Who says so; null where the article itself does.';
comment on column report.casualty_claims."group" is 'Whom it happened to, in the article''s words.';
comment on column report.casualty_claims.low is 'Lowest number meant; null for dozens, hundreds and the like.';
comment on column report.casualty_claims.high is 'Highest number meant.';
comment on column report.casualty_claims.bound is 'exact, at_least, more_than, about, up_to, fewer_than, between, or vague: and the word.';
comment on column report.casualty_claims.first_day is 'Published day of the first article with this claim.';
comment on column report.casualty_claims.last_day is 'Published day of the last one.';
comment on column report.casualty_claims.sources is 'Sources that report it.';
comment on column report.casualty_claims.reports is 'Articles that report it and are no syndicated copies.';
comment on column report.casualty_claims.articles is 'Articles that report it, copies included.';
comment on column report.casualty_claims.sentence is 'The sentence, in the first article.';
comment on column report.casualty_claims.url is 'Address of the first article.';
comment on column report.casualty_claims.title is 'Its title.';
comment on column report.casualty_claims.source_id is 'Its source.';
comment on column report.casualty_claims.place is 'Where, as that sentence says.';
comment on column report.casualty_claims.background is 'Whether it belongs to a past event that the article looks back on.';
comment on column report.casualty_claims.story_id is 'The story.';
comment on column report.casualty_claims.claimant_entity_id is 'The claimant''s entity.';
comment on column report.casualty_claims.article_id is 'The first article.';
comment on column report.casualty_claims.figure_no is 'The figure in that article, for news.figures.';
comment on column report.casualty_claims.claimant_side is 'Country that the claimant speaks for: ISO 3166-1 alpha-2 code, else the name of a land that the text names.';
comment on column report.casualty_claims.group_side is 'Country whose people are counted, told in the same way; null where nothing tells.';
comment on column report.casualty_claims.number is 'The number with its bound, to be read: at least 17.';
comment on column report.casualty_claims.date_said is 'When, in the words of the first article''s sentence.';
comment on column report.casualty_claims.happened_on is 'The day that those words mean, told from the day of publication; null for months, stretches of time and what is vague.';
comment on column report.casualty_claims.is_part is 'Whether it is a part of a number told elsewhere, or added to it.';
comment on column report.casualty_claims.source_ids is 'The sources that report it.';
comment on column report.casualty_claims.article_ids is 'All articles that report it.';
