"""The site prober: one visit, what its page says, robots files, the plan of a week, and rounds of polite visits."""
