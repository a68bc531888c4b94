// Registers the service worker, asks it to keep the pages named by the page, and shows how old a kept page is.
export function startOffline() {
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
      pages: [location.href, ...(keep ? keep.split(" ") : [])].map((url) => new URL(url, location.href).href),
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
