-- Workspaces that installed the app by themselves; their tokens are encrypted with SECRET_KEY.
create table slack_installations (
  team_id text primary key,
  team_name text not null,
  bot_user_id text not null,
  bot_id text not null,
  sealed_token text not null,
  installed_at text not null
) strict, without rowid;

-- Events of Slack that were received: each is handled once, also when it is sent again or the program stops in between.
-- What it said is held only until it is handled.
create table slack_events (
  event_id text primary key,
  body text,
  received_at text not null
) strict;
create index slack_events_open on slack_events (received_at) where body is not null;
