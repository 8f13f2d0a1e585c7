/** The wording checker in a process of its own: prints what it remarks on in the text it is given. */
import { checkWording, closeGrammar, warmGrammar } from '../../src/pipeline/scoring/grammar/checker.ts';

const [text = ''] = process.argv.slice(2);
if (!(await warmGrammar())) process.exit(1);
let remarks = await checkWording(text);
// Null means that the machine was too busy.
while (remarks === null) remarks = await checkWording(text);
process.stdout.write(JSON.stringify(remarks));
await closeGrammar();
