// Keeps the start page and the pages the guide names, for the way without a network; the network is always asked first.
const PAGES = "vk-pages-1";
const ASSETS = "vk-assets-1";
const MOST_PAGES = 120;
const PATIENCE = 8000;
const FRESH = 3600_000; // a page kept within the hour is not asked for again

const served = new Map(); // address -> time of storage, of pages lately answered from the cache

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(start()));

async function start() {
  for (const name of await caches.keys()) if (![PAGES, ASSETS].includes(name)) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (request.mode === "navigate" && !url.search.includes("lat=")) event.respondWith(page(request));
});

self.addEventListener("message", (event) => {
  const { type, url, pages = [], assets = [] } = event.data ?? {};
  if (type === "age" && served.has(url)) event.source.postMessage({ type: "age", stored: served.get(url) });
  if (type === "keep") event.waitUntil(keepAll(pages, assets));
});

// Names under /static/build carry a hash of their content, so a kept one is never out of date.
async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(ASSETS)).put(request, answer.clone());
  return answer;
}

async function page(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout?.(PATIENCE) });
    served.delete(request.url);
    if (answer.ok && (await caches.match(request.url))) await keep(request.url, answer.clone());
    return answer;
  } catch (error) {
    // Another question's results are no answer, so a search is kept for its own question alone.
    const ignoreSearch = !new URL(request.url).pathname.endsWith("/search/");
    const kept = (await caches.match(request.url)) ?? (ignoreSearch && (await caches.match(request.url, { ignoreSearch })));
    if (!kept) return (await nearest(request.url)) ?? Promise.reject(error);
    served.set(request.url, kept.headers.get("x-vk-stored"));
    return kept;
  }
}

// Nothing kept of this page: an offer stands on its centre's kept page; else the page that says there is no connection.
async function nearest(url) {
  const [, language, kind, id] = new URL(url).pathname.split("/");
  if (kind === "offer") {
    for (const request of await (await caches.open(PAGES)).keys()) {
      if (!request.url.includes(`/${language}/`) || !new URL(request.url).pathname.endsWith("/saved/")) continue;
      const text = await (await caches.match(request)).text();
      if (text.includes(`id="offer-${id}"`)) return Response.redirect(`${request.url}#offer-${id}`);
    }
  }
  for (const path of [`/${language}/offline/`, `/${language}/`]) {
    const kept = await caches.match(new URL(path, location.origin).href, { ignoreSearch: true });
    if (kept) return kept;
  }
}

async function keepAll(pages, assets) {
  for (const url of pages) {
    if (new URL(url).origin !== location.origin || (await isFresh(url))) continue;
    const answer = await fetch(url, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok && !answer.redirected) await keep(url, answer);
  }
  const cache = await caches.open(ASSETS);
  const missing = [];
  for (const url of assets) if (!(await cache.match(url))) missing.push(url);
  await Promise.allSettled(missing.map((url) => cache.add(url)));
  const kept = await (await caches.open(PAGES)).keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - MOST_PAGES))) await (await caches.open(PAGES)).delete(old);
}

async function isFresh(url) {
  const kept = await (await caches.open(PAGES)).match(url);
  return Boolean(kept) && Date.now() - Date.parse(kept.headers.get("x-vk-stored")) < FRESH;
}

async function keep(url, answer) {
  const headers = new Headers(answer.headers);
  headers.set("x-vk-stored", new Date().toISOString());
  const whole = await answer.blob(); // a connection that ends here must not cost the older copy
  const cache = await caches.open(PAGES);
  await cache.delete(url);
  await cache.put(url, new Response(whole, { status: answer.status, headers }));
}
