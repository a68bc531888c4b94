// A proposal of the text memory: `data-vk-use="field id"` puts `data-vk-text` into the field, or adds it (`data-vk-add`).
export function startSuggestions() {
  for (const button of document.querySelectorAll("[data-vk-use]")) button.addEventListener("click", () => use(button));
}

function use(button) {
  const field = document.getElementById(button.dataset.vkUse);
  const text = button.dataset.vkText;
  const before = "vkAdd" in button.dataset && field.value.trim() ? `${field.value.trimEnd()} ` : "";
  field.value = `${before}${text}`;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}
