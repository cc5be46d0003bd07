-- Claims can be compared: for whom a claimant speaks, whose people are counted, and what is only a part of a number.
alter table news.figures
add column claimant_side text,
add column affected_side text,
add column is_part boolean not null default false;
comment on column news.figures.claimant_side is 'Country that the claimant speaks for: ISO 3166-1 alpha-2 code, else the name of a land that the text names.';
comment on column news.figures.affected_side is 'Country whose people are counted, told in the same way.';
comment on column news.figures.is_part is 'Whether it is a part of a number told elsewhere, or added to it: two of them, three more.';
comment on column news.figures.happened_on is 'The day that its words mean on the day of publication; null for months, stretches of time and what is vague.';

create or replace function news.name_group(words text) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case
        when words is null then 'people'
        when words ~* '\m(child|children|minors?|infants?|bab(y|ies)|boys?|girls?|students?|pupils|schoolchildren)\M'
            then 'children'
        when words ~* '\m(wom[ae]n|mothers?|wives)\M' then 'women'
        when words ~* '\m(police(m[ae]n|wom[ae]n)?|gendarmes?)\M' then 'police'
        when
            words ~* '\m(soldiers?|troops?|servicem[ae]n|service members|military|army|marines?|conscripts?)\M'
            or words ~* '\m(personnel|forces|peacekeepers?|recruits|reservists|paratroopers|guardsm[ae]n)\M'
            then 'military'
        when words ~* '\m(militants?|fighters?|rebels?|insurgents?|gunm[ae]n|terrorists?|separatists?|attackers?)\M'
            then 'militants'
        when words ~* '\m(civilians?|residents?|villagers?|bystanders?|passers-by|non-combatants)\M' then 'civilians'
        when words ~* '\m(crew|crewm[ae]n|sailors?|seam[ae]n|seafarers?|mariners?)\M' then 'crew'
        when words ~* '\m(guards?)\M' then 'guards'
        when
            words ~* '\m(people|persons?|m[ae]n|dead|wounded|injured|missing|others?|victims?|casualties|lives|bodies)\M'
            or words ~* '\m(citizens?|nationals?|compatriots|refugees|inhabitants|souls|deaths|fatalities|them)\M'
            or words !~ '[[:alpha:]]'
            then 'people'
        when head.word ~ '^[[:upper:]]' then 'people'
        else regexp_replace(lower(head.word), '(?<=[^s])s$', '')
    end
    from
        substring(regexp_replace(words, '\s+(of|from|in|at|for|with|on|by|near|who|which|that)\M.*$', '', 'i') from '([^\s,;:.]+)\W*$')
            as head (word)
$$;
comment on function news.name_group(text) is 'What the group of a figure is, in one word, so that claims about the same people can be compared; people where no word says more.';

create function news.range_number(low bigint, high bigint, bound text) returns numrange
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case
        when low is null and high is null then null
        when bound in ('at_least', 'more_than') then numrange(coalesce(low, high), null, '[]')
        when bound in ('up_to', 'fewer_than') then numrange(0, coalesce(high, low), '[]')
        when bound = 'about' then numrange(0.9 * coalesce(low, high), 1.1 * coalesce(high, low), '[]')
        else numrange(coalesce(low, high), greatest(coalesce(low, high), coalesce(high, low)), '[]')
    end
$$;
comment on function news.range_number(bigint, bigint, text) is 'What a number with its bound can mean: at least 30 is anything from 30 on, about 40 a tenth more or less; null without a number.';

create function news.write_number(low bigint, high bigint, bound text) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case
        when low is null and high is null then regexp_replace(bound, '^vague:', '')
        when bound = 'exact' then coalesce(low, high)::text
        when bound = 'between' then coalesce(low::text, '') || '–' || coalesce(high::text, '')
        when bound in ('up_to', 'fewer_than') then replace(bound, '_', ' ') || ' ' || coalesce(high, low)::text
        when bound like 'vague:%' then coalesce(low::text, '') || '–' || coalesce(high::text, '')
        else replace(bound, '_', ' ') || ' ' || coalesce(low, high)::text
    end
