-- Verdicts of an earlier attempt give way to this one's.
delete from quality.verdicts
where run_id = %(run_id)s;
