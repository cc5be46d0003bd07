-- Who said what: each quote with its speaker's full name and its own words.
-- Speakers without an entity count where the head noun names a person or an organisation; single words that are no
-- direct quote say nothing. All of them stay in news.quotes.
create or replace view report.quotes_by_speaker as
select
    coalesce(merged.name, entities.name, quotes.speaker_name) as speaker,
    coalesce(merged.role, entities.role) as role,
    quotes.kind,
    said.words,
    substr(articles.body, lower(quotes.cue_span) + 1, upper(quotes.cue_span) - lower(quotes.cue_span)) as cue,
    substr(
        articles.body, lower(quotes.speaker_span) + 1, upper(quotes.speaker_span) - lower(quotes.speaker_span)
    ) as named_as,
    articles.published_day as day,
    articles.source_id,
    articles.title,
    articles.url,
    articles.duplicate_of,
    quotes.method,
    coalesce(entities.merged_into, quotes.speaker_entity_id) as entity_id,
    quotes.article_id,
    quotes.quote_no
from news.quotes
inner join news.articles on quotes.article_id = articles.article_id
left join news.entities on quotes.speaker_entity_id = entities.entity_id
left join news.entities as merged on entities.merged_into = merged.entity_id
cross join
    lateral (
        select
            string_agg(
                substr(articles.body, lower(spans.span) + 1, upper(spans.span) - lower(spans.span)),
                ' ' order by spans.span_no
            ) as words
        from unnest(quotes.content_spans) with ordinality as spans (span, span_no)
    ) as said
where
    articles.merged_into is null
    and articles.taken_down_at is null
    and (quotes.speaker_entity_id is not null or news.names_speaker(quotes.speaker_name))
    and (quotes.kind = 'direct' or news.count_said(said.words) > 1)
order by speaker asc nulls last, day desc nulls last, quotes.article_id asc, quotes.quote_no asc;

comment on view report.quotes_by_speaker is 'What persons, organisations and governments said, one row a quote.';
comment on column report.quotes_by_speaker.speaker is 'Full name of the speaker; null where nobody is named.';
comment on column report.quotes_by_speaker.role is 'The speaker''s role, where a text gave one.';
comment on column report.quotes_by_speaker.kind is 'direct (in quotation marks), mixed (partly so) or indirect.';
comment on column report.quotes_by_speaker.words is 'What was said, as the text has it; parts that the speaker''s name divides are joined by a space.';
comment on column report.quotes_by_speaker.cue is 'The word that attributes it: said, according to …';
comment on column report.quotes_by_speaker.named_as is 'How that sentence names the speaker: a name, a pronoun, a description.';
comment on column report.quotes_by_speaker.day is 'Published day of the article.';
comment on column report.quotes_by_speaker.source_id is 'Its source.';
comment on column report.quotes_by_speaker.title is 'Its title.';
comment on column report.quotes_by_speaker.url is 'Its address.';
comment on column report.quotes_by_speaker.duplicate_of is 'Article that it is a syndicated copy of.';
comment on column report.quotes_by_speaker.method is 'How the quote was found.';
comment on column report.quotes_by_speaker.entity_id is 'The speaker''s entity.';
comment on column report.quotes_by_speaker.article_id is 'The article.';
comment on column report.quotes_by_speaker.quote_no is 'The quote in that article, for news.quotes.';
