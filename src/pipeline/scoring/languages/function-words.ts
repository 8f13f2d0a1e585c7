/**
 * Words that carry grammar rather than meaning, per language. Content scoring ignores them; a sentence with
 * hardly any of them is a list of terms.
 */
const lists: Record<string, string> = {
  en: `a about above after again against all also although am an and another any anybody anyone anything are around as at
    away back be because been before being below between both but by can cannot could did do does doing done down during
    each either else enough even ever every everybody everyone everything few for from further get gets getting go goes
    going gonna gotta got had has have having he hence her here hers herself him himself his how however i if in into is it
    its itself just let lot lots many may maybe me might mine more most much must my myself need neither never no nobody
    none nor not nothing now of off often on once one ones only onto or other others otherwise our ours ourselves out over
    own per perhaps please quite rather really same shall she should since so some somebody someone something sometimes
    somewhere still such than that the their theirs them themselves then there therefore these they this those though
    through thus to together too toward towards under unless until up upon us usually very via wanna was we well were what
    whatever when whenever where whereas wherever whether which whichever while who whoever whom whose why will with within
    without would yet you your yours yourself yourselves 's 'd 'll 'm 're 've n't 't ca wo sha gon na um uh er erm hmm ah oh
    okay ok yeah yes`,
  de: `aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bist da dabei dadurch
    dafür daher damit dann daran darauf darum das dass davon dazu dein deine dem den denn der deren des deshalb dessen die
    dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas euch euer für
    gegen gibt habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist
    ja jede jedem jeden jeder jedes jedoch kann kannst kein keine keinen können könnte man mehr mein meine mich mir mit muss
    müssen nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so sobald
    solche soll sollte sondern sowie um und uns unser unsere unter vom von vor war waren was weil welche welcher wenn wer
    werden wie wieder will wir wird wo wurde wurden würde zu zum zur zwar zwischen über äh ähm hm`,
  es: `a al algo alguna algunas alguno algunos ante antes aquel aquella así aunque bajo bien cada como con contra cual cuales
    cuando cuanto de del desde donde dos durante e el él ella ellas ellos en entonces entre era eran es esa esas ese eso
    esos esta está estaba están estas este esto estos fue fueron ha había han has hasta hay he la las le les lo los más me
    mi mientras mis muy nada ni no nos nosotros o os otra otras otro otros para pero poco por porque pues puede pueden que
    qué quien se sea ser si sí sido sin sobre son su sus también tan tanto te tiene tienen toda todas todo todos tu tus u un
    una unas uno unos usted ya y yo eh este bueno`,
  fr: `a à ai ainsi alors au aucun aussi autre autres aux avait avec avoir c ça car ce ceci cela celle celui ces cet cette
    chaque ci comme comment d dans de depuis des donc dont du elle elles en encore entre est et étaient était été être eu
    eux fait faut il ils j je l la le les leur leurs lui m ma mais même mes moi moins mon n ne ni non nos notre nous on ont
    ou où par parce pas peu peut peuvent plus pour pourquoi qu quand que quel quelle qui quoi s sa sans se ses si son sont
    sous sur t ta tandis te tes toi ton tous tout toute toutes très tu un une vos votre vous y euh ben bah`,
  // As typed in Latin letters; words that are also English ("the", "me", "to", "do") are left out.
  hi: `hai hain hoon hun tha thi ka ki ke ko se mein aur nahi nahin kya kyunki kyonki jab tab toh bhi woh yeh agar lekin
    magar karta karte karti karna kar kiya kiye hota hote hoti hona hoga gaya gayi gaye raha rahi rahe liye sakta sakte
    sakti apna apne apni mera meri mere humne humara hamara maine usko isko iska uska isse usse unko kuch sab bahut bohot
    thoda matlab phir jaise waise taaki wala wali wale chahiye karke baad pehle kaise kyu kyun koi accha achha dekho jata
    jati jate uske iske unke jo ek`,
};

const sets = new Map(
  Object.entries(lists).map(([language, list]) => [language, new Set(list.trim().split(/\s+/))]),
);

/** The function words of a language; null for one that has no list. */
export const functionWordsOf = (language: string): ReadonlySet<string> | null => sets.get(language) ?? null;
