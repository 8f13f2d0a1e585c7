-- Workspaces that an organisation's installation serves (Enterprise Grid): its token is the organisation's.
create table slack_organisation_teams (
  team_id text collate "C" primary key,
  -- The installation of the organisation, which is stored under its own id (E…).
  organisation_id text collate "C" not null references slack_installations (team_id) on delete cascade
);
create index slack_organisation_teams_of on slack_organisation_teams (organisation_id);
