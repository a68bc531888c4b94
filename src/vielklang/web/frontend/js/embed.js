// Runs on other people's pages: puts a frame after its own script element and gives it the height of its content.
// Leaves no name behind, sets no cookie, and needs of a strict policy script-src and frame-src for our address alone.
const SHORTEST = 120;
const LONGEST = 20000;

function address(script, origin) {
  const { centre, language = "de", show = "offers" } = script.dataset;
  const path = [centre, language, show === "search" ? "search" : "offers"].map(encodeURIComponent);
  const url = new URL(`/embed/${path.join("/")}`, origin);
  if (show === "search") return url.href;
  for (const name of ["topic", "area", "organisation"]) {
    if (script.dataset[name]) url.searchParams.set(name, script.dataset[name]);
  }
  return url.href;
}

function put(script) {
  const origin = new URL(script.src).origin;
  const frame = document.createElement("iframe");
  frame.src = address(script, origin);
  frame.title = "Vielklang";
  frame.loading = "lazy";
  frame.referrerPolicy = "no-referrer";
  frame.style.setProperty("display", "block");
  frame.style.setProperty("inline-size", "100%");
  frame.style.setProperty("block-size", script.dataset.show === "search" ? "26rem" : "40rem");
  frame.style.setProperty("border", "0");
  frame.style.setProperty("color-scheme", "light");
  let loads = 0;
  frame.addEventListener("load", () => {
    frame.contentWindow.postMessage({ vielklang: "hello" }, origin);
    loads += 1;
    if (loads > 1) frame.scrollIntoView({ block: "start" }); // another page of the list begins at its top
  });
  addEventListener("message", (event) => {
    if (event.origin !== origin || event.source !== frame.contentWindow) return;
    const { vielklang, height, title } = event.data || {};
    if (vielklang !== "size" || !Number.isFinite(height)) return;
    frame.style.setProperty("block-size", `${Math.min(LONGEST, Math.max(SHORTEST, height))}px`);
    if (typeof title === "string" && title) frame.title = title.slice(0, 200);
  });
  script.after(frame);
}

const script = document.currentScript;
if (script && script.dataset.centre) put(script);
else console.warn("Vielklang: the script needs data-centre, for example data-centre=\"kreis-kleve\".");
