-- Figures say when, in the sentence's own words; groups of people can be compared; merges of entities are looked up fast.
alter table news.figures
add column happened_text text,
add column happened_span int4range;
comment on column news.figures.happened_text is 'When, in the words of the sentence.';
comment on column news.figures.happened_span is 'Span that says when.';

create function news.name_group(words text) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case
        when words is null then 'people'
        when words ~* '\m(child|children|minors?|infants?|bab(y|ies)|boys?|girls?|students?|pupils)\M' then 'children'
        when words ~* '\m(wom[ae]n|mothers?|wives)\M' then 'women'
        when words ~* '\m(police(m[ae]n|wom[ae]n)?|officers?)\M' then 'police'
        when words ~* '\m(soldiers?|troops?|servicem[ae]n|military|army|marines?|conscripts?|personnel|forces)\M'
            then 'military'
        when words ~* '\m(militants?|fighters?|rebels?|insurgents?|gunm[ae]n|terrorists?|separatists?)\M'
            then 'militants'
        when words ~* '\m(civilians?|residents?|villagers?|bystanders?)\M' then 'civilians'
        else 'people'
    end
$$;
comment on function news.name_group(text) is 'What the group of a figure is, in one word, so that claims about the same people can be compared.';

create index entities_merged on news.entities (merged_into) where merged_into is not null;

create function news.prefer_name(one text, other text) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case
        when length(one) <> length(other) then case when length(one) > length(other) then one else other end
        else least(one collate "C", other collate "C")
    end
$$;
comment on function news.prefer_name(text, text) is 'Of two names of one entity the one to show: the longer, else the first by letters; whichever came first.';

create function news.join_names(kept text, names text[]) returns text[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(array_agg(distinct name collate "C" order by name collate "C"), '{}')
    from unnest(names) as name
    where name <> kept
$$;
comment on function news.join_names(text, text[]) is 'The names of an entity besides the one that is shown, each once, by letters.';
