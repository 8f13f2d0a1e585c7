-- When the clock was set back, what waits or is leased is found without reading the jobs that are over.
create index jobs_by_state on jobs (state, run_at);
