-- The first week that is to be grouped; the weeks after it wait for what comes of it.
delete from news.weeks_to_group
where
    weeks_to_group.week = (
        select min(first_one.week)
        from news.weeks_to_group as first_one
        where first_one.week <= date '9999-12-31'
    )
returning weeks_to_group.week;
