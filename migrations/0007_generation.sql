-- How often a model that proposes questions is of use. Numbers that belong to nobody, and no text.
create table generation_counts (
  task text not null check (task in ('question', 'follow-up')),
  -- Which model it was, by the name that it gives itself.
  generator text not null,
  -- `refused` goes with the reason; the rest have none.
  outcome text not null check (outcome in ('proposed', 'passed', 'used', 'refused')),
  reason text not null default '',
  value integer not null,
  primary key (task, generator, outcome, reason)
) strict, without rowid;
