// Registers the service worker, asks it to keep the pages named by the page, and shows how old a kept page is.
export function startOffline() {
  listKept();
  const { vkServiceWorker: worker, vkKeep: keep } = document.body.dataset;
  if (!worker || !("serviceWorker" in navigator) || !window.isSecureContext) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data?.type === "age") showAge(data.stored);
  });
  navigator.serviceWorker.ready.then((registration) => {
    registration.active.postMessage({ type: "age", url: location.href });
    if (!navigator.onLine || navigator.connection?.saveData) return;
    const assets = [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], script[src]")];
    registration.active.postMessage({
      type: "keep",
      // Only what the page names: a device that others use too must not tell what somebody searched for.
      pages: (keep ? keep.split(" ") : []).map((url) => new URL(url, location.href).href),
      assets: assets.map((each) => each.href || each.src),
    });
  });
  window.addEventListener("load", () => navigator.serviceWorker.register(worker).catch(() => {}));
}

function showAge(stored) {
  const note = document.querySelector("[data-vk-offline]");
  if (!note) return;
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  note.querySelector("[data-vk-offline-time]").textContent = format.format(new Date(stored));
  note.hidden = false;
}

// The page for "no connection" lists what this device has kept in its language.
async function listKept() {
  const section = document.querySelector("[data-vk-kept]");
  if (!section || !("caches" in window)) return;
  const cache = await caches.open("vk-pages-1");
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname === location.pathname || pathname.split("/")[1] !== document.documentElement.lang) continue;
    const kept = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
    const link = Object.assign(document.createElement("a"), { href: request.url, textContent: kept.title });
    const row = document.createElement("li");
    row.append(link);
    section.querySelector("[data-vk-kept-list]").append(row);
    section.hidden = false;
  }
}
