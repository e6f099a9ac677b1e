"""今天五件事: what a supervisor should see to today, at most five things, ranked by one readable rule set."""