$$;
comment on function news.write_number(bigint, bigint, text) is 'A number with its bound as a person writes it: 17, at least 30, about 40, 28–71, dozens.';

create function news.names_speaker(words text) returns boolean
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(
        words !~* '^\s*(every|each|no|neither|both|all|some|any|most|many|few|none|men|women|boys|girls)\M'
        and array[head.word, regexp_replace(regexp_replace(regexp_replace(head.word, 'men$', 'man'), 'ies$', 'y'), 's$', '')]
        && regexp_split_to_array(
            'ministry government army military navy police parliament cabinet court tribunal hospital clinic agency authority
coastguard mission embassy company firm consortium union party council committee commission group organization
organisation association federation institute university bank office department bureau service centre center
observatory monitor network newspaper broadcaster television charity foundation movement militia leadership
administration presidency kremlin forces staff command operator owner airline prosecution municipality team
statement communique brigade battalion junta opposition
official spokesman spokeswoman spokesperson spokespeople minister president premier chancellor governor mayor
ambassador envoy diplomat general colonel major captain lieutenant sergeant corporal admiral commodore commander
officer soldier sailor guard fighter rebel militant insurgent separatist resident villager witness witnesses survivor
doctor nurse surgeon medic orderly paramedic rescuer diver worker expert analyst researcher scientist scholar
historian economist professor teacher student lawyer judge prosecutor attorney investigator inspector detective
lawmaker legislator senator deputy member leader head chief director manager executive chairman chairwoman chair
secretary commissioner negotiator mediator observer activist campaigner journalist reporter correspondent editor
author writer interpreter translator driver attendant farmer trader fisherman shepherd engineer technician pilot
master lender baker shopkeeper merchant priest bishop imam rabbi pastor nun monk mother father parent son daughter
brother sister wife husband widow widower uncle aunt cousin stepfather stepmother stepson relative neighbour
neighbor colleague counterpart aide adviser advisor bodyguard king queen prince princess emir sultan sheikh
registrar clerk delegate representative candidate man woman boy girl refugee migrant prisoner hostage detainee
veteran patient passenger tourist pilgrim protester protestor demonstrator striker source critic supporter opponent
ally banker investor seller vendor mender carpenter mechanic electrician fitter cook waiter waitress singer
conductor musician artist poet player coach caretaker gravedigger herder herdsman hunter forester miner builder
founder auditor surveyor peacekeeper troops policeman policewoman gendarme firefighter fireman consul attache
strategist coordinator organizer organiser volunteer psychologist physicist chemist physician politician
statistician businessman businesswoman salesman craftsman tradesman helmsman archivist librarian',
            '\s+'
        ),
        false
    )
    from
        lower(
            substring(
                regexp_replace(
                    words,
                    '(,|\s(of|from|in|at|for|with|on|by|near|who|which|that|to|behind|aboard|inside|outside)\M).*$',
                    '',
                    'i'
                )
                from '([^\s,;:.]+)\W*$'
            )
        ) as head (word)
$$;
comment on function news.names_speaker(text) is 'Whether words name a person or an organisation by its role (a ministry official, the hospital): the head noun tells.';

create function news.count_said(words text) returns integer
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select count(*)::integer
    from regexp_matches(
        regexp_replace(words, '^((that|to|whether|what|who|which|how|why|if|not|the|an?|its|their|his|her)\M\s*)+', '', 'i'),
        '[[:alnum:]]+',
        'g'
    )
$$;
comment on function news.count_said(text) is 'How many words were said, without those that only lead to them (that, to, the).';

create function news.fold_name(words text) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select btrim(
        regexp_replace(
            translate(
                regexp_replace(lower(normalize(words, NFKD)), '[\u0300-\u036f''’]', '', 'g'), 'łøđıŧħ', 'lodith'
            ),
            '[^[:alnum:]]+',
            ' ',
            'g'
        )
    )
$$;
comment on function news.fold_name(text) is 'A name as it is looked for: lower case, without accents, one space between words.';
