// A list with boxes: `data-vk-all` ticks them all, `data-vk-count` says how many are ticked, `data-vk-submit` sends
// its form as soon as a filter changes.
export function startBulk() {
  for (const all of document.querySelectorAll("[data-vk-all]")) {
    const boxes = () => document.querySelectorAll(`input[name="${all.dataset.vkAll}"]`);
    const tell = () => {
      const count = [...boxes()].filter((box) => box.checked).length;
      for (const place of document.querySelectorAll("[data-vk-count]")) place.textContent = count;
      for (const bar of document.querySelectorAll("[data-vk-bulk]")) bar.hidden = count === 0;
    };
    all.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
      tell();
    });
    document.addEventListener("change", (event) => {
      if (event.target.name === all.dataset.vkAll) tell();
    });
    tell();
  }
  for (const field of document.querySelectorAll("[data-vk-submit]"))
    field.addEventListener("change", () => field.form.requestSubmit());
}
