-- Parts of a week that it no longer has.
delete from news.story_parts
where week = %(week)s and part_id <> all(%(part_ids)s::uuid[]);
