// The large-type switch; early.js applies the remembered choice before the first paint.
export function startTypeSize() {
  const root = document.documentElement;
  for (const button of document.querySelectorAll("[data-vk-large]")) {
    button.setAttribute("aria-pressed", root.classList.contains("vk-large"));
    button.addEventListener("click", () => {
      const large = root.classList.toggle("vk-large");
      button.setAttribute("aria-pressed", large);
      try {
        localStorage.setItem("vk-large", large ? "1" : "0");
      } catch {
        // Without storage the choice holds for this page.
      }
    });
  }
}
