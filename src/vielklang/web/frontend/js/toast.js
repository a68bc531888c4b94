// One line that appears, is read out by screen readers and goes away.
let timer;

export function toast(text) {
  const place = document.querySelector("[data-vk-toast]");
  if (!place || !text) return;
  place.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => (place.textContent = ""), 6000);
}
