-- Before a strategy's counts are written anew: an earlier attempt may have pruned for other reasons.
delete from crawl.pruned
where run_id = %(run_id)s and source_id = %(source_id)s and strategy = %(strategy)s;
