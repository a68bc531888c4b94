// Everything here improves a page that already works; hooks are data-vk-* attributes.
import "../../../../../node_modules/htmx.org/dist/htmx.esm.js";
import { startBasket } from "./basket.js";
import { startCopy } from "./copy.js";
import { startLocate } from "./locate.js";
import { startMenus } from "./menus.js";
import { startNarrow } from "./narrow.js";
import { startOffline } from "./offline.js";
import { startResults } from "./results.js";
import { startShare } from "./share.js";
import { startSpeech } from "./speech.js";
import { startTypeSize } from "./typesize.js";
import { startUrgent } from "./urgent.js";

startMenus();
startTypeSize();
startSpeech();
startShare();
startLocate();
startResults();
startBasket();
startNarrow();
startOffline();
startCopy();
startUrgent();
