-- Whether any of the addresses that a page goes by was taken down.
select exists(
    select 1 from crawl.takedowns
    where url = any(%(urls)s)
) as taken_down;
