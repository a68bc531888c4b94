// A field that narrows a long list while one types; spelling with or without umlauts and accents is the same.
const plain = (text) =>
  text.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss").normalize("NFD").replace(/\p{M}/gu, "");

export function startNarrow() {
  for (const field of document.querySelectorAll("[data-vk-narrow]")) {
    const rows = [...document.getElementById(field.dataset.vkNarrow).children];
    const say = document.querySelector("[data-vk-live]");
    field.addEventListener("input", () => {
      const typed = plain(field.value.trim());
      for (const row of rows) row.hidden = !plain(row.textContent).includes(typed);
      const left = rows.filter((row) => !row.hidden).length;
      if (say) say.textContent = left ? new Intl.NumberFormat(document.documentElement.lang).format(left) : field.dataset.vkNone;
    });
  }
}
