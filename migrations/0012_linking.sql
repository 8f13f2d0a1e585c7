-- Two accounts are joined once both sides have said so, and can be parted again.

-- Codes are worth ten minutes: those of before are not worth keeping. A row is a code until the account that was given
-- it confirms (`asker_…`), and then a question to the account that made it.
drop table link_codes;
create table link_codes (
  id text primary key,
  code_hash text unique,
  tenant text not null,
  user_id text not null,
  -- What the platform called the person when the code was made.
  name text not null,
  asker_tenant text,
  asker_user_id text,
  asker_name text,
  valid_until text not null,
  foreign key (tenant, user_id) references accounts (tenant, user_id) on delete cascade,
  foreign key (asker_tenant, asker_user_id) references accounts (tenant, user_id) on delete cascade
) strict, without rowid;
create index link_codes_by_account on link_codes (tenant, user_id);
create index link_codes_by_asker on link_codes (asker_tenant, asker_user_id);

-- Wrong codes are counted by account, also after its person was forgotten: only a hash of the account is kept, and only
-- as long as it counts.
drop table link_guesses;
create table link_guesses (
  account_hash text not null,
  guessed_at text not null
) strict;
create index link_guesses_by_account on link_guesses (account_hash, guessed_at);
create index link_guesses_by_age on link_guesses (guessed_at);
