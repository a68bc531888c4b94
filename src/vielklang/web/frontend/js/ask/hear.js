// Plays a sent voice message in place; without this the form opens it in a tab of its own.
export function startHearing() {
  for (const form of document.querySelectorAll("form[data-vk-hear]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button");
      button.setAttribute("aria-busy", "true");
      const sound = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) })
        .then((answer) => (answer.ok && /^audio\//.test(answer.headers.get("Content-Type")) ? answer.blob() : null))
        .catch(() => null);
      if (!sound) {
        const words = document.createElement("p");
        words.setAttribute("role", "alert");
        words.textContent = form.dataset.vkHear;
        form.append(words);
        return button.removeAttribute("aria-busy");
      }
      const player = document.createElement("audio");
      player.controls = true;
      player.src = URL.createObjectURL(sound);
      button.replaceWith(player);
      player.focus();
      player.play().catch(() => {}); // where the device does not begin by itself, the player has its button
    });
  }
}
