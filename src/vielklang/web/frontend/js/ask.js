// Pages on which people ask and read their answer: everything here improves forms that already work.
import { startHearing } from "./ask/hear.js";
import { startPicture } from "./ask/picture.js";
import { startVoice } from "./ask/voice.js";
import { startWork } from "./ask/work.js";

startVoice();
startWork();
startHearing();
startPicture();
