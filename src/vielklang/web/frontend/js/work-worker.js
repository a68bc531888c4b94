// Finds the number whose hash is the puzzle's (docs/adr/0027-proof-of-work.md); answers with it, or null.
const PORTION = 256; // hashes at once: the browser makes them side by side

function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
}

async function find({ algorithm, challenge, maxNumber, salt }) {
  const wanted = bytesOf(challenge);
  const encoder = new TextEncoder();
  for (let start = 0; start <= maxNumber; start += PORTION) {
    const hashes = await Promise.all(
      Array.from({ length: PORTION }, (_, n) => crypto.subtle.digest(algorithm, encoder.encode(`${salt}${start + n}`))),
    );
    for (const [n, hash] of hashes.entries()) {
      const found = new Uint8Array(hash);
      if (found.every((byte, at) => byte === wanted[at])) return start + n;
    }
  }
  return null;
}

addEventListener("message", ({ data }) => {
  find(data).then(postMessage, () => postMessage(null));
});
