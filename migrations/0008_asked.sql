-- Which questions somebody was asked is read without reading what the questions say.
create index turns_asked on turns (session_id, kind, asked_at, question_id);
