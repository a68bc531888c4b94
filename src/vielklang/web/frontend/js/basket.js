// The leaflet basket: offers ticked on several pages become one leaflet. Without JavaScript the form sends this page's ticks.
const KEY = "vk-basket";

const form = () => document.querySelector("form[data-vk-basket]");
const boxes = () => document.querySelectorAll("input[data-vk-basket-item]");

function chosen() {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(KEY)) ?? []);
  } catch {
    return new Set([...boxes()].filter((box) => box.checked).map((box) => box.value));
  }
}

function keep(ids) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...ids]));
  } catch {
    // Without storage the ticks of this page alone are sent.
  }
}

export function startBasket() {
  document.addEventListener("change", (event) => {
    const box = event.target.closest?.("input[data-vk-basket-item]");
    if (!box) return;
    const ids = chosen();
    ids[box.checked ? "add" : "delete"](box.value);
    const most = Number(form()?.dataset.vkMax ?? 20);
    if (ids.size > most) {
      box.checked = false;
      ids.delete(box.value);
    }
    keep(ids);
    show(ids);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-vk-basket-clear]")) return;
    keep(new Set());
    restoreBasket();
  });
  window.addEventListener("pageshow", restoreBasket);
  restoreBasket();
}

export function restoreBasket() {
  const ids = chosen();
  for (const box of boxes()) box.checked = ids.has(box.value);
  show(ids);
}

function show(ids) {
  const basket = form();
  if (!basket) return;
  basket.hidden = ids.size === 0;
  for (const number of basket.querySelectorAll("[data-vk-basket-count]")) {
    number.textContent = new Intl.NumberFormat(document.documentElement.lang).format(ids.size);
  }
  for (const old of basket.querySelectorAll("[data-vk-carried]")) old.remove();
  const here = new Set([...boxes()].map((box) => box.value));
  for (const id of ids) {
    if (here.has(id)) continue;
    const field = Object.assign(document.createElement("input"), { type: "hidden", value: id });
    field.name = basket.dataset.vkBasket;
    field.setAttribute("data-vk-carried", "");
    basket.append(field);
  }
}
