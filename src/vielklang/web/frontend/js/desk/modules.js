// Text modules: `data-vk-modules="german-field own-field"` around a select and a button; the text comes in at the caret.
export function startModules() {
  for (const box of document.querySelectorAll("[data-vk-modules]")) {
    const [german, own] = box.dataset.vkModules.split(" ").map((id) => document.getElementById(id));
    box.querySelector("button").addEventListener("click", (event) => {
      const option = box.querySelector("select").selectedOptions[0];
      // What needs a word of warning goes the way of the page without JavaScript.
      if (!option?.value || !german || "vkBehind" in option.dataset || "vkMachine" in option.dataset) return;
      if (own && !option.dataset.vkOwn) return;
      event.preventDefault();
      if (own) insert(own, option.dataset.vkOwn);
      insert(german, option.dataset.vkGerman);
    });
  }
}

function insert(field, text) {
  const before = field.value.slice(0, field.selectionStart);
  const gap = before && !before.endsWith("\n") ? "\n\n" : "";
  field.setRangeText(`${gap}${text}`, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}
