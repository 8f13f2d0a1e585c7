/** Everyday words and what else people say for them, to make another wording of an answer by rule. */
const pairs = `use employ, uses employs, using employing, used employed, make create, makes creates, big large, small little,
fast quick, faster quicker, slow sluggish, slower more sluggish, show display, shows displays, keep hold, keeps holds,
get obtain, gets obtains, need require, needs requires, help assist, helps assists, start begin, starts begins, end finish,
change alter, changes alters, often frequently, because since, so therefore, but however, also besides, find locate,
finds locates, check verify, checks verifies, fix repair, error mistake, errors mistakes, problem issue, problems issues,
choose pick, choosing picking, many numerous, few a handful of, every each, whole entire, same identical, different distinct,
send pass, sends passes, tell inform, ask request, asks requests, happens occurs, happen occur, stop halt, stops halts,
build construct, builds constructs, wrong incorrect, right correct, usually normally, important essential, cheap inexpensive,
expensive costly, easy simple, hard difficult, try attempt, first initially, then next, together jointly, enough sufficient,
wait pause, people persons, user person using it, users persons using it, team group, work job, part piece, parts pieces,
way manner, reason cause, example instance, main chief, good sound, bad poor, look see, want wish, wants wishes, give provide,
gives provides, means signifies, move shift, moves shifts, split divide, splits divides, join combine, joins combines,
size extent, order sequence, near close to, above over, almost nearly, only merely`;

export const everydaySynonyms: ReadonlyMap<string, string> = new Map(
  pairs.split(',').map((pair) => {
    const [word = '', ...synonym] = pair.trim().split(/\s+/);
    return [word, synonym.join(' ')];
  }),
);
