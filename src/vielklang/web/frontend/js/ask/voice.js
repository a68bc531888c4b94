// Records a voice message into the form's own file field. Without a microphone, or where somebody refuses it, the
// field itself stays: the device's recorder does the same, and writing is always possible.
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus", "audio/webm"];
const ENDINGS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };
const BITS = 32000;

export function startVoice() {
  for (const box of document.querySelectorAll("[data-vk-voice]")) {
    if (navigator.mediaDevices?.getUserMedia && window.MediaRecorder && canFill()) prepare(box);
  }
}

function canFill() {
  try {
    return new DataTransfer().items !== undefined;
  } catch {
    return false;
  }
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

function prepare(box) {
  const part = (name) => box.querySelector(`[data-vk-${name}]`);
  const field = box.querySelector("input[type=file]");
  const seconds = box.querySelector("input[name=voice_seconds]");
  const status = part("voice-status");
  const longest = Number(box.dataset.vkVoice);
  let recorder = null;
  let afterwards = null;

  part("file").hidden = true;
  part("recorder").hidden = false;

  function show(state) {
    part("record").hidden = state !== "empty";
    part("stop").hidden = state !== "running";
    part("time").hidden = state !== "running";
    part("recorded").hidden = state !== "done";
    const held = part("held");
    if (held) held.hidden = state !== "empty";
  }

  function empty() {
    field.value = "";
    seconds.value = "";
    URL.revokeObjectURL(part("play").src);
    part("play").removeAttribute("src");
    show("empty");
  }

  function refused() {
    part("file").hidden = false;
    status.textContent = box.dataset.vkRefused;
    field.focus();
  }

  async function record() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return refused();
    }
    empty();
    const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
    const pieces = [];
    const start = performance.now();
    const passed = () => (performance.now() - start) / 1000;
    let isFull = false;
    recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS });
    const timer = setInterval(() => {
      part("time").textContent = `${clock(passed())} / ${clock(longest)}`;
      isFull = passed() >= longest;
      if (isFull) recorder.stop();
    }, 250);
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      recorder = null;
      keep(new Blob(pieces, { type: type.split(";")[0] }), Math.max(1, Math.round(passed())));
      if (isFull) status.textContent = box.dataset.vkFull;
      if (afterwards) afterwards();
    });
    recorder.start(1000);
    part("time").textContent = `0:00 / ${clock(longest)}`;
    show("running");
    status.textContent = box.dataset.vkRunning;
    part("stop").focus();
  }

  function keep(blob, length) {
    if (!blob.size || blob.size > Number(box.dataset.vkLargest)) {
      show("empty");
      status.textContent = blob.size ? box.dataset.vkTooLarge : box.dataset.vkRefused;
      return;
    }
    const transfer = new DataTransfer();
    transfer.items.add(new File([blob], `voice.${ENDINGS[blob.type] ?? "bin"}`, { type: blob.type }));
    field.files = transfer.files;
    seconds.value = String(length);
    part("play").src = URL.createObjectURL(blob);
    show("done");
    status.textContent = `${clock(length)} · ${box.dataset.vkDone}`;
    if (!afterwards) part("play").focus();
  }

  box.addEventListener("click", (event) => {
    if (event.target.closest("[data-vk-record]")) record();
    else if (event.target.closest("[data-vk-stop]")) recorder?.stop();
    else if (event.target.closest("[data-vk-delete]")) {
      empty();
      status.textContent = box.dataset.vkGone;
      part("record").focus();
    }
  });
  field.addEventListener("change", () => {
    const isTooLarge = field.files.length && field.files[0].size > Number(box.dataset.vkLargest);
    if (isTooLarge) field.value = "";
    status.textContent = isTooLarge ? box.dataset.vkTooLarge : "";
  });
  // "Send" while the recording still runs: it ends, and then the form goes.
  field.form.addEventListener("submit", (event) => {
    if (!recorder) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    afterwards = () => {
      afterwards = null;
      (submitter ?? field.form.querySelector("[type=submit]")).click();
    };
    recorder.stop();
  });
}
