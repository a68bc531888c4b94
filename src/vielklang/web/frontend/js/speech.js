// Reads passages aloud, each in its own language, with the voices of the device.
import { toast } from "./toast.js";

// Kurmancî has voices on hardly any device; its letters are Turkish ones and read understandably by a Turkish voice.
const STAND_IN = { ku: "tr" };
const LONGEST = 180; // some engines fall silent in longer utterances

let queue = [];
let button = null;

export function startSpeech() {
  if (!("speechSynthesis" in window)) return;
  reveal();
  speechSynthesis.addEventListener?.("voiceschanged", reveal);
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-vk-listen]");
    if (pressed) toggle(pressed);
  });
  document.addEventListener("htmx:after:swap", () => {
    stop();
    reveal();
  });
  window.addEventListener("pagehide", stop);
}

function voiceFor(language) {
  const voices = speechSynthesis.getVoices();
  const short = (tag) => tag.toLowerCase().split(/[-_]/)[0];
  const find = (wanted) => voices.find((voice) => short(voice.lang) === wanted);
  return find(short(language)) ?? find(STAND_IN[short(language)]);
}

function reveal() {
  const none = speechSynthesis.getVoices().length === 0; // not loaded yet, or never told: let people try
  for (const each of document.querySelectorAll("[data-vk-listen]")) {
    const passage = each.closest("[data-vk-passage]");
    const language = passage?.lang || document.documentElement.lang;
    each.hidden = !(none || voiceFor(language));
  }
}

function toggle(pressed) {
  const again = pressed === button;
  stop();
  if (again) return;
  const own = pressed.closest("[data-vk-passage]");
  const passages = own ? [own] : [...document.querySelectorAll("main [data-vk-passage]")].filter(isShown);
  if (passages.length === 0) passages.push(document.querySelector("main"));
  queue = passages.flatMap((passage) => sentences(passage).map((text) => ({ text, passage })));
  button = pressed;
  button.setAttribute("aria-pressed", "true");
  next();
}

// What is folded away is not read.
function isShown(element) {
  return element.checkVisibility?.() ?? true;
}

function sentences(passage) {
  const copy = passage.cloneNode(true);
  for (const silent of copy.querySelectorAll("[data-vk-listen], [data-vk-silent], .vk-sr-only, svg, form")) silent.remove();
  for (const block of copy.querySelectorAll("h1, h2, h3, p, li, dt, dd, tr")) block.append(". ");
  const text = copy.textContent.replace(/\s+/g, " ").replace(/([.!?؟:])\s*\. /g, "$1 ");
  return (text.match(/[^.!?؟]+[.!?؟]*/g) ?? []).flatMap(pieces).filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

function pieces(sentence) {
  const parts = [""];
  for (const word of sentence.trim().split(" ")) {
    if (parts[parts.length - 1].length + word.length > LONGEST) parts.push("");
    parts[parts.length - 1] += `${word} `;
  }
  return parts;
}

function next() {
  for (const read of document.querySelectorAll("[data-vk-reading]")) read.removeAttribute("data-vk-reading");
  const item = queue.shift();
  if (!item) return stop();
  const utterance = new SpeechSynthesisUtterance(item.text);
  const language = item.passage.lang || document.documentElement.lang;
  const voice = voiceFor(language);
  utterance.lang = voice?.lang ?? language;
  if (voice) utterance.voice = voice;
  utterance.rate = 0.92;
  utterance.onstart = () => item.passage.setAttribute("data-vk-reading", "");
  utterance.onend = next;
  utterance.onerror = (event) => {
    if (["canceled", "interrupted"].includes(event.error)) return;
    toast(button?.dataset.vkFailed ?? document.querySelector("[data-vk-failed]")?.dataset.vkFailed);
    stop();
  };
  speechSynthesis.speak(utterance);
}

function stop() {
  queue = [];
  button?.setAttribute("aria-pressed", "false");
  button = null;
  for (const read of document.querySelectorAll("[data-vk-reading]")) read.removeAttribute("data-vk-reading");
  speechSynthesis.cancel();
}
