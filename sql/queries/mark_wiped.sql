-- The bytes of these records are erased.
update crawl.captures
set wiped_at = now()
where capture_id = any(%(capture_ids)s);
