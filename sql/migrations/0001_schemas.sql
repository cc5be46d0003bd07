-- Five schemas: what a crawl knows, what a run is working on, what is published, how good it was, what readers see.
create schema crawl;
create schema staging;
create schema news;
create schema quality;
create schema report;

comment on schema crawl is 'What the crawl knows: sources, runs, shards, ledger, URLs, hosts, captures.';
comment on schema staging is 'What one run is working on: batches, staged articles and analyses, each with an attempt token.';
comment on schema news is 'What is published: articles with versions and addresses, and what was found in their text.';
comment on schema quality is 'How good it was: verdicts, quarantine, coverage, funnel.';
comment on schema report is 'Views for analysts: the stable interface; columns are added, never renamed.';
