-- The story of one address is looked up by the address, in the quarantine too.
create index quarantine_by_url on quality.quarantine (url);
