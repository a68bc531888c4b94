// <details> menus close on Escape, on a click elsewhere, and when another one opens.
const opened = () => document.querySelectorAll("details.vk-menu[open]");

export function startMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of opened()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
