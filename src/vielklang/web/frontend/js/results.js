// After results were replaced in place: say the new count aloud, keep the chosen leaflet offers ticked.
import { restoreBasket } from "./basket.js";

export function startResults() {
  // Addresses are shared and read: what was not chosen does not stand in them.
  document.addEventListener("htmx:config:request", ({ detail }) => {
    const body = detail.ctx.request.body;
    for (const [name, value] of [...body]) if (value === "") body.delete(name);
  });
  document.addEventListener("htmx:before:request", () => mark(true));
  document.addEventListener("htmx:finally:request", () => mark(false));
  // An error is a page of its own, with its words and its way out: show it instead of an empty list.
  document.addEventListener("htmx:response:error", ({ detail }) => location.assign(detail.ctx.request.action));
  document.addEventListener("htmx:after:swap", () => {
    const count = document.querySelector("#results [data-vk-count]");
    const live = document.querySelector("[data-vk-live]");
    if (count && live) live.textContent = count.textContent.trim();
    restoreBasket();
  });
  document.addEventListener("htmx:after:history:update", carryQuery);
}

// The other languages lead to the same question with the filters chosen since.
function carryQuery() {
  for (const link of document.querySelectorAll("[data-vk-languages] a")) {
    const url = new URL(link.href);
    url.search = location.search;
    link.href = url.href;
  }
}

function mark(busy) {
  const results = document.getElementById("results");
  results?.classList.toggle("vk-busy", busy);
  results?.setAttribute("aria-busy", busy);
}
