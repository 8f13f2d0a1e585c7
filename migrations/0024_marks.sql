-- Version 0.1.0 stored what people wrote as it came. The marks U+E000 to U+E005 in it, which become mentions and times when a
-- message is written, are not theirs to set. Since then they are taken out before anything is stored.
update utterances set text =
  replace(replace(replace(replace(replace(replace(text,
    char(57344), ''), char(57345), ''), char(57346), ''), char(57347), ''), char(57348), ''), char(57349), '')
  where text glob '*[' || char(57344) || '-' || char(57349) || ']*';
update utterances set transcript =
  replace(replace(replace(replace(replace(replace(transcript,
    char(57344), ''), char(57345), ''), char(57346), ''), char(57347), ''), char(57348), ''), char(57349), '')
  where transcript glob '*[' || char(57344) || '-' || char(57349) || ']*';
update turns set question =
  replace(replace(replace(replace(replace(replace(question,
    char(57344), ''), char(57345), ''), char(57346), ''), char(57347), ''), char(57348), ''), char(57349), '')
  where question glob '*[' || char(57344) || '-' || char(57349) || ']*';
update evaluations set evaluation =
  replace(replace(replace(replace(replace(replace(evaluation,
    char(57344), ''), char(57345), ''), char(57346), ''), char(57347), ''), char(57348), ''), char(57349), '')
  where evaluation glob '*[' || char(57344) || '-' || char(57349) || ']*';
update held_texts set text =
  replace(replace(replace(replace(replace(replace(text,
    char(57344), ''), char(57345), ''), char(57346), ''), char(57347), ''), char(57348), ''), char(57349), '')
  where text glob '*[' || char(57344) || '-' || char(57349) || ']*';
