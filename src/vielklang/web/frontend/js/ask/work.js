// While somebody writes or speaks, a worker does a little work for the form; who sends it sees nothing of this. Without
// it the form is taken all the same, the second time it is sent.
const SOONEST = 3200; // the form's server takes nobody for a person who fills it in less
const LONGEST_WAIT = 15000;

export function startWork() {
  for (const form of document.querySelectorAll("form[data-vk-work]")) prepare(form);
}

function prepare(form) {
  const answer = form.querySelector("input[name=work]");
  const openedAt = performance.now(); // the server counts from when it made the form, which is earlier
  let work = null;

  function begin() {
    work ??= answer.value ? Promise.resolve() : solve(form).then((found) => (answer.value = found));
    return work;
  }
  form.addEventListener("input", begin, { once: true });
  form.addEventListener("click", begin, { once: true });

  let isReady = false;
  form.addEventListener("submit", async (event) => {
    if (isReady || event.defaultPrevented) return;
    event.preventDefault();
    const button = event.submitter ?? form.querySelector("[type=submit]");
    const words = form.querySelector("[data-vk-moment]");
    button.setAttribute("aria-busy", "true");
    const telling = setTimeout(() => (words.textContent = words.dataset.vkMoment), 700);
    const open = new Promise((resolve) => setTimeout(resolve, Math.max(0, SOONEST + openedAt - performance.now())));
    const late = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT));
    await Promise.race([Promise.all([begin(), open]), late]);
    clearTimeout(telling);
    isReady = true;
    button.click();
    isReady = false;
    button.removeAttribute("aria-busy");
  });
}

function solve(form) {
  const puzzle = JSON.parse(form.dataset.vkWork);
  return new Promise((resolve) => {
    let worker;
    try {
      worker = new Worker(form.dataset.vkWorker);
    } catch {
      return resolve("");
    }
    worker.addEventListener("error", () => resolve(""));
    worker.addEventListener("message", ({ data: number }) => {
      worker.terminate();
      const { algorithm, challenge, salt, signature } = puzzle;
      resolve(number === null ? "" : btoa(JSON.stringify({ algorithm, challenge, number, salt, signature })));
    });
    worker.postMessage(puzzle);
  });
}
