-- What was judged of one source in one run.
insert into quality.health (
    run_id, source_id, day, state, symptoms, in_words, days_seen, articles_on_day, usual_on_day, articles_28_days,
    last_day, dated_share_before, dated_share_now, median_words_before, median_words_now
)
values (
    %(run_id)s, %(source_id)s, %(day)s, %(state)s, %(symptoms)s, %(in_words)s, %(days_seen)s, %(articles_on_day)s,
    %(usual_on_day)s, %(articles_28_days)s, %(last_day)s, %(dated_share_before)s, %(dated_share_now)s,
    %(median_words_before)s, %(median_words_now)s
)
