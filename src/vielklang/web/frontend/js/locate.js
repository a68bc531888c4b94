// "Where I am" asks the device once and goes to the guide's page for that place; never required.
import { toast } from "./toast.js";

export function startLocate() {
  for (const button of document.querySelectorAll("[data-vk-locate]")) {
    if (!navigator.geolocation || !window.isSecureContext) {
      button.hidden = true;
      continue;
    }
    button.hidden = false;
    button.addEventListener("click", () => {
      button.setAttribute("aria-busy", "true");
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => go(button.dataset.vkLocate, coords),
        () => {
          button.removeAttribute("aria-busy");
          toast(button.dataset.vkLocateFailed);
        },
        { timeout: 10000, maximumAge: 600000 },
      );
    });
  }
}

// Three decimals are about 100 metres: enough for the right centre, no more than needed leaves the device.
function go(address, coords) {
  const url = new URL(address, location.href);
  url.searchParams.set("lat", coords.latitude.toFixed(3));
  url.searchParams.set("lon", coords.longitude.toFixed(3));
  location.assign(url);
}
