// The desk and the partner area: everything here improves pages that already work; hooks are data-vk-* attributes.
import "../../../../../node_modules/htmx.org/dist/htmx.esm.js";
import { startAutosave } from "./desk/autosave.js";
import { startBulk } from "./desk/bulk.js";
import { startKeys } from "./desk/keys.js";
import { startRows } from "./desk/rows.js";
import { startSuggestions } from "./desk/suggestions.js";
import { startModules } from "./desk/modules.js";
import { startMatrix } from "./desk/matrix.js";
import { startPasskeys } from "./desk/passkey.js";
import { startCopy } from "./copy.js";
import { startMenus } from "./menus.js";
import { startShare } from "./share.js";

startMenus();
startKeys();
startBulk();
startRows();
startAutosave();
startSuggestions();
startModules();
startMatrix();
startPasskeys();
startCopy();
startShare();
