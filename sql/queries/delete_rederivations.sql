-- What a comparison held of these pages goes: it quotes them.
delete from quality.rederivations
where capture_id = any(%(capture_ids)s);
