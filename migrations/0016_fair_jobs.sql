-- Jobs are taken in turns, so that a place with many of them does not hold up the others.
alter table jobs add column tenant text;
alter table jobs add column turn integer not null default 0;
create index jobs_in_turn on jobs (queue, state, priority, turn, run_at);
create index jobs_of_tenant on jobs (queue, priority, tenant, turn) where state = 'waiting';
drop index jobs_to_run;
