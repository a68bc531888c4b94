// Runs in the frame: tells the page around it how high the content is, once that page has said hello.
let around = "";

function tell() {
  if (!around) return;
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  parent.postMessage({ vielklang: "size", height, title: document.title }, around);
}

addEventListener("message", (event) => {
  const isHello = event.data && event.data.vielklang === "hello";
  if (!isHello || parent === window || event.source !== parent || !/^https?:/.test(event.origin)) return;
  around = event.origin;
  tell();
});
new ResizeObserver(tell).observe(document.documentElement);
