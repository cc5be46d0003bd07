-- What one expectation said of all rows, or of one source's.
insert into quality.verdicts (
    run_id,
    verdict_no,
    source_id,
    expectation,
    in_words,
    severity,
    success,
    evaluated,
    unexpected,
    observed
)
values (
    %(run_id)s,
    %(verdict_no)s,
    %(source_id)s,
    %(expectation)s,
    %(in_words)s,
    %(severity)s,
    %(success)s,
    %(evaluated)s,
    %(unexpected)s,
    %(observed)s
);
