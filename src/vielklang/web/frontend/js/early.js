// Runs before the first paint: says that JavaScript works and applies the large type chosen earlier.
const root = document.documentElement;
// Where this is missing the scripts of the page cannot be read either: what needs them stays hidden.
if (String.prototype.replaceAll) root.classList.add("vk-js");
try {
  if (localStorage.getItem("vk-large") === "1") root.classList.add("vk-large");
} catch {
  // Storage may be switched off; the page is then read in its usual size.
}
