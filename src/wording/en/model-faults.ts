/** What is wrong with a model, a model server or a download, in one sentence that says what to do. */
export const modelFaults = {
  'fault.nothing-understood': 'I could not make out any words. Say it again, a little louder.',
  'fault.models-off': 'MODELS=none switches every model off.',
  'fault.model-off':
    '{task, select, transcriber {TRANSCRIBER=none switches speech to text off.} embedder {EMBEDDER=none switches it off.} generator {GENERATOR=template uses templates instead.} speaker {SPEAKER=none switches the voice off.} other {It is switched off.}}',
  'fault.model-not-installed': 'The model {model} is not installed. Run: {greenroom} models pull {model}',
  'fault.grader-missing':
    'The grader is missing from {folder}; answers are judged without it. It comes with the program: install Greenroom again.',
  'fault.grader-not-loaded':
    'The grader in {folder} could not be loaded; answers are judged without it. Install Greenroom again.',
  'fault.whisper-cpp-not-built':
    'whisper.cpp is not built. Run: {greenroom} models build && {greenroom} models pull {model}',
  'fault.transcriber-url-missing': 'TRANSCRIBER=openai needs an address. Set TRANSCRIBER_URL.',
  'fault.speaker-url-missing': 'SPEAKER=openai needs an address. Set SPEAKER_URL.',
  'fault.espeak-missing':
    'A voice needs the program espeak-ng. Install it (Debian: apt install espeak-ng; macOS: brew install espeak-ng), then run: {greenroom} models pull piper-joe',
  'fault.adviser-incomplete':
    'A second opinion needs an address and a model. Set ADVISER_URL and ADVISER_MODEL.',
  'fault.generator-url-missing':
    'GENERATOR=openai needs an address and a model. Set GENERATOR_URL and GENERATOR_MODEL.',
  'fault.model-not-loaded': 'The model {model} could not be loaded. Run: {greenroom} models verify {model}',
  'fault.whisper-cpp-not-loaded':
    'The model {model} could not be loaded. Run: {greenroom} models verify {model}. If the model is fine, run: {greenroom} models build',
  'fault.model-too-large':
    '{model} needs about {neededMb} MB of memory, and models have {freeMb} MB left. Choose a smaller model, or raise MODELS_MEMORY_MB.',
  'fault.model-too-large-use-smaller':
    '{model} needs about {neededMb} MB of memory, and models have {freeMb} MB left. Use {smaller}, or raise MODELS_MEMORY_MB.',
  'fault.models-shut-down': 'The models are shut down.',
  'fault.model-failed-just-now': 'The model failed just now. Try again in a moment.',
  'fault.model-loading': 'The model is still loading. Try again in a moment.',
  'fault.cmake-missing':
    'Building whisper.cpp needs cmake and a C++ compiler. Install them (Debian: apt install cmake g++), or set TRANSCRIBER=transformers, which needs neither.',
  'fault.compiler-missing':
    'whisper.cpp could not be built: there is no C++ compiler. Install one (Debian: apt install g++), or set TRANSCRIBER=transformers.',
  'fault.whisper-cpp-build-failed':
    'whisper.cpp could not be built. Set TRANSCRIBER=transformers to do without it.',
  'fault.server-not-usable':
    'The {server, select, speech {speech} voice {voice} other {text}} server could not be used. Check {setting}.',
  'fault.server-left-alone':
    'The {server, select, speech {speech} voice {voice} other {text}} server failed several times and gets no requests for half a minute. Check {setting}.',
  'fault.servers-left-alone':
    'None of the {server, select, speech {speech} voice {voice} other {text}} servers answers; they get no requests until one does. Check {setting}.',
  'fault.server-rejects-key':
    'The {server, select, speech {speech} voice {voice} other {text}} server rejects the key (status {status}). Check {setting}.',
  'fault.server-knows-not':
    'The {server, select, speech {speech} voice {voice} other {text}} server does not know the address or the model (status {status}). Check {setting}.',
  'fault.server-status':
    'The {server, select, speech {speech} voice {voice} other {text}} server answered with status {status}. Check {setting}.',
  'fault.server-slow':
    'The {server, select, speech {speech} voice {voice} other {text}} server did not answer within {seconds} s. Check {setting}.',
  'fault.server-answer-too-large':
    'The {server, select, speech {speech} voice {voice} other {text}} server sends too much. Check {setting}.',
  'fault.server-unreachable':
    'The {server, select, speech {speech} voice {voice} other {text}} server cannot be reached, or its answer cannot be read. Check {setting}.',
  'fault.adviser-refuses': 'The text server refuses the request. Check ADVISER_MODEL.',
  'fault.text-server-refuses': 'The text server refuses the request. Check GENERATOR_MODEL.',
  'fault.hub-circles': 'The hub redirects requests for {path} in circles. Check HF_ENDPOINT.',
  'fault.hub-lacks-file': '{host} has no {path} in {repository}. Check HF_ENDPOINT.',
  'fault.hub-wants-token':
    '{host} gives {repository} only to signed-in users. To sign in, set HF_TOKEN to your token.',
  'fault.hub-rejects-token': '{host} does not know HF_TOKEN. Make a new token and set it.',
  'fault.hub-wants-access': 'HF_TOKEN may not read {repository}. Ask for access at {page}, then try again.',
  'fault.hub-refuses':
    '{host} answers {status} for {repository}. Try again later, or set HF_ENDPOINT to a mirror.',
  'fault.hub-unreachable':
    '{host} cannot be reached, or drops every connection. Check the network, HTTPS_PROXY and HF_ENDPOINT, then run the same command to continue.',
  'fault.connection-lost':
    'The connection {how, select, silent {went silent} other {ended}} in the middle of {path}. Run the same command to continue.',
  'fault.wrong-file':
    '{path} {defect, select, empty {is empty} webPage {is a web page instead of a model} notJson {is not valid JSON} lfsPointer {is only a pointer to the model} notGgml {is not a whisper.cpp model} notOnnx {is not an ONNX model} size {has {bytes} bytes instead of {expectedBytes}} tooLong {is longer than announced} checksum {does not have the announced checksum} changed {has changed on the hub since the download began} other {cannot be read}}. It was discarded. Try again, or set HF_ENDPOINT to another mirror.',
  'fault.proxy-no-address': 'HTTPS_PROXY or HTTP_PROXY is not an address. Correct it or unset it.',
  'fault.downloads-forbidden':
    'MODELS_OFFLINE=1 forbids downloads. Unset it, or copy {model} into {folder} by hand.',
  'fault.disk-too-small':
    '{model} needs {neededMb} MB on the disk, and {freeMb} MB are free. Make room, or set GREENROOM_MODELS to another disk.',
  'fault.disk-full':
    'There is no room left on the disk for {path}. Free some, or set GREENROOM_MODELS to another one.',
  'fault.models-folder-not-writable':
    '{path} cannot be written. Check the permissions of the folder that GREENROOM_MODELS names.',
} as const;
