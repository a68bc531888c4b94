// Nothing typed is lost: a form with `data-vk-autosave="key"` is kept on this device while it is typed and offered
// again after a lost session or a crash; with `data-vk-autosave-url` it is also kept on the server.
const DELAY = 800;

export function startAutosave() {
  for (const form of document.querySelectorAll("form[data-vk-autosave]")) watch(form);
}

function values(form) {
  const data = new FormData(form);
  // Hidden fields say what the page knew, not what somebody typed; they are never brought back either.
  for (const field of form.querySelectorAll("input[type=hidden]")) data.delete(field.name);
  return new URLSearchParams(data).toString();
}

function watch(form) {
  const key = `vk-form:${form.dataset.vkAutosave}`;
  const status = form.querySelector("[data-vk-saved]");
  const initial = values(form);
  const kept = localStorage.getItem(key);
  if (kept && kept !== initial) offer(form, key, kept);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(form, key, status), DELAY);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    localStorage.removeItem(key);
  });
}

async function save(form, key, status) {
  localStorage.setItem(key, values(form));
  const { vkAutosaveUrl: url } = form.dataset;
  if (url) {
    const answer = await fetch(url, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) {
      if (status) status.textContent = status.dataset.vkFailed ?? "";
      return;
    }
  }
  if (status) status.textContent = status.dataset.vkSaved;
}

function offer(form, key, kept) {
  const box = form.querySelector("[data-vk-kept]");
  if (!box) return;
  box.hidden = false;
  box.querySelector("[data-vk-restore]").addEventListener("click", () => {
    restore(form, new URLSearchParams(kept));
    box.hidden = true;
  });
  box.querySelector("[data-vk-forget]").addEventListener("click", () => {
    localStorage.removeItem(key);
    box.hidden = true;
  });
}

function restore(form, kept) {
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "file") continue;
    const found = kept.getAll(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = found.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = found.includes(option.value);
    else if (found.length) field.value = found[0];
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}
