-- Workspaces that an organisation's installation serves (Enterprise Grid): its token is the organisation's.
create table slack_organisation_teams (
  team_id text primary key,
  -- The installation of the organisation, which is stored under its own id (E…).
  organisation_id text not null references slack_installations (team_id) on delete cascade
) strict, without rowid;
create index slack_organisation_teams_of on slack_organisation_teams (organisation_id);
