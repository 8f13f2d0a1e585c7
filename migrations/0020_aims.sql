-- What a session is for (an exam shows its feedback at the end, studying shows hints), and how its interviewer speaks:
-- the name of a file, or null.
alter table sessions add column aim text;
alter table sessions add column manner text;
