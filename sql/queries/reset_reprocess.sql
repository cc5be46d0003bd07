-- A reprocess that is planned again compares anew what it has not replaced yet.
delete from quality.rederivations
where run_id = %(run_id)s and replaced_at is null;
