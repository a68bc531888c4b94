// Share sheet of the device, else the address is copied; and the print button.
import { toast } from "./toast.js";

export function startShare() {
  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-vk-print]")) return window.print();
    const button = event.target.closest("[data-vk-share]");
    if (!button) return;
    const url = button.dataset.vkShare || location.href;
    try {
      if (navigator.share) await navigator.share({ title: document.title, url });
      else {
        await navigator.clipboard.writeText(url);
        toast(button.dataset.vkCopied);
      }
    } catch (error) {
      if (error.name !== "AbortError") toast(url);
    }
  });
}
