// Keyboard: `data-vk-key="/"` on a field or link is reached by that key; Ctrl+Enter sends the form one is in.
// The menu folds on a phone.
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

export function startKeys() {
  const fold = document.querySelector("[data-vk-fold]");
  if (fold && window.matchMedia("(max-width: 59.99rem)").matches) fold.open = false;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const target = document.querySelector(`[data-vk-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.focus();
    if (target.matches("a, button")) target.click();
  });
}
