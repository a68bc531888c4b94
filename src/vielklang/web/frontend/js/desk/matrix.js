// Life areas of the matrix fold away; without JavaScript all topics are there.
export function startMatrix() {
  for (const button of document.querySelectorAll("[data-vk-fold-rows]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      for (const row of button.closest("tbody").querySelectorAll("[data-vk-topic]")) row.hidden = !open;
    });
  }
}
