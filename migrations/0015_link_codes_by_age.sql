-- Codes that are over are dropped, and with them the names of both accounts.
create index link_codes_by_age on link_codes (valid_until);
