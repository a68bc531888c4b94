// Rows of a form: "add another row" and "remove" work at once; without this they are sent to the server.
// `data-vk-rows="hours"` holds rows (`data-vk-row`) whose fields are named hours-0-opens, hours-1-opens, …
export function startRows() {
  for (const box of document.querySelectorAll("[data-vk-rows]")) {
    box.addEventListener("click", (event) => {
      const button = event.target.closest("[data-vk-add], [data-vk-remove]");
      if (!button) return;
      event.preventDefault();
      if (button.matches("[data-vk-add]")) add(box);
      else remove(box, button.closest("[data-vk-row]"));
      box.closest("form")?.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

const rowsOf = (box) => [...box.querySelectorAll("[data-vk-row]")];
const fieldsOf = (row) => [...row.querySelectorAll("input, select, textarea")];

function numberOf(row, name) {
  const field = fieldsOf(row)[0];
  return Number(field.name.slice(name.length + 1).split("-")[0]);
}

function add(box) {
  const name = box.dataset.vkRows;
  const rows = rowsOf(box);
  const last = rows.at(-1);
  const next = Math.max(...rows.map((row) => numberOf(row, name))) + 1;
  const copy = last.cloneNode(true);
  const from = `${name}-${numberOf(last, name)}`;
  for (const part of copy.querySelectorAll("[name], [id], [for], [value]"))
    for (const attribute of ["name", "id", "for", "value"])
      if (part.getAttribute(attribute)?.includes(from))
        part.setAttribute(attribute, part.getAttribute(attribute).replace(from, `${name}-${next}`));
  for (const error of copy.querySelectorAll(".vk-field__error")) error.remove();
  clear(copy);
  last.after(copy);
  fieldsOf(copy)[0].focus();
}

function remove(box, row) {
  const rows = rowsOf(box);
  if (rows.length === 1) clear(row);
  else row.remove();
  (rowsOf(box).at(-1) && fieldsOf(rowsOf(box).at(-1))[0])?.focus();
}

function clear(row) {
  for (const field of fieldsOf(row)) {
    if (field.type === "checkbox") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else field.value = "";
    field.removeAttribute("aria-invalid");
  }
}
