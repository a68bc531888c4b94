// Passkeys: `data-vk-passkey="create|get|login"` on a form makes its button ask the device and sends the answer in
// the field `credential`. The options stand in the element that `data-vk-options` names; `login` fetches them.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.codePointAt(0));
const toText = (buffer) =>
  btoa(String.fromCodePoint(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const answered = new WeakSet();

export function startPasskeys() {
  for (const form of document.querySelectorAll("form[data-vk-passkey]"))
    form.addEventListener("submit", (event) => {
      if (answered.has(form)) return;
      event.preventDefault();
      ask(form).catch(() => {
        form.querySelector("[data-vk-passkey-error]").textContent = form.dataset.vkFailed;
      });
    });
}

async function ask(form) {
  form.querySelector("[data-vk-passkey-error]").textContent = "";
  const kind = form.dataset.vkPasskey;
  const credential = kind === "create" ? await create(form) : await get(form);
  form.elements.credential.value = JSON.stringify(asJson(credential));
  answered.add(form);
  form.requestSubmit();
}

function create(form) {
  const options = read(form).creation_options.publicKey;
  options.challenge = toBytes(options.challenge);
  options.user.id = toBytes(options.user.id);
  for (const other of options.excludeCredentials ?? []) other.id = toBytes(other.id);
  // Always one that signs in by itself, without a name: "Sign in with a passkey" finds it.
  Object.assign((options.authenticatorSelection ??= {}), {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  return navigator.credentials.create({ publicKey: options });
}

async function get(form) {
  const options = (form.dataset.vkPasskey === "login" ? await fetchOptions(form) : read(form)).request_options.publicKey;
  options.challenge = toBytes(options.challenge);
  for (const known of options.allowCredentials ?? []) known.id = toBytes(known.id);
  return navigator.credentials.get({ publicKey: options });
}

async function fetchOptions(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return answer.json();
}

const read = (form) => JSON.parse(document.getElementById(form.dataset.vkOptions).textContent);

function asJson(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  return {
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(
      parts.filter((part) => response[part]).map((part) => [part, toText(response[part])]),
    ),
  };
}
