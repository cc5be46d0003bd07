-- A host must have a row before slots are taken from it.
insert into crawl.hosts (host) values (%(host)s) on conflict do nothing;
