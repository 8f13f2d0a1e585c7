/** The files of Whisper that the catalogue knows: their commits, sizes and checksums. */
import type { WhisperSize } from '../config.ts';

/** Size in bytes, and SHA-256. */
export type Sealed = [bytes: number, sha256: string];
export const onnxEncoder = 'onnx/encoder_model_quantized.onnx';
export const onnxDecoder = 'onnx/decoder_model_merged_quantized.onnx';

/** SHA-1 of each ggml file, from the table in `models/README.md` in the source of whisper.cpp. */
export const ggmlSha1: Record<WhisperSize, string> = {
  tiny: 'bd577a113a864445d4c299885e0cb97d4ba92b5f',
  'tiny.en': 'c78c86eb1a8faa21b369bcd33207cc90d64ae9df',
  base: '465707469ff3a37a2b9b8d8f89f2f99de7299dac',
  'base.en': '137c40403d78fd54d454da0f9bd998f78703390c',
  small: '55356645c2b361a969dfd0ef2c5a50d530afd8d5',
  'small.en': 'db8a495a91d927739e50b3fc1cc4c6b8f6c2d022',
  medium: 'fd9727b6e1217c2f614f9b698455c4ffd82463b4',
  'medium.en': '8c30f0e44ce9560643ebd10bbe50cd20eafd3723',
  'large-v3': 'ad82bf6a9043ceed055076d0fd39f5f186ff8062',
  'large-v3-turbo': '4af2b29d7ec73d781377bfd1758ca957a807e941',
};

/**
 * Size and SHA-256 of each. Those of `base` and `tiny.en` are from files that we downloaded; of the others, many programs that
 * pin the same commit give the same figures. A file must have the SHA-1 above as well.
 */
export const ggmlSha256: Record<WhisperSize, Sealed> = {
  tiny: [77_691_713, 'be07e048e1e599ad46341c8d2a135645097a538221678b7acdd1b1919c6e1b21'],
  'tiny.en': [77_704_715, '921e4cf8686fdd993dcd081a5da5b6c365bfde1162e72b08d75ac75289920b1f'],
  base: [147_951_465, '60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe'],
  'base.en': [147_964_211, 'a03779c86df3323075f5e796cb2ce5029f00ec8869eee3fdfb897afe36c6d002'],
  small: [487_601_967, '1be3a9b2063867b937e64e2ec7483364a79917e157fa98c5d94b5c1fffea987b'],
  'small.en': [487_614_201, 'c6138d6d58ecc8322097e0f987c32f1be8bb0a18532a3f88f734d1bbf9c41e5d'],
  medium: [1_533_763_059, '6c14d5adee5f86394037b4e4e8b59f1673b6cee10e3cf0b11bbdbee79c156208'],
  'medium.en': [1_533_774_781, 'cc37e93478338ec7700281a7ac30a10128929eb8f427dda2e865faa8f6da4356'],
  'large-v3': [3_095_033_483, '64d182b440b98d5203c4f9bd541544d84c605196c4f7b845dfa11fb23594d1e2'],
  'large-v3-turbo': [1_624_555_275, '1fc70f774d38eb169993ac391eea357ef47c88757ef72ee5943879b7e8e2bc69'],
};

/** The commit of each repository of ONNX files, where several programs pin the same. */
export const onnxRevisions: Record<WhisperSize, string> = {
  tiny: '5332fcc35e32a33b86612b9a57a89be7906102b1',
  'tiny.en': '79fb389fc764e7c395bd330e9531d9d32ada7049',
  base: '64da57285918e20ea79ea5c88eed7197933abaa8',
  'base.en': '95bf40a508535962c6483ead40270b2e32267508',
  small: '2d67713f236afa48a18992566e7647f6ca848e13',
  'small.en': 'fa16a75f5d91e83ecb6a2ccb690f14d91ef00ca4',
  medium: '8c5b90880ab9f79487ab33613413431bf661d595',
  'medium.en': '4fbcf6e6deb6b1af698e6925bfe00730bd4be715',
  'large-v3': '67bf02d92b7754a1ff82a7f8545f8b8c378b2ef0',
  'large-v3-turbo': 'main',
};

const listens = 'a6a76d28c93edb273669eb9e0b0636a2bddbb1272c3261e47b7ca6dfdbac1b8d';
/** What several programs agree on of the files at those commits. */
export const onnxSha256: Partial<Record<WhisperSize, Record<string, Sealed>>> = {
  'tiny.en': {
    'config.json': [2_202, '37a1073be00d19118c06557896c7c148598f4d8277edc0f5bc07c9f5554839f1'],
    'generation_config.json': [1_590, '132c95ba9db45f4498f2eab3fea7c1d6a174005010f8f6b7d20cfd5e9795996b'],
    'preprocessor_config.json': [339, listens],
    'tokenizer.json': [2_128_494, 'c6ee8f089220a5b1188f6426456772572671c6141ae007eecb83c6a8349f5deb'],
    'tokenizer_config.json': [835, 'e082c1ad251541bf277967a703252cddd4bb37a71a43737e03d050c22ec08238'],
    [onnxEncoder]: [10_124_913, '8cc3c6f8563d1b3fbd2c5af9f64c2bed8b020bc593c402d1ef53b9f08fbf1b90'],
    [onnxDecoder]: [30_727_382, 'dbb2e063b7fbc41d9803b9698f93ecb035c50cbb3fb87b56cb131e4a5eb99059'],
  },
  base: {
    'config.json': [2_248, 'd1d347fdb422e6347c2f843a90d375aa67ea3f4b3e20d2c3075f9a9f6243685b'],
    'generation_config.json': [3_776, '3bba359e33fdd6dc1c10f71846a477d339b0242f462f70ea1dd73274caa38d05'],
    'preprocessor_config.json': [339, listens],
    'tokenizer.json': [2_480_466, '27fc476bfe7f17299480be2273fc0608e4d5a99aba2ab5dec5374b4482d1a566'],
    'tokenizer_config.json': [282_683, '2a4c4281cf9f51ac6ccc406fdc711a087afe6530f671fa7b80953edc498275ce'],
    [onnxEncoder]: [23_200_850, '3e345e977b55620a37c0c2b2af0644e019afdfad562dcf71eb929bb7274285f9'],
    [onnxDecoder]: [53_707_539, 'a6beb6baabb66f00b6a686d828c95ffca6146d51900cbad0266cad38f64cf861'],
  },
  small: {
    [onnxEncoder]: [92_324_809, '969f5ac12974340386bf7a02ea6626003e5e2dee396ffc6ab0eec282bf55ba06'],
    [onnxDecoder]: [156_780_950, 'fcfc6100dc7339e7507e10f8b274350be7c4f8d8b575f0293f94cc0e156d6d24'],
  },
  medium: {
    [onnxEncoder]: [313_468_028, '7d6b4a00e441271646327f8a71b6e1bd1a305013cd914b51ddd76919c59ee3af'],
    [onnxDecoder]: [462_661_606, '2cdd6d06ebdf9d993d21117bfeeb7e9b399521b7766d3df77c54a85d6dcf3c08'],
  },
};
