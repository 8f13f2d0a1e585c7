-- What one of several processes holds until it is renewed or runs out (a shard of Discord), and what each tells the
-- others about itself (its models).
create table leases (
  name text primary key,
  owner text not null,
  until text not null,
  about text
) strict;

-- Whether a session is held in direct messages, which on Discord belong to another shard than the server.
alter table sessions add column direct integer not null default 0;
