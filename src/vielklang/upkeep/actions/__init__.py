"""Every write of upkeep, by subject: links, answers, asking, reports, websites."""
