-- Validation starts from nothing.
delete from quality.reprocess_holds
where run_id = %(run_id)s;
