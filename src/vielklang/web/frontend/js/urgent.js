// While somebody writes a question: words that tell of danger show the numbers that help at once. Nothing is sent.
const LETTERS = { "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ؤ": "و", "ٱ": "ا", "ı": "i",
  "ß": "ss", "ł": "l", "đ": "d", "ґ": "г", "’": "'", "ʼ": "'" };

// As search/normalise.py folds: small letters, one form for each letter, no accents.
function fold(text) {
  const lowered = text.normalize("NFKC").replaceAll("İ", "i").toLowerCase().replace(/[ءـ]/g, "");
  const plain = lowered.normalize("NFD").replace(/(?!\u0306)\p{M}/gu, "").normalize("NFC");
  return [...plain.replaceAll("\u200c", " ")].map((char) => LETTERS[char] ?? char).join("");
}

export function startUrgent() {
  for (const form of document.querySelectorAll("form[data-vk-urgent]")) {
    const words = JSON.parse(form.dataset.vkUrgent);
    const field = form.querySelector("textarea");
    const look = () => {
      const text = ` ${fold(field.value).match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu)?.join(" ") ?? ""} `;
      for (const box of form.querySelectorAll("[data-vk-need]")) {
        const isNamed = (phrase) => text.includes(phrase.endsWith("*") ? ` ${phrase.slice(0, -1)}` : ` ${phrase} `);
        box.hidden = !words[box.dataset.vkNeed].some(isNamed);
      }
    };
    field.addEventListener("input", look);
    look();
  }
}
