// A button that copies the text of another element; where the device refuses, it selects it instead.
import { toast } from "./toast.js";

export function startCopy() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-vk-copy]");
    const source = button && document.querySelector(button.dataset.vkCopy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.value || source.textContent);
      toast(button.dataset.vkCopied);
    } catch {
      if (source.select) source.select();
      else getSelection().selectAllChildren(source);
    }
  });
}
